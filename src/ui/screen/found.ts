import {type Line, lineText, type Span} from '../line.ts';

/** What was searched for stands out; it is looked for within stretches of one colour. */
export function markedLine(of: Line, wanted: string): Line {
	const needle = wanted.toLowerCase();
	return needle === '' ? of : of.flatMap(part => markedSpan(part, needle));
}

function markedSpan(part: Span, needle: string): readonly Span[] {
	const found: Span[] = [];
	let from = 0;
	for (
		let at = part.text.toLowerCase().indexOf(needle);
		at !== -1;
		at = part.text.toLowerCase().indexOf(needle, from)
	) {
		found.push(
			{...part, text: part.text.slice(from, at)},
			{text: part.text.slice(at, at + needle.length), tone: 'found'},
		);
		from = at + needle.length;
	}
	return [...found, {...part, text: part.text.slice(from)}].filter(({text}) => text !== '');
}

/** The first row that holds what was searched for, with one row of what stands above it; 0 where none does. */
export function firstFound(lines: readonly Line[], wanted: string): number {
	const at = lines.findIndex(row => lineText(row).toLowerCase().includes(wanted.toLowerCase()));
	return Math.max(0, at - 1);
}
