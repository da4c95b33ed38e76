import type {ReactNode} from 'react';
import {fitLine, type Line, line, lineWidth, span, spread} from '../line.ts';
import type {Colour} from '../theme.ts';
import {type HeaderView, headerView} from '../view/header.ts';
import type {Frame} from './frame.ts';
import {Rows} from './rows.tsx';

type HeaderProps = {readonly frame: Frame; readonly width: number; readonly colour: Colour};

/** One row: where, what, how far; then who and how long. */
export function Header({frame, width, colour}: HeaderProps): ReactNode {
	return (
		<Rows lines={[headerLine(headerView(frame.state, frame.now), width)]} width={width} colour={colour} />
	);
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
