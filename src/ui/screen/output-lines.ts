import {workOf} from '../../engine/order.ts';
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
	const quiet = quietSpan(frame, output);
	const whose =
		frame.desk.host === undefined || frame.hosts === undefined ? '' : ` of ${saidLine(frame.desk.host)}`;
	const head = `╶─ output${whose} · ${state}`;
	const size = ` ${sizeWords(output.bytes)}`;
	const taken = widthOf(head) + widthOf(quiet.text) + size.length + 1;
	const rule = '─'.repeat(Math.max(0, width - taken));
	return line(span(head, isFocus ? 'strong' : 'quiet'), quiet, span(` ${rule}${size}`, 'quiet'));
}

/** A pause is said from five seconds on; one longer than the runbook expects is flagged, and nothing is ended for it. */
function quietSpan({offer, step, desk}: Frame, {quietMs}: Shown): Span {
	const limitMs = step === undefined ? undefined : workOf(step)?.quietForMs;
	if (
		step === undefined ||
		offer.running !== step.id ||
		quietMs < Math.min(quietFromMs, limitMs ?? quietFromMs)
	) {
		return span('');
	}
	const words = ` · quiet for ${formatDuration(quietMs)}`;
	return limitMs !== undefined && quietMs >= limitMs
		? span(`${words}, longer than ${formatDuration(limitMs)}: it is left running`, 'warn')
		: span(words, desk.focus === 'output' ? 'strong' : 'quiet');
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
