import {widthOf} from '../text/width.ts';
import {graphemesOf} from './graphemes.ts';
import {type Colour, sgrOf, type Tone} from './theme.ts';

/** Characters that look alike. `text` is printable, holds no newline and no escape sequence. */
export type Span = {
	readonly text: string;
	readonly tone?: Tone;
	readonly bold?: boolean;
	readonly italic?: boolean;
	/** Colours a command gave its own output, as SGR parameters; dropped under NO_COLOR. */
	readonly sgr?: string;
};

/** One row of a screen, before it is fitted to a width. */
export type Line = readonly Span[];

export function line(...parts: readonly (string | Span | undefined)[]): Line {
	return parts.flatMap(part =>
		part === undefined || part === '' ? [] : [typeof part === 'string' ? {text: part} : part],
	);
}

export function span(text: string, tone: Tone = 'plain'): Span {
	return {text, tone};
}

export const blank: Line = [];

/** Columns a line takes. */
export function lineWidth(of: Line): number {
	return of.reduce((sum, part) => sum + widthOf(part.text), 0);
}

export function lineText(of: Line): string {
	return of.map(part => part.text).join('');
}

/** Cuts a line to at most `width` columns; what was cut is said by `…`. */
export function fitLine(of: Line, width: number): Line {
	if (lineWidth(of) <= width) {
		return of;
	}
	const kept: Span[] = [];
	let left = width - 1;
	for (const part of of) {
		const [head] = breakAt(part.text, left);
		kept.push({...part, text: head});
		left -= widthOf(head);
		if (head !== part.text) {
			break;
		}
	}
	return width < 1 ? blank : [...kept, {...kept.at(-1), text: '…'}];
}

/** Fills a line with spaces up to `width` columns, and cuts it if it is longer. */
export function padLine(of: Line, width: number): Line {
	const fitted = fitLine(of, width);
	const missing = width - lineWidth(fitted);
	return missing > 0 ? [...fitted, {text: ' '.repeat(missing)}] : fitted;
}

/** Puts `right` at the right edge; `left` gives way. */
export function spread(left: Line, right: Line, width: number): Line {
	const room = width - lineWidth(right);
	return room < 1 ? fitLine(right, width) : [...padLine(left, room), ...right];
}

/**
Breaks a line into lines of at most `width` columns, at spaces where there are any.

@param indent put before every line but the first; it counts.
*/
export function wrapLine(of: Line, width: number, indent: Line = blank): readonly Line[] {
	if (lineWidth(of) <= width) {
		return [of];
	}
	const room = width - lineWidth(indent);
	const rows: Span[][] = [[]];
	let used = 0;
	for (const word of words(of).flatMap(whole =>
		lineWidth(trimEnd(whole)) > room ? pieces(whole, room) : [whole],
	)) {
		if (used > 0 && used + lineWidth(trimEnd(word)) > width) {
			rows.push([...indent]);
			used = lineWidth(indent);
		}
		rows.at(-1)?.push(...word);
		used += lineWidth(word);
	}
	return rows.map(trimEnd);
}

/** Items side by side, none of them broken; what doesn't fit goes on the next line. */
export function flowLines(items: readonly Line[], gap: number, width: number): readonly Line[] {
	const rows: Span[][] = [];
	let used = width;
	for (const item of items) {
		const size = lineWidth(item);
		if (used + gap + size > width) {
			rows.push([...item]);
			used = size;
		} else {
			rows.at(-1)?.push({text: ' '.repeat(gap)}, ...item);
			used += gap + size;
		}
	}
	return rows;
}

/** Puts a line's escape sequences in: the last thing that happens to it before the terminal. */
export function paint(of: Line, colour: Colour): string {
	return of.map(part => paintSpan(part, colour)).join('');
}

function paintSpan(part: Span, colour: Colour): string {
	const text = part.text.replaceAll(unprintable, '\uFFFD');
	const codes = [
		sgrOf(part.tone ?? 'plain', colour),
		part.bold === true ? '1' : '',
		part.italic === true ? '3' : '',
		colour === 'none' ? '' : (part.sgr ?? ''),
	].filter(code => code !== '');
	return codes.length === 0 || text === '' ? text : `\u001B[${codes.join(';')}m${text}\u001B[0m`;
}

/** The sanitiser has been here before; what still comes through is our bug and must not reach the terminal. */
const unprintable = /[\u0000-\u001F\u007F-\u009F]/g;

/** Words with the spaces after them; a word may change its looks inside, as in `**bold**,`. */
function words(of: Line): readonly Line[] {
	const found: Span[][] = [];
	for (const part of of) {
		for (const text of part.text.match(/[^ ]+ *| +/g) ?? []) {
			const open = found.at(-1)?.at(-1)?.text.endsWith(' ') === false;
			if (open && !text.startsWith(' ')) {
				found.at(-1)?.push({...part, text});
			} else {
				found.push([{...part, text}]);
			}
		}
	}
	return found;
}

function pieces(word: Line, width: number): readonly Line[] {
	const cut: Line[] = [];
	for (const part of word) {
		let rest = part.text;
		while (rest !== '') {
			const [head, tail] = breakAt(rest, Math.max(2, width, widthOfFirst(rest)));
			cut.push([{...part, text: head}]);
			rest = tail;
		}
	}
	return cut;
}

/** A character wider than all there is room for stands there alone: nothing would be shown otherwise, and nothing end. */
function widthOfFirst(text: string): number {
	const [first] = graphemesOf(text);
	return first === undefined ? 0 : widthOf(first.segment);
}

/** Splits a text after at most `width` columns, never inside a character. */
function breakAt(text: string, width: number): readonly [string, string] {
	if (widthOf(text) <= width) {
		return [text, ''];
	}
	let used = 0;
	for (const {segment, index} of graphemesOf(text)) {
		used += widthOf(segment);
		if (used > width) {
			return [text.slice(0, index), text.slice(index)];
		}
	}
	return [text, ''];
}

function trimEnd(row: Line): Line {
	const last = row.at(-1);
	if (last === undefined || !last.text.endsWith(' ')) {
		return row;
	}
	const text = last.text.replace(/ +$/, '');
	return text === '' ? trimEnd(row.slice(0, -1)) : [...row.slice(0, -1), {...last, text}];
}
