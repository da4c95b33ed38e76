import {type Line, line, span} from '../line.ts';
import type {UsualMs} from '../view/card.ts';
import {diffOf} from '../view/diff.ts';
import {cardLines, runningLines, titleLines} from './card-lines.ts';
import type {Part} from './desk.ts';
import type {Frame} from './frame.ts';
import {gateLines} from './gate-lines.ts';
import {hostLines} from './host-lines.ts';
import {inputLines} from './input-lines.ts';
import {outputLines} from './output-lines.ts';
import {panelLines} from './panel-lines.ts';
import {rollbackLines} from './rollback-lines.ts';
import {scriptLines} from './script-lines.ts';
import {summaryLines} from './summary-lines.ts';
import {trippedLines} from './tripped-lines.ts';
import {troubleLines} from './trouble-lines.ts';

/** One part of the main pane: what it holds, and how many rows of it are seen. */
export type Region = {readonly part: Part; readonly lines: readonly Line[]; readonly rows: number};

/** What fills the space between header and prompt: a page, or card, command and output above each other. */
export function paneOf(frame: Frame, room: Room, usualMs: UsualMs): readonly Region[] {
	return regionsOf(frame, room, usualMs).map(region =>
		region.part === 'card' ? {...region, lines: tight(region.lines, region.rows, room)} : region,
	);
}

type Room = {readonly width: number; readonly height: number};

/** Below this a row says something or is not there. Rows. */
const tightBelow = 16;

/** Where not everything fits on a small screen, the empty rows go first. */
function tight(lines: readonly Line[], rows: number, {height}: Room): readonly Line[] {
	const isShort = height < tightBelow && lines.length > rows;
	return isShort ? lines.filter(row => row.some(part => part.text.trim() !== '')) : lines;
}

function regionsOf(frame: Frame, room: Room, usualMs: UsualMs): readonly Region[] {
	const size = {...room, wide: room.width, width: Math.min(room.width, proseColumnsMax)};
	const {width, height} = size;
	const {ask} = frame.desk;
	if (ask.is === 'panel') {
		return [
			{
				part: 'card',
				lines: panelLines(ask.panel, frame, {
					width,
					isShort: height < tightBelow,
					usualMs,
					...(ask.book === undefined ? {} : {book: ask.book}),
				}),
				rows: height,
			},
		];
	}
	if (isRollingBack(frame)) {
		return [{part: 'card', lines: rollbackLines(frame, width), rows: height}];
	}
	const asked = inputLines(frame, width);
	if (asked !== undefined) {
		return [{part: 'card', lines: asked, rows: height}];
	}
	if (frame.card === undefined || (frame.question?.is === 'close' && !frame.offer.elsewhere)) {
		return [{part: 'card', lines: summaryLines(frame, width), rows: height}];
	}
	return frame.desk.enlarged ? enlarged(frame, size) : situated(frame, size);
}

/** The form that asks for a rollback's reason is open. */
function isRollingBack({desk}: Frame): boolean {
	const purpose = desk.ask.is === 'form' ? desk.ask.purpose : undefined;
	return purpose?.is === 'roll-back' || (purpose?.is === 'answer' && purpose.choice.is === 'roll-back');
}

/** Longer lines of prose are hard to read. Columns. */
const proseColumnsMax = 110;

/** `width` is for words, `wide` for output. */
type Size = {readonly width: number; readonly wide: number; readonly height: number};

function enlarged(frame: Frame, {width, wide, height}: Size): readonly Region[] {
	const title = frame.card === undefined ? [] : titleLines(frame.card, width).slice(0, 2);
	return [{part: 'card', lines: title, rows: title.length}, outputRegion(frame, wide, height - title.length)];
}

function situated(frame: Frame, size: Size): readonly Region[] {
	const {width, height} = size;
	const is = frame.offer.elsewhere ? undefined : frame.question?.is;
	if (is === 'failed' || is === 'unknown' || is === 'no-go') {
		return [{part: 'card', lines: troubleLines(frame, width, height), rows: height}];
	}
	if (is === 'tripped') {
		return [{part: 'card', lines: trippedLines(frame, width, height), rows: height}];
	}
	if (is === 'gate') {
		return [{part: 'card', lines: gateLines(frame, width), rows: height}];
	}
	const isLive = frame.offer.running !== undefined && frame.offer.running === frame.step?.id;
	return isLive ? liveRegions(frame, size) : restingRegions(frame, size);
}

