import type {ReactNode} from 'react';
import type {Action} from '../key-row.ts';
import {keyName, keyTable} from '../keys.ts';
import {type Line, line, lineWidth, span} from '../line.ts';
import type {Colour} from '../theme.ts';
import {whyNot} from '../view/offer.ts';
import type {Frame} from './frame.ts';
import {Rows} from './rows.tsx';

type KeyBarProps = {readonly frame: Frame; readonly width: number; readonly colour: Colour};

/** The keys that work now, or why the last one did nothing. */
export function KeyBar({frame, width, colour}: KeyBarProps): ReactNode {
	const {notice} = frame.desk;
	const lines =
		notice === undefined ? [keysLine(frame, width)] : [line(' ', span('! ', 'warn'), span(notice, 'warn'))];
	return <Rows lines={lines} width={width} colour={colour} />;
}

/** Most wanted first; what doesn't fit is on the help page. */
const wanted: readonly Action[] = [
	'help',
	'down',
	'leave',
	'note',
	'hold-run',
	'roll-back-run',
	'search',
	'switch',
	'enlarge',
	'copy',
	'escalation',
	'troubles',
	'variables',
	'take-back',
	'people',
	'hand-over',
	'keep-driving',
	'outline',
];

/** And what matters to someone who follows. */
const followersWanted: readonly Action[] = ['take-over', 'help', 'so-far', ...wanted.slice(1)];

function keysLine(frame: Frame, width: number): Line {
	let row: Line = [];
	const actions = frame.seat === undefined ? wanted : followersWanted;
	for (const action of frame.desk.ask.is === 'run' ? actions : []) {
		const entry = keyTable.find(candidate => candidate.action === action);
		if (entry === undefined || whyNot(action, frame.offer) !== undefined) {
			continue;
		}
		const name = action === 'down' ? 'j k' : keyName(entry.keys[0] ?? '');
		const longer = line(
			...row,
			span(row.length === 0 ? ' ' : '   '),
			span(name, 'strong'),
			span(` ${entry.label}`, 'quiet'),
		);
		if (lineWidth(longer) > width) {
			break;
		}
		row = longer;
	}
	return row;
}
