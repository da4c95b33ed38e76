import {widthOf} from '../../text/width.ts';
import {blank, type Line, line, span, spread, wrapLine} from '../line.ts';
import {codeLines, noteLines, proseLines} from '../markdown/lines.ts';
import type {CardView} from '../view/card.ts';

/** The card of a step, without its command. @param depth `brief` leaves the prose out. */
export function cardLines(card: CardView, width: number, depth: 'full' | 'brief'): readonly Line[] {
	const prose =
		depth === 'full'
			? [
					...explanationLines(card, width),
					...partLines(card, width),
					...noteBlocks(card, width),
					...termLines(card, width),
				]
			: [];
	return [
		...titleLines(card, width),
		...prose,
		...pointLines(card, width),
		...contentLines(card, width),
		...historyLines(card, width),
	];
}

/** What helps while a step runs: its name and what to expect. */
export function runningLines(card: CardView, width: number, depth: 'full' | 'brief'): readonly Line[] {
	const parts = card.parts.filter(part => part.label === 'Expect');
	return [...titleLines(card, width), ...(depth === 'full' ? partLines({...card, parts}, width) : [])];
}

export function titleLines(card: CardView, width: number): readonly Line[] {
	const state = line(span(`${card.mark.glyph} ${card.mark.word}`, card.mark.tone));
	const place = spread(line(span(card.place, 'quiet')), state, width);
	const title = wrapLine(line({...span(card.title, 'title'), bold: true}), width);
	const marks = line(
		...(card.danger === undefined
			? []
			: [span(`${card.danger.glyph} ${card.danger.word}`, card.danger.tone)]),
		...card.badges.flatMap((badge, at) => [
			at === 0 && card.danger === undefined ? '' : span(' · ', 'quiet'),
			span(badge, badge === 'point of no return' ? 'bad' : 'quiet'),
		]),
	);
	return [place, ...title, ...(marks.length === 0 ? [] : wrapLine(marks, width))];
}

function explanationLines({explanation}: CardView, width: number): readonly Line[] {
	return explanation.trim() === '' ? [] : [blank, ...proseLines(explanation, width)];
}

/** Columns of the labels at the left; below `narrow` they stand on a line of their own. */
const labelWidth = 10;
const narrow = 44;

function partLines(card: CardView, width: number): readonly Line[] {
	return card.parts.flatMap((part, at) => {
		const label = span(part.label, part.tone === 'plain' ? 'quiet' : part.tone);
		const gap = at === 0 ? [blank] : [];
		if (width < narrow) {
			return [blank, line(label), ...proseLines(part.text, width)];
		}
		const text = proseLines(part.text, width - labelWidth);
		return [
			...gap,
			...text.map((row, index) =>
				line(index === 0 ? {...label, text: label.text.padEnd(labelWidth)} : ' '.repeat(labelWidth), ...row),
			),
		];
	});
}

function noteBlocks(card: CardView, width: number): readonly Line[] {
	return card.notes.flatMap(note => [blank, ...noteLines(note, width)]);
}

/** Words a newcomer may not know, as the runbook explains them. */
function termLines({terms}: CardView, width: number): readonly Line[] {
	const rows = terms.flatMap(({word, meaning}) =>
		wrapLine(line(span(word, 'quiet'), span(`: ${meaning}`, 'quiet')), width, line('  ')),
	);
	return rows.length === 0 ? [] : [blank, ...rows];
}

function pointLines(card: CardView, width: number): readonly Line[] {
	const points = card.points.flatMap(point => proseLines(`- ${point.replaceAll('\n', '\n  ')}`, width));
	return points.length === 0 ? [] : [blank, ...points];
}

function contentLines(card: CardView, width: number): readonly Line[] {
	return card.content === undefined
		? []
		: [blank, line(span(card.content.label, 'quiet')), ...codeLines(card.content.text, width)];
}

export function ruleLine(label: string, width: number): Line {
	const head = `╶─ ${label} `;
	return line(span(head, 'quiet'), span('─'.repeat(Math.max(0, width - widthOf(head))), 'quiet'));
}

export function historyLines(card: CardView, width: number): readonly Line[] {
	const rows = card.history.flatMap(({mark, text}) =>
		wrapLine(line(span(`${mark.glyph} `, mark.tone), span(text, 'quiet')), width, line('  ')),
	);
	return rows.length === 0 ? [] : [blank, ...rows];
}