/** Less of a command in its frame says nothing. Rows. */
const boxRowsMin = 4;

/** The output keeps at least this much beside the hosts, its rule included. Rows. */
const outputRowsMin = 4;

/** While it runs the output has most of the room. */
function liveRegions(frame: Frame, {width, wide, height}: Size): readonly Region[] {
	const {card, desk} = frame;
	const running = card === undefined ? [] : runningLines(card, width, desk.depth);
	const title = height < tightBelow ? running.slice(0, 2) : running;
	const script = commandLines(frame, width);
	const titleRows = Math.min(title.length, Math.max(2, Math.floor(height * 0.3)));
	const hosts = hostLines(frame, wide);
	const share = Math.floor(height * (hosts.length > 0 ? 0.2 : 0.3));
	const scriptRows = share < boxRowsMin ? 0 : Math.min(script.length, share);
	const left = height - titleRows - scriptRows;
	const hostRows = Math.min(hosts.length, Math.max(0, left - outputRowsMin), Math.floor(left * 0.7));
	return [
		{part: 'card', lines: title, rows: titleRows},
		{part: 'command', lines: script, rows: scriptRows},
		...(hostRows === 0 ? [] : [{part: 'hosts', lines: hosts, rows: hostRows} as const]),
		outputRegion(frame, wide, left - hostRows),
	];
}

/** What is about to run is always in sight; the card scrolls above it. */
function restingRegions(frame: Frame, size: Size): readonly Region[] {
	const {width, wide, height} = size;
	const {card, desk, output} = frame;
	const words = card === undefined ? [] : [...cardLines(card, width, desk.depth), []];
	const script = commandLines(frame, width);
	const prose = tight(words, height - script.length, size);
	const printed =
		output === undefined || output.lines.length === 0
			? 0
			: Math.min(output.lines.length + 1, Math.max(4, Math.floor(height * 0.4)));
	const hosts = hostLines(frame, wide);
	const hostRows = Math.min(hosts.length, Math.floor((height - printed) * 0.3));
	const scriptRows = Math.min(script.length, Math.max(3, Math.floor((height - printed - hostRows) * 0.6)));
	const proseRows = Math.max(0, Math.min(prose.length, height - scriptRows - printed - hostRows));
	return [
		{part: 'card', lines: prose, rows: proseRows},
		{part: 'command', lines: script, rows: scriptRows},
		...(hostRows === 0 ? [] : [{part: 'hosts', lines: hosts, rows: hostRows} as const]),
		...(printed === 0 ? [] : [outputRegion(frame, wide, height - proseRows - scriptRows - hostRows)]),
	];
}

function outputRegion(frame: Frame, width: number, rows: number): Region {
	return {part: 'output', lines: outputLines(frame, width, rows), rows};
}

/** The command; while it is being edited, what changes about it. */
function commandLines(frame: Frame, width: number): readonly Line[] {
	const script = frame.card?.command;
	if (script === undefined) {
		return [];
	}
	const {ask} = frame.desk;
	const edited = ask.is === 'form' && ask.purpose.is === 'answer' ? ask.form.values.script : undefined;
	return scriptLines(
		edited === undefined ? script : {...script, label: 'edited command', diff: diffOf(script.text, edited)},
		width,
	);
}

/** The rows of a region that are seen; the last one says so when there is more. */
export function seenLines(region: Region, top: number, isFocus: boolean): readonly Line[] {
	const {lines, rows, part} = region;
	if (part === 'output' || lines.length <= rows || rows < 1) {
		return lines.slice(0, Math.max(0, rows));
	}
	const first = Math.max(0, Math.min(top, lines.length - rows + 1));
	const last = first + rows - 1;
	const keys = isFocus ? 'pgdn pgup' : 'tab';
	const more = line(
		span(`╌╌ ${first + 1}–${last} of ${lines.length} lines · ${keys} `, isFocus ? 'strong' : 'quiet'),
	);
	return [...lines.slice(first, last), more];
}
