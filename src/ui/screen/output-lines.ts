import {applySgr, ownLook} from '../../text/colour.ts';
import {formatDuration} from '../../text/duration.ts';
import {type Line, line, type Span, span} from '../line.ts';
import type {Frame} from './frame.ts';
import type {Shown} from './log-view.ts';

/** A rule that says what follows, then the last or the chosen rows of the output. */
export function outputLines(frame: Frame, width: number, rows: number): readonly Line[] {
	const {output} = frame;
	if (output === undefined || rows < 2) {
		return [];
	}
	const shown = output.following ? output.lines.slice(-(rows - 1)) : output.lines.slice(0, rows - 1);
	return [headLine(frame, output, width), ...shown.map(text => outputLine(text))];
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
	const head = `╶─ output · ${state}${quiet} `;
	const size = ` ${sizeWords(output.bytes)}`;
	const rule = '─'.repeat(Math.max(0, width - head.length - size.length));
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
