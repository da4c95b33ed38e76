import {unreachable} from '../../fault.ts';
import {widthOf} from '../../text/width.ts';
import {blank, type Line, line, padLine, span, wrapLine} from '../line.ts';
import {proseLines} from '../markdown/lines.ts';
import {briefingView} from '../view/briefing.ts';
import type {UsualMs} from '../view/card.ts';
import {type LinkedBook, linkRows} from '../view/linked.ts';
import {originOf} from '../view/origin.ts';
import {saidLine, saidText} from '../view/said.ts';
import {knownTroubleLines} from './act-try.ts';
import {catchUpLines} from './catch-up-lines.ts';
import type {Panel} from './desk.ts';
import {escalationLines} from './escalation-lines.ts';
import type {Frame} from './frame.ts';
import {helpLines} from './help-lines.ts';
import {heading, pairs} from './pairs.ts';
import {peopleLines} from './people-lines.ts';
import {timelineLines} from './timeline-lines.ts';

type Page = {
	readonly width: number;
	/** There is room for what counts most and little else. */
	readonly isShort: boolean;
	readonly usualMs: UsualMs;
	readonly book?: LinkedBook;
};

/** A page that covers the card. */
export function panelLines(panel: Panel, frame: Frame, page: Page): readonly Line[] {
	const {width, book} = page;
	switch (panel) {
		case 'briefing':
			return briefingLines(frame, page);
		case 'so-far':
			return catchUpLines(frame, width);
		case 'help':
			return helpLines(frame, width);
		case 'escalation':
			return escalationLines(frame, width);
		case 'troubles':
			return knownTroubleLines(frame.state, width);
		case 'variables':
			return variableLines(frame, width);
		case 'notes':
			return timelineLines(frame, width);
		case 'people':
			return peopleLines(frame, width);
		case 'links':
			return linkLines(frame, width, book);
		default:
			return unreachable(panel);
	}
}

function briefingLines(frame: Frame, {width, isShort, usualMs}: Page): readonly Line[] {
	const view = briefingView(frame.state, usualMs);
	const titles = Math.min(32, Math.max(...view.phases.map(phase => widthOf(phase.title)), 0));
	const phases = view.phases.flatMap(phase =>
		wrapLine(
			line(
				'  ',
				...padLine([span(phase.title)], titles),
				span(`  ${String(phase.steps).padStart(3)} ${phase.steps === 1 ? 'step ' : 'steps'}`, 'quiet'),
				...phase.dangers.map(({mark, count}) =>
					span(`   ${mark.glyph} ${mark.word}${count === 1 ? '' : ` ×${count}`}`, mark.tone),
				),
				span(phase.usually === '' ? '' : `   ${phase.usually}`, 'quiet'),
			),
			width,
			line(' '.repeat(titles + 4)),
		),
	);
	const map =
		view.map.length > width - 4 || view.map.length < 2
			? []
			: [
					line(
						'  ',
						...view.map.flatMap(glyph => (view.map.length * 2 > width - 4 ? [glyph] : [glyph, span(' ')])),
					),
					line(span('  ▲ △ danger   ◇ gate   ┆ no way back', 'quiet')),
					blank,
				];
	const stops = view.stops.flatMap(stop =>
		wrapLine(line(span('▲ ', 'bad'), span(stop, 'bad')), width, line('  ')),
	);
	const purpose = view.purpose === '' ? [] : [blank, ...proseLines(view.purpose, width)];
	const facts = [blank, ...pairs(view.facts, width)];
	return [
		heading(view.title),
		...(stops.length === 0 ? [] : [blank, ...stops]),
		...(isShort ? [...facts, ...purpose] : [...purpose, ...facts]),
		blank,
		heading('What lies ahead'),
		...map,
		...phases,
	];
}

/** The runbooks this one links to, or one of them: to look at, never part of the run. */
function linkLines(frame: Frame, width: number, book: LinkedBook | undefined): readonly Line[] {
	const rows = linkRows((book ?? frame.state.runbook).links).flatMap(row =>
		wrapLine(line(row), width, line('   ')),
	);
	if (book === undefined) {
		return [
			heading('Runbooks this one links to'),
			...rows,
			blank,
			line(span('a digit opens one, to look at', 'quiet')),
		];
	}
	return [
		...wrapLine(
			line(span(`${saidLine(book.path)}, to look at; nothing of it is part of this run`, 'quiet')),
			width,
		),
		blank,
		...proseLines(saidText(book.text), width),
		...(rows.length === 0 ? [] : [blank, heading('It links to'), ...rows]),
	];
}

function variableLines(frame: Frame, width: number): readonly Line[] {
	const {state} = frame;
	const inputs = state.runbook.inputs.map(input => {
		const value = state.inputs.get(input.name);
		const said =
			value === undefined
				? 'no value yet'
				: value.is === 'value'
					? `${value.value}  (${originOf(state, input.name)})`
					: value.is === 'secret'
						? '•••••• (secret)'
						: 'left as it stands in the text';
		return {label: saidLine(input.name), text: saidLine(said)};
	});
	const captured = [...state.captured].map(([name, text]) => ({
		label: saidLine(name),
		text: `${saidLine(text)}  (${originOf(state, name)})`,
	}));
	return [
		heading('Inputs'),
		...pairs(inputs, width),
		...(captured.length === 0 ? [] : [blank, heading('Taken from output'), ...pairs(captured, width)]),
	];
}
