import type {Sheet} from './draft.ts';
import {plainText} from './plain.ts';

/**
`**Last Updated**: 2026-03-01` and its like, one a line, anywhere in the text (rule R20).

@returns true when the whole paragraph consists of `**Name**: value` lines, one of them known.
*/
export function readFooter(sheet: Sheet, text: string): boolean {
	if (text.length > 2_000) return false;
	const pairs = text.split('\n').map(line => pairOf(line));
	if (!pairs.every(pair => pair !== undefined)) return false;
	const known = pairs.filter(pair => pair.key !== undefined);
	for (const {key, value} of known)
		if (key !== undefined && !sheet.footer.has(key)) sheet.footer.set(key, value);
	return known.length > 0;
}

const keys: readonly (readonly [string, RegExp])[] = [
	['updated', /^(?:last[ -]?(?:updated|modified|reviewed|revised)(?: on)?|updated|last update|date)$/],
	['reviewBy', /^(?:next[ -]?review(?: date)?|review[ -]?(?:by|due|date)|due for review)$/],
	[
		'owner',
		/^(?:owner|owned by|owners|maintainer|maintainers|maintained by|document owner|team|author|authors|contact owner)$/,
	],
	['version', /^(?:version|document version|revision)$/],
	['slack', /^(?:slack|slack channel|channel)$/],
	['service', /^(?:service|system|application)$/],
	['status', /^status$/],
];

type Pair = {readonly key: string | undefined; readonly value: string};

function pairOf(line: string): Pair | undefined {
	const match =
		/^\s*(?:[-*]\s+)?(?:\*\*|__|_|\*)([^*_:]{2,40}):?(?:\*\*|__|_|\*)\s*:?\s*(.{1,200}?)\s*\\?$/.exec(line);
	if (!match) return;
	const word = (match[1] ?? '').trim().toLowerCase();
	const key = keys.find(([, pattern]) => pattern.test(word))?.[0];
	return {key, value: plainText(match[2] ?? '')};
}
