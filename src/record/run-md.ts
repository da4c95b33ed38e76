import type {Step} from '../runbook/step-model.ts';
import {endLines, headLines} from './run-md-frame.ts';
import {includedLines} from './run-md-included.ts';
import type {RunMdParts} from './run-md-parts.ts';
import {isTicked, stepLines} from './run-md-step.ts';

/**
The runbook filled in: its own Markdown with boxes ticked as they were answered, and under each step who did what, when,
with which command and outcome. Only lines are added and boxes changed, so that `diff` against the runbook shows the run.
*/
export function buildRunMd(parts: RunMdParts): string {
	const {runbookText, state} = parts;
	const page = readPage(runbookText);
	const added = new Map<number, string[]>();
	const steps = [...state.stepsById.values()].filter(({id}) => !state.offScript.includes(id));
	for (const step of steps.filter(({file}) => file === undefined)) {
		tick(page, step, isTicked(state, step));
		add(added, lineAfter(page, step.endLine), placed(page, step, stepLines(parts, step)));
	}
	for (const [line, said] of includedLines(parts)) {
		add(added, lineAfter(page, line), placed(page, {line, endLine: line}, said));
	}
	add(added, titleEnd(page), ['', ...headLines(parts), '']);
	return `${[...weave(page.lines, added), ...endLines(parts)].join('\n').trimEnd()}\n`;
}

type Page = {
	readonly lines: string[];
	/** For each line, whether a code fence is still open after it. */
	readonly open: readonly boolean[];
};

function readPage(text: string): Page {
	const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
	let fence: string | undefined;
	const open = lines.map(line => {
		const found = /^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*(`{3,}|~{3,})(.*)$/.exec(line);
		const [, sign = '', rest = ''] = found ?? [];
		if (fence === undefined) {
			fence = sign === '' ? undefined : sign;
		} else if (sign.startsWith(fence) && rest.trim() === '') {
			fence = undefined;
		}
		return fence !== undefined;
	});
	return {lines, open};
}

/** Never inside a fence: what is inserted there would be read as code. */
function lineAfter({open, lines}: Page, line: number): number {
	let at = Math.max(0, Math.min(line, lines.length));
	while (at < lines.length && at > 0 && open[at - 1] === true) {
		at++;
	}
	return at;
}

const box = /^(\s*(?:>\s*)*(?:[-*+]|\d+[.)])\s+\[)[ xX](\]\s)/;

function tick(page: Page, step: Step, ticked: boolean): void {
	const line = page.lines[step.line - 1];
	if (line !== undefined && (step.kind === 'check' || box.test(line))) {
		page.lines[step.line - 1] = line.replace(box, `$1${ticked ? 'x' : ' '}$2`);
	}
}

/** Indents what is said of a step so that it stays in its list item, and sets it apart from prose that follows. */
function placed({lines}: Page, step: Pick<Step, 'line' | 'endLine'>, said: readonly string[]): string[] {
	if (said.length === 0) {
		return [];
	}
	const first = lines[step.line - 1] ?? '';
	const indent = /^\s*(?:(?:[-*+]|\d+[.)])\s+)?/.exec(first)?.[0].length ?? 0;
	const next = lines[step.endLine] ?? '';
	const isApart = next.trim() === '' || /^\s*(?:[-*+]|\d+[.)])\s/.test(next);
	const body = said.map(line => `${' '.repeat(indent)}${line}`.trimEnd());
	return [...(indent === 0 ? [''] : []), ...body, ...(isApart && indent > 0 ? [] : [''])];
}

function add(added: Map<number, string[]>, line: number, said: readonly string[]): void {
	added.set(line, [...(added.get(line) ?? []), ...said]);
}

/** After the first level-1 heading, be it underlined or not; without one, after the front matter. */
function titleEnd({lines, open}: Page): number {
	const frontMatterEnd =
		lines[0]?.trimEnd() === '---'
			? lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---')
			: -1;
	const title = lines.findIndex(
		(line, index) => index > frontMatterEnd && open[index] === false && isTitle(line, lines[index + 1]),
	);
	if (title === -1) {
		return frontMatterEnd + 1;
	}
	return /^#/.test(lines[title] ?? '') ? title + 1 : title + 2;
}

function isTitle(line: string, next: string | undefined): boolean {
	return /^ {0,3}#\s+\S/.test(line) || (line.trim() !== '' && /^ {0,3}=+\s*$/.test(next ?? ''));
}

/** An empty line is added only where there is none yet; the author's own stay as they are. */
function weave(lines: readonly string[], added: ReadonlyMap<number, readonly string[]>): string[] {
	const woven: string[] = [];
	for (const [index, line] of ['', ...lines].entries()) {
		if (index > 0) {
			const isDouble = line === '' && woven.at(-1) === '' && added.has(index - 1);
			woven.push(...(isDouble ? [] : [line]));
		}
		for (const said of added.get(index) ?? []) {
			woven.push(...(said === '' && (woven.at(-1) ?? '') === '' ? [] : [said]));
		}
	}
	return woven.at(-1) === '' ? woven : [...woven, ''];
}
