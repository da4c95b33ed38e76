import {blank, type Line, line, span, wrapLine} from '../line.ts';
import {marks} from '../theme.ts';
import {summaryView} from '../view/summary.ts';
import type {Frame} from './frame.ts';
import {heading, pairs} from './pairs.ts';

/** The closing summary: how it went, before it is closed for good. */
export function summaryLines(frame: Frame, width: number): readonly Line[] {
	const view = summaryView(frame.state, frame.now, '');
	const unusual = view.unusual.flatMap(({title, standing, why}) =>
		wrapLine(
			line(
				span(`${marks[standing].glyph} ${marks[standing].word}`.padEnd(16), marks[standing].tone),
				title,
				span(why === '' ? '' : `: ${why}`, 'quiet'),
			),
			width,
			line('  '),
		),
	);
	const criteria = view.criteria.flatMap(({glyph, tone, text, why}) =>
		wrapLine(
			line(span(`${glyph} `, tone), text, span(why === '' ? '' : `: ${why}`, 'quiet')),
			width,
			line('  '),
		),
	);
	return [
		heading(view.title),
		blank,
		...pairs(view.facts, width),
		...(criteria.length === 0 ? [] : [blank, heading('Success criteria'), ...criteria]),
		...(unusual.length === 0 ? [] : [blank, heading('Not simply passed'), ...unusual]),
		...(view.deviations.length === 0
			? []
			: [
					blank,
					heading('Deviations'),
					...view.deviations.flatMap(text => wrapLine(line('· ', text), width, line('  '))),
				]),
		...(view.notes.length === 0
			? []
			: [
					blank,
					heading('Notes'),
					...view.notes.flatMap(text => wrapLine(line('· ', text), width, line('  '))),
				]),
	];
}
