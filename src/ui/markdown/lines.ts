import {unreachable} from '../../fault.ts';
import {type Passage, readProse} from '../../runbook/reading/prose.ts';
import type {Note} from '../../runbook/step-model.ts';
import {sanitiseText} from '../../text/sanitise.ts';
import {blank, type Line, line, span, wrapLine} from '../line.ts';
import type {Tone} from '../theme.ts';
import {inlineLines} from './inline.ts';
import {tableLines} from './table.ts';

/** Markdown as lines of at most `width` columns, passages apart by one empty line. The source is sanitised here. */
export function proseLines(source: string, width: number): readonly Line[] {
	const key = `${width} ${source}`;
	const known = remembered.get(key);
	if (known !== undefined) {
		return known;
	}
	const lines = passageLines(readProse(sanitiseText(source)), Math.max(widthMin, width));
	if (remembered.size >= rememberedMax) {
		remembered.clear();
	}
	remembered.set(key, lines);
	return lines;
}

/** Narrower than this no wrapping helps; what sticks out is cut by the screen. */
const widthMin = 8;
/** A few cards at a few widths; reading Markdown costs more than drawing it. */
const rememberedMax = 200;
const remembered = new Map<string, readonly Line[]>();

function passageLines(passages: readonly Passage[], width: number): readonly Line[] {
	return passages.flatMap((passage, at) =>
		at === 0 ? linesOf(passage, width) : [blank, ...linesOf(passage, width)],
	);
}

function linesOf(passage: Passage, width: number): readonly Line[] {
	switch (passage.is) {
		case 'heading':
			return wrapped(inlineLines(passage.content, {tone: 'title', bold: true}), width);
		case 'paragraph':
			return wrapped(inlineLines(passage.content), width);
		case 'list':
			return listLines(passage, width);
		case 'code':
			return codeLines(passage.text, width);
		case 'quote':
			return quoteLines(passage, width);
		case 'table':
			return tableLines(passage, width);
		case 'rule':
			return [line(span('─'.repeat(width), 'quiet'))];
		default:
			return unreachable(passage);
	}
}

function wrapped(rows: readonly Line[], width: number): readonly Line[] {
	return rows.flatMap(row => wrapLine(row, width));
}

function listLines(list: Extract<Passage, {is: 'list'}>, width: number): readonly Line[] {
	const isLoose = list.items.some(item => item.filter(passage => passage.is !== 'list').length > 1);
	const rows: Line[] = [];
	for (const [at, item] of list.items.entries()) {
		const {bullet, passages} = bulletOf(list, at, item);
		const inner = passages.flatMap((passage, index) =>
			index > 0 && passage.is !== 'list'
				? [blank, ...linesOf(passage, width - bullet.length)]
				: linesOf(passage, width - bullet.length),
		);
		if (isLoose && at > 0) {
			rows.push(blank);
		}
		rows.push(
			...inner.map((row, index) =>
				line(span(index === 0 ? bullet : ' '.repeat(bullet.length), 'quiet'), ...row),
			),
		);
	}
	return rows;
}

/** `[ ]` and `[x]` are boxes on a Git host; here they are shown and never count. */
function bulletOf(
	list: Extract<Passage, {is: 'list'}>,
	at: number,
	item: readonly Passage[],
): {readonly bullet: string; readonly passages: readonly Passage[]} {
	const [first, ...rest] = item;
	const lead = first?.is === 'paragraph' ? first.content[0] : undefined;
	const box = lead?.is === 'text' ? /^\[([ xX])\] /.exec(lead.text) : null;
	const number = list.start === undefined ? '• ' : `${list.start + at}. `;
	if (box === null || lead?.is !== 'text' || first?.is !== 'paragraph') {
		return {bullet: number, passages: item};
	}
	const content = [{is: 'text' as const, text: lead.text.slice(4)}, ...first.content.slice(1)];
	return {bullet: box[1] === ' ' ? '☐ ' : '☑ ', passages: [{is: 'paragraph', content}, ...rest]};
}

/** Code keeps its line ends; what is too wide goes on below, marked, so that it can be read whole. */
export function codeLines(text: string, width: number): readonly Line[] {
	return text
		.split('\n')
		.flatMap(row => wrapLine(line(span('  '), span(row, 'code')), width, line(span('  ↪ ', 'quiet'))));
}

const noteLooks: Readonly<Record<Note['level'], {readonly word: string; readonly tone: Tone}>> = {
	note: {word: 'Note', tone: 'busy'},
	tip: {word: 'Tip', tone: 'good'},
	important: {word: 'Important', tone: 'strong'},
	warning: {word: 'Warning', tone: 'warn'},
	danger: {word: 'Danger', tone: 'bad'},
};

/** One admonition: a bar at its side and its level in words. */
export function noteLines(note: Note, width: number): readonly Line[] {
	return barred(
		passageLines(readProse(sanitiseText(note.text)), Math.max(widthMin, width - 2)),
		noteLooks[note.level],
	);
}

function quoteLines(quote: Extract<Passage, {is: 'quote'}>, width: number): readonly Line[] {
	const inner = passageLines(quote.passages, Math.max(widthMin, width - 2));
	return barred(inner, quote.level === undefined ? {word: '', tone: 'quiet'} : noteLooks[quote.level]);
}

function barred(rows: readonly Line[], looks: {readonly word: string; readonly tone: Tone}): readonly Line[] {
	const head = looks.word === '' ? [] : [line({...span(looks.word, looks.tone), bold: true})];
	return [...head, ...rows].map(row => line(span('│ ', looks.tone), ...row));
}
