import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** Columns the text takes in a terminal; colours take none, CJK and emoji two each. One line only. */
export function widthOf(text: string): number {
	if (ascii.test(text)) {
		return text.length;
	}
	const known = widths.get(text);
	if (known !== undefined) {
		return known;
	}
	const width = stringWidth(text);
	if (widths.size >= rememberedMax) {
		widths.clear();
	}
	if (text.length <= rememberedCharsMax) {
		widths.set(text, width);
	}
	return width;
}

/**
Cuts one line to at most `columns`, with `…` where something is missing. Colours are closed.

@param from where to cut: the `end`, the `middle` (keeps both ends: paths, digests) or the `start`.
*/
export function truncate(text: string, columns: number, from: 'end' | 'middle' | 'start' = 'end'): string {
	if (widthOf(text) <= columns) {
		return text;
	}
	if (columns <= 1) {
		return columns === 1 ? '…' : '';
	}
	const room = columns - 1;
	switch (from) {
		case 'end':
			return `${sliceAnsi(text, 0, room)}…`;
		case 'start':
			return `…${lastColumns(text, room)}`;
		case 'middle':
			return `${sliceAnsi(text, 0, Math.ceil(room / 2))}…${lastColumns(text, Math.floor(room / 2))}`;
	}
}

/**
Breaks text into rows of at most `columns` (at least 2; a letter with spacing marks is never torn and takes up to 6): between words where it can,
inside them where it must. Newlines are kept; the rows of one line all start at its indentation, each closes its
colours, and their characters are composed (NFC).
*/
export function wrap(text: string, columns: number): string[] {
	const room = Math.max(2, columns);
	return text.split('\n').flatMap(line => (widthOf(line) <= room ? [line] : wrapOne(line, room)));
}

/** Fills one line with spaces up to `columns`; a longer line is cut. */
export function pad(text: string, columns: number): string {
	const fitting = truncate(text, columns);
	return fitting + ' '.repeat(Math.max(0, columns - widthOf(fitting)));
}

const ascii = /^[ -~]*$/;
/** A few screens full of different lines; then the memory starts anew. */
const rememberedMax = 5000;
/** Longer lines are rare and would fill the memory. UTF-16 units. */
const rememberedCharsMax = 500;
const widths = new Map<string, number>();

function wrapOne(line: string, columns: number): readonly string[] {
	const indent = /^ */.exec(line)?.[0] ?? '';
	const kept = indent.length <= (columns - 2) / 2 ? indent : '';
	const rows = wrapAnsi(line.slice(indent.length), columns - kept.length, {hard: true}).split('\n');
	return rows.map(row => kept + row);
}

/** Starts one column later where the cut would fall into a wide character. */
function lastColumns(text: string, columns: number): string {
	const width = widthOf(text);
	for (let start = width - columns; start <= width; start += 1) {
		const end = sliceAnsi(text, start);
		if (widthOf(end) <= columns) {
			return end;
		}
	}
	return '';
}
