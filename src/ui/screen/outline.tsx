import type {ReactNode} from 'react';
import {type Line, line, padLine, span, spread} from '../line.ts';
import {type Colour, marks, spinner} from '../theme.ts';
import {
	firstRow,
	foldedEntries,
	type OutlineRow,
	outlineEntries,
	outlineRows,
	rowOf,
} from '../view/outline.ts';
import type {Frame} from './frame.ts';
import {Rows} from './rows.tsx';

type OutlineProps = {
	readonly frame: Frame;
	readonly width: number;
	readonly height: number;
	readonly colour: Colour;
};

/** The steps around the one looked at; never more rows than fit, however long the runbook is. */
export function Outline({frame, width, height, colour}: OutlineProps): ReactNode {
	const bar = span(' │', 'quiet');
	const lines = outlineLines(frame, width - 2, height).map(row => [...padLine(row, width - 2), bar]);
	const missing = Math.max(0, height - lines.length);
	const filler = Array.from({length: missing}, () => [...padLine([], width - 2), bar]);
	return <Rows lines={[...lines, ...filler]} width={width} colour={colour} />;
}

function outlineLines(frame: Frame, width: number, height: number): readonly Line[] {
	const {state, step, desk} = frame;
	const entries = desk.folded ? foldedEntries(state, step?.id) : outlineEntries(state);
	const first = firstRow(entries.length, height, rowOf(state, step?.id, entries));
	return outlineRows(state, entries.slice(first, first + height)).map(row => rowLine(row, frame, width));
}

function rowLine(row: OutlineRow, frame: Frame, width: number): Line {
	switch (row.is) {
		case 'section':
			return spread(
				line(' ', {...span(row.title, 'title')}),
				line(span(`${row.done}/${row.total}`, 'quiet')),
				width,
			);
		case 'no-return':
			return line(span(' ╌╌ no way back below '.padEnd(width, '╌'), 'bad'));
		case 'step':
			return stepLine(row, frame, width);
	}
}

function stepLine(row: Extract<OutlineRow, {is: 'step'}>, frame: Frame, width: number): Line {
	const mark = marks[row.standing];
	const isShown = frame.step?.id === row.id;
	const isTurning = frame.offer.running === row.id;
	const glyph = isTurning ? (spinner[frame.beat % spinner.length] ?? mark.glyph) : mark.glyph;
	const title =
		isShown || row.current
			? {...span(row.title, isShown ? 'strong' : 'plain'), bold: isShown}
			: span(row.title, settledTone(row));
	const pointer = isShown ? span('▸', 'strong') : span(' ');
	const danger =
		row.dangerous && (row.standing === 'pending' || row.standing === 'ready') ? span(' ▲', 'bad') : undefined;
	const left = line(pointer, '  '.repeat(row.depth), span(glyph, mark.tone), ' ', title, danger);
	return spread(
		left,
		row.aside === '' ? [] : line(' ', span(row.aside, row.standing === 'passed' ? 'quiet' : mark.tone)),
		width,
	);
}

function settledTone(row: Extract<OutlineRow, {is: 'step'}>): 'plain' | 'quiet' {
	return row.standing === 'passed' || row.standing === 'skipped' || row.standing === 'not-applicable'
		? 'quiet'
		: 'plain';
}
