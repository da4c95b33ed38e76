import type {Link} from '../../runbook/model.ts';
import {saidLine, saidText} from './said.ts';

/** Another runbook, read from the disk to be looked at; nothing of it runs. */
export type LinkedBook = {
	readonly title: string;
	/** Relative to the runbook's directory. */
	readonly path: string;
	readonly text: string;
	readonly links: readonly Link[];
};

/**
Reads a runbook that another one links to.

@param target as the link has it.
@param from the path of the runbook the link stands in; absent for the run's own.
*/
export type ReadLinked = (target: string, from?: string) => LinkedBook | {readonly problem: string};

/** More are not offered: a digit opens each. */
const linksMax = 9;

/** Links to Markdown files beside the runbook, each once, in the order they stand (rule R19). */
export function runbookLinks(links: readonly Link[]): readonly Link[] {
	const targets = new Map<string, Link>();
	for (const link of links) {
		const path = link.target.replace(/#.*$/, '');
		const isBeside = /\.(?:md|markdown)$/i.test(path) && !/^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(path);
		if (isBeside && !targets.has(path)) targets.set(path, {...link, target: path});
	}
	return [...targets.values()].slice(0, linksMax);
}

/** Every link with its number. */
export function linkRows(links: readonly Link[]): readonly string[] {
	return runbookLinks(links).map(({text, target}, index) => {
		const words = saidLine(text);
		return `${index + 1}  ${words === target ? '' : `${words}  `}${saidLine(target)}`;
	});
}

/** For lines: the linked runbook as it is written, and where its own links lead. */
export function linkedText(book: LinkedBook): readonly string[] {
	const rows = runbookLinks(book.links).map(({target}) => `  open ${saidLine(target)}`);
	return [
		`${saidLine(book.title)} (${saidLine(book.path)}), to look at; nothing of it is part of this run`,
		...saidText(book.text)
			.split('\n')
			.map(text => `  ${text}`.trimEnd()),
		...(rows.length === 0 ? [] : ['It links to:', ...rows]),
	];
}
