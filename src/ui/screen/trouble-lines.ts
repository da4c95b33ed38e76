import {blank, type Line, line, span, wrapLine} from '../line.ts';
import {proseLines} from '../markdown/lines.ts';
import {saidLine} from '../view/said.ts';
import {type TroubleView, troubleView} from '../view/trouble.ts';
import {historyLines, ruleLine, titleLines} from './card-lines.ts';
import type {Frame} from './frame.ts';
import {hostLines} from './host-lines.ts';
import {outputLine} from './output-lines.ts';
import {scriptLines} from './script-lines.ts';

/** What the person who decides about a failed step should see, most telling first. */
export function troubleLines(frame: Frame, width: number, height: number): readonly Line[] {
	const {card, state, step} = frame;
	if (card === undefined || step === undefined) {
		return [];
	}
	const tail = frame.output?.lines ?? [];
	const view = troubleView(state, step, tail);
	const head = [...titleLines(card, width), ...whatLines(view, width)];
	const hosts = hostRows(frame, width, height);
	const facts = view.standing.flatMap(text => wrapLine(line(span('· ', 'quiet'), text), width, line('  ')));
	return [
		...head,
		...hosts,
		...lastOutput(frame, width, outputRows(height, head.length + hosts.length)),
		...view.troubles.flatMap(trouble => knownLines(trouble, width)),
		blank,
		...facts,
		...labelled('Undo', view.undo, width),
		...labelled('If not', view.ifNot, width),
		...(card.command === undefined ? [] : [blank, ...scriptLines(card.command, width)]),
		...historyLines(card, width),
	];
}

function whatLines(view: TroubleView, width: number): readonly Line[] {
	const why = view.why === '' ? [] : view.why.split('\n');
	return [
		...(view.what === '' ? [] : [blank, line(view.what)]),
		...why.flatMap(text => wrapLine(line('  ', span(text, 'bad')), width, line('  '))),
	];
}

/** More of the advice stands on the troubleshooting page. Lines. */
const adviceLinesMax = 4;

function knownLines(trouble: TroubleView['troubles'][number], width: number): readonly Line[] {
	const advice = proseLines(trouble.advice, width - 2);
	const cut = advice.length > adviceLinesMax ? [line(span('t shows the rest', 'quiet'))] : [];
	const bar = span('│ ', 'warn');
	const rows = [
		line({...span(`Known trouble: ${trouble.title}`, 'warn'), bold: true}),
		...advice.slice(0, adviceLinesMax),
		...cut,
	];
	return [blank, ...rows.map(row => line(bar, ...row))];
}

/** The end of the output takes what the rest leaves, within reason. */
function outputRows(height: number, used: number): number {
	return Math.max(3, Math.min(12, Math.floor((height - used) * 0.45)));
}

function lastOutput({output, desk}: Frame, width: number, rows: number): readonly Line[] {
	const lines = output?.lines ?? [];
	const whose = desk.host === undefined ? 'its output' : `the output of ${saidLine(desk.host)}`;
	return lines.length === 0
		? []
		: [blank, ruleLine(`the end of ${whose}`, width), ...lines.slice(-rows).map(outputLine)];
}

/** Of several hosts those that did not pass are told first; the rest as far as there is room. */
function hostRows(frame: Frame, width: number, height: number): readonly Line[] {
	const [head, ...rows] = hostLines(frame, width, 'worst-first');
	return head === undefined ? [] : [blank, head, ...rows.slice(0, Math.max(2, Math.floor(height * 0.25)))];
}

function labelled(label: string, text: string | undefined, width: number): readonly Line[] {
	return text === undefined ? [] : [blank, line(span(label, 'quiet')), ...proseLines(text, width)];
}
