import {applySgr, ownLook} from '../../text/colour.ts';
import {formatDuration} from '../../text/duration.ts';
import {widthOf} from '../../text/width.ts';
import {type Line, line, type Span, span, wrapLine} from '../line.ts';
import {saidLine} from '../view/said.ts';
import {markedLine} from './found.ts';
import type {Frame} from './frame.ts';
import type {Shown} from './log-view.ts';

/** A rule that says what follows, then the last or the chosen rows of the output. */
export function outputLines(frame: Frame, width: number, rows: number): readonly Line[] {
	const {output} = frame;
	if (output === undefined || rows < 2) {
		return [];
	}
	const room = rows - 1;
	const {sought, wrapped} = frame.desk;
	const wanted = sought?.text ?? '';
	const read = output.following ? output.lines.slice(-room) : output.lines.slice(0, room);
	const drawn = read
		.map(text => markedLine(outputLine(text), wanted))
		.flatMap(row => (wrapped ? wrapLine(row, width, line(span('↪ ', 'quiet'))) : [row]));
	return [headLine(frame, output, width), ...(output.following ? drawn.slice(-room) : drawn.slice(0, room))];
}

function headLine(frame: Frame, output: Shown, width: number): Line {
	const isFocus = frame.desk.focus === 'output';
	const place = output.first === undefined ? '' : ` from line ${output.first + 1}`;
	const state = output.following
		? frame.offer.running === frame.step?.id
			? 'following'
			: 'its end'
		: `scrolled${place}; end follows`;
	const quiet =
		frame.offer.running === frame.step?.id && output.quietMs >= quietFromMs
			? ` · quiet for ${formatDuration(output.quietMs)}`
			: '';
	const whose =
		frame.desk.host === undefined || frame.hosts === undefined ? '' : ` of ${saidLine(frame.desk.host)}`;
	const head = `╶─ output${whose} · ${state}${quiet} `;
	const size = ` ${sizeWords(output.bytes)}`;
	const rule = '─'.repeat(Math.max(0, width - widthOf(head) - size.length));
	return line(span(head, isFocus ? 'strong' : 'quiet'), span(`${rule}${size}`, 'quiet'));
}

/** Shorter pauses are ordinary. */
const quietFromMs = 5_000;

function sizeWords(bytes: number): string {
	if (bytes < 1_000) {
		return `${bytes} B`;
	}
	const units = ['kB', 'MB', 'GB', 'TB'];
	const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
	return `${(bytes / 1_000 ** power).toFixed(1)} ${units[power - 1] ?? ''}`;
}

/** Output keeps the few colours the sanitiser leaves it. */
export function outputLine(text: string): Line {
	const spans: Span[] = [];
	let look = ownLook;
	for (const part of text.split(/(\u001B\[[0-9;]*m)/)) {
		if (part.startsWith('\u001B')) {
			look = applySgr(look, part.slice(2, -1));
		} else if (part !== '') {
			spans.push({
				text: part,
				bold: look.bold,
				italic: look.italic,
				...(look.colour === undefined ? {} : {sgr: String(look.colour)}),
				...(look.dim ? {tone: 'quiet' as const} : {}),
			});
		}
	}
	return spans;
}
