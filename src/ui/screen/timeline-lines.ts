import {widthOf} from '../../text/width.ts';
import {blank, type Line, line, padLine, span, wrapLine} from '../line.ts';
import {counted} from '../view/said.ts';
import {type TimelineRow, timelineView} from '../view/timeline.ts';
import type {Frame} from './frame.ts';
import {heading} from './pairs.ts';

/** Longer names are cut. Columns. */
const whoColumnsMax = 16;
/** Below this the words go under the time and the name. Columns. */
const besideFrom = 72;

/** Notes and what people did, oldest first: when, who, what, about which step. */
export function timelineLines(frame: Frame, width: number): readonly Line[] {
	const rows = timelineView(frame.state);
	if (rows.length === 0) {
		return [
			heading('Notes'),
			blank,
			line(span('Nothing was noted, decided or changed yet; n writes a note.', 'quiet')),
		];
	}
	const who = Math.min(whoColumnsMax, Math.max(...rows.map(row => widthOf(row.who))));
	const word = Math.max(...rows.map(row => widthOf(row.mark.word)));
	return [
		line(
			{...heading('Notes')[0], text: 'Notes'},
			span(`  ${counted(rows.length, 'entry', 'entries')}, oldest first`, 'quiet'),
		),
		blank,
		...rows.flatMap(row => rowLines(row, {who, word, width})),
	];
}

type Columns = {readonly who: number; readonly word: number; readonly width: number};

function rowLines({time, who, mark, step, text}: TimelineRow, columns: Columns): readonly Line[] {
	const head = line(
		span(`${time}  `, 'quiet'),
		...padLine([span(who, 'strong')], columns.who),
		'  ',
		span(`${mark.glyph} ${mark.word.padEnd(columns.word)}`, mark.tone),
	);
	const words = line(step === '' ? '' : span(`${step}${text === '' ? '' : ': '}`, 'quiet'), text);
	if (columns.width < besideFrom) {
		return [head, ...wrapLine(line('          ', ...words), columns.width, line('          '))].filter(row =>
			row.some(part => part.text.trim() !== ''),
		);
	}
	const indent = line(' '.repeat(columns.who + columns.word + 16));
	return wrapLine(line(...head, '  ', ...words), columns.width, indent);
}
