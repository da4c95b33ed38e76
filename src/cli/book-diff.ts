import type {FileText} from '../runbook/include/include.ts';
import {unifiedDiff} from '../runbook/lint/diff.ts';

/** The texts of a runbook and of what it includes. */
export type BookTexts = {readonly text: string; readonly includes: readonly FileText[]};

/**
How two versions of a runbook differ, file by file; an included file that came or went is shown whole.

@param called the runbook's own name and what its versions are called.
@returns nothing where not one byte differs.
*/
export function bookDiff(
	before: BookTexts,
	now: BookTexts,
	called: {readonly name: string; readonly before: string; readonly now: string},
): string {
	const old = new Map(before.includes.map(one => [one.path, one.text]));
	const present = new Map(now.includes.map(one => [one.path, one.text]));
	const one = (name: string, from: string, to: string): string =>
		from === to
			? ''
			: unifiedDiff(from, to, {from: `${called.before} ${name}`, to: `${called.now} ${name}`.trim()});
	const included = [...new Set([...old.keys(), ...present.keys()])].map(path =>
		one(path, old.get(path) ?? '', present.get(path) ?? ''),
	);
	return [one(called.name, before.text, now.text), ...included].filter(diff => diff !== '').join('\n');
}
