import {blank, type Line, line, span, wrapLine} from '../line.ts';
import {soFarView} from '../view/so-far.ts';
import {cardLines} from './card-lines.ts';
import type {Frame} from './frame.ts';

/** An open gate: the card, then everything that happened so far that a GO would stand for. */
export function gateLines(frame: Frame, width: number): readonly Line[] {
	const {card, state, step} = frame;
	if (card === undefined || step?.kind !== 'gate') {
		return [];
	}
	const view = soFarView(state, step, frame.now);
	const column = Math.max(...view.facts.map(fact => fact.label.length)) + 2;
	const facts = view.facts.flatMap(fact =>
		wrapLine(
			line(span(fact.label.padEnd(column), 'quiet'), span(fact.text, fact.tone)),
			width,
			line(' '.repeat(column)),
		),
	);
	const unusual = view.unusual.flatMap(row =>
		wrapLine(
			line(
				span(row.sign.padEnd(15), row.tone),
				row.title,
				span(row.why === '' ? '' : `: ${row.why}`, 'quiet'),
			),
			width,
			line(' '.repeat(15)),
		),
	);
	const deviations = view.deviations.flatMap(text =>
		wrapLine(line(span('≠ ', 'warn'), text), width, line('  ')),
	);
	return [
		...cardLines({...card, history: []}, width, frame.desk.depth),
		blank,
		line({...span('So far', 'title'), bold: true}),
		...facts,
		...titled('Not simply passed', unusual),
		...titled('Deviations', deviations),
		...titled(
			'Answers',
			view.answers.flatMap(answer =>
				wrapLine(line(span(`${answer.sign} `, answer.tone), answer.text), width, line('  ')),
			),
		),
	];
}

function titled(title: string, lines: readonly Line[]): readonly Line[] {
	return lines.length === 0 ? [] : [blank, line({...span(title, 'title'), bold: true}), ...lines];
}
