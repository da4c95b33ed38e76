import type {ReactNode} from 'react';
import {formatDuration} from '../../text/duration.ts';
import {fitLine, type Line, line, lineWidth, span, spread} from '../line.ts';
import type {Colour} from '../theme.ts';
import {type HeaderView, headerView} from '../view/header.ts';
import type {Frame} from './frame.ts';
import {Rows} from './rows.tsx';

type HeaderProps = {
	readonly frame: Frame;
	readonly width: number;
	/** 1, or 2 with a row for the guards. */
	readonly height: number;
	readonly colour: Colour;
};

/** Where, what, how far; then who and how long; then what is watched. */
export function Header({frame, width, height, colour}: HeaderProps): ReactNode {
	return <Rows lines={headerLines(frame, width, height)} width={width} colour={colour} />;
}

/** Rows of the header: guards have one of their own where there is room for it. */
export function headerRows({state}: Frame, screenRows: number): number {
	return state.guards.size > 0 && screenRows >= guardRowFrom ? 2 : 1;
}

/** On smaller terminals guards share the first row, as far as they fit. Rows. */
const guardRowFrom = 20;

function headerLines(frame: Frame, width: number, height: number): readonly Line[] {
	const seen = seatedView(headerView(frame.state, frame.now, frame.trendOf), frame);
	const {expectedMs} = frame;
	const view =
		expectedMs === undefined
			? seen
			: {...seen, elapsed: `${seen.elapsed} of about ${formatDuration(expectedMs)}`};
	return height > 1
		? [headerLine({...view, guards: []}, width), guardsLine(view, width)]
		: [headerLine(view, width)];
}

/** Who follows sees at once that it is not they who drive. */
function seatedView(view: HeaderView, {seat}: Frame): HeaderView {
	return seat === undefined ? view : {...view, flags: [{word: 'FOLLOWING', tone: 'busy'}, ...view.flags]};
}

/** The guards in need first; what doesn't fit is counted. */
function guardsLine({guards}: HeaderView, width: number): Line {
	let row: Line = line(span(' watching  ', 'quiet'));
	const ordered = guards.toSorted((a, b) => Number(a.tone === 'good') - Number(b.tone === 'good'));
	for (const [at, guard] of ordered.entries()) {
		const gap = at === 0 ? '' : '    ';
		const name = line(gap, span(`${guard.name}  `, 'plain'));
		const longer = line(
			...row,
			...name,
			span(guard.bars, guard.tone),
			guard.bars === '' ? '' : '  ',
			span(guard.words, guard.tone),
		);
		if (lineWidth(longer) > width) {
			const left = ordered.length - at;
			return at === 0
				? fitLine(longer, width)
				: fitLine(line(...row, span(`    and ${left} more`, 'quiet')), width);
		}
		row = longer;
	}
	return row;
}

/** What doesn't fit goes: first the run's id, then guards, then the operator. */
function headerLine(view: HeaderView, width: number): Line {
	const left = line(' ', ...where(view), ...flags(view));
	const parts: readonly Line[] = [
		line(span(`${view.done}/${view.total}`, 'strong')),
		line(view.elapsed),
		line(view.operator, view.present.length === 0 ? '' : span(` +${view.present.length}`, 'busy')),
		...view.guards.map(guard => line(span(`${guard.name} `, 'quiet'), span(guard.words, guard.tone))),
		line(span(view.run, 'quiet')),
	];
	let right: Line = [];
	for (const part of parts) {
		const longer = line(...right, ...(right.length === 0 ? [] : [span('  ')]), ...part);
		if (lineWidth(left) + lineWidth(longer) + 3 > width) {
			break;
		}
		right = longer;
	}
	const room = width - lineWidth(left) - lineWidth(right) - 6;
	const title = room >= titleMin ? line(span('  '), ...fitLine(line(span(view.title, 'quiet')), room)) : [];
	return spread(fitLine(line(...left, ...title), width), line(...right, ' '), width);
}

/** A shorter title says nothing. Columns. */
const titleMin = 12;

function where(view: HeaderView): Line {
	const environment = span(view.environment, view.production ? 'bad' : 'strong');
	const service = view.service === undefined ? [] : [span(view.service, 'title'), span(' on ', 'quiet')];
	const kind = view.production && view.environment !== 'production' ? [span(' production', 'bad')] : [];
	return [...service, environment, ...kind];
}

function flags(view: HeaderView): Line {
	return view.flags.flatMap(flag => [span('  '), {...span(flag.word, flag.tone), bold: true}]);
}
