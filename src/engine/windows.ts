import type {Window, Windows} from '../runbook/meta-model.ts';
import {momentsOf, wallOf, wallWords} from './wall-clock.ts';

/** Whether a run may change things at some moment, and until when that stays so. */
export type WindowNow = {
	readonly is: 'open' | 'closed';
	/** ISO 8601 UTC; absent when it never changes. */
	readonly until?: string;
	/** Why it is closed: `freeze “weekend”`, `outside every change window`. */
	readonly why?: string;
};

/**
Looks at the windows of a runbook. In doubt it is closed: where clocks go back a freeze lasts to the later of the two
times and a change window ends at the earlier, and likewise where they leap over one.
*/
export function windowAt(windows: Windows, atMs: number): WindowNow {
	const near = lookAhead(windows, atMs, weeksNear);
	return near.until === undefined && hasWeekly(windows) ? lookAhead(windows, atMs, weeksFar) : near;
}

/** `closed until Mon 2026-11-23 08:00 (Europe/Paris): freeze “weekend”`. */
export function windowWords({timeZone}: Windows, {is, until, why}: WindowNow): string {
	const end = until === undefined ? '' : ` until ${wallWords(timeZone, Date.parse(until))} (${timeZone})`;
	return `${is}${end}${why === undefined ? '' : `: ${why}`}`;
}

/** The next change of most windows comes within these. */
const weeksNear = 2;
/** A long freeze over weekly windows ends within these, or it is said to last. */
const weeksFar = 60;
const dayMs = 86_400_000;
const minuteMs = 60_000;

/** From its first moment up to its end, which is not part of it. */
type Span = {readonly from: number; readonly to: number; readonly name?: string};
type Spans = {readonly freeze: readonly Span[]; readonly change: readonly Span[]; readonly isKept: boolean};

function lookAhead(windows: Windows, atMs: number, weeks: number): WindowNow {
	const around = {timeZone: windows.timeZone, atMs, weeks};
	const spans: Spans = {
		freeze: windows.freeze.flatMap(window => spansOf(window, {...around, isFreeze: true})),
		change: windows.change.flatMap(window => spansOf(window, {...around, isFreeze: false})),
		isKept: windows.change.length > 0,
	};
	// Beyond this, weekly windows are not laid out, and their absence would look like an end.
	const seenTo = hasWeekly(windows) ? atMs + weeks * 7 * dayMs - dayMs : Number.POSITIVE_INFINITY;
	const why = whyClosed(spans, atMs);
	const until = [...spans.freeze, ...spans.change]
		.flatMap(({from, to}) => [from, to])
		.filter(ms => ms > atMs && ms < seenTo)
		.sort((a, b) => a - b)
		.find(ms => (whyClosed(spans, ms) === undefined) !== (why === undefined));
	return {
		is: why === undefined ? 'open' : 'closed',
		...(until === undefined ? {} : {until: new Date(until).toISOString()}),
		...(why === undefined ? {} : {why}),
	};
}

function whyClosed({freeze, change, isKept}: Spans, atMs: number): string | undefined {
	const frozen = freeze.find(span => covers(span, atMs));
	if (frozen !== undefined) {
		return frozen.name === undefined ? 'freeze' : `freeze “${frozen.name}”`;
	}
	return isKept && !change.some(span => covers(span, atMs)) ? 'outside every change window' : undefined;
}

function covers({from, to}: Span, atMs: number): boolean {
	return from <= atMs && atMs < to;
}

type Around = {
	readonly timeZone: string;
	readonly atMs: number;
	readonly weeks: number;
	readonly isFreeze: boolean;
};

function spansOf(window: Window, around: Around): readonly Span[] {
	const walls = window.is === 'dated' ? [datedWalls(window)] : weeklyWalls(window, around);
	return walls
		.map(({from, to}): Span => {
			const begins = momentsOf(around.timeZone, from);
			const ends = momentsOf(around.timeZone, to);
			return {
				from: around.isFreeze ? begins.first : begins.last,
				to: around.isFreeze ? ends.last : ends.first,
				...(window.name === undefined ? {} : {name: window.name}),
			};
		})
		.filter(({from, to}) => from < to);
}

type Walls = {readonly from: number; readonly to: number};

function datedWalls({from, to}: Extract<Window, {is: 'dated'}>): Walls {
	return {from: Date.parse(`${from}Z`), to: Date.parse(`${to}Z`)};
}

/** Every occurrence from the week before on: one that began then may still last. */
function weeklyWalls({from, to}: Extract<Window, {is: 'weekly'}>, around: Around): readonly Walls[] {
	const monday = mondayOf(wallOf(around.timeZone, around.atMs));
	const start = (from.day - 1) * dayMs + from.minute * minuteMs;
	const end = (to.day - 1) * dayMs + to.minute * minuteMs;
	const length = end > start ? end - start : end - start + 7 * dayMs;
	return Array.from({length: around.weeks + 2}, (_, week) => {
		const begins = monday + (week - 1) * 7 * dayMs + start;
		return {from: begins, to: begins + length};
	});
}

function mondayOf(wall: number): number {
	const day = Math.floor(wall / dayMs);
	return (day - ((((day + 3) % 7) + 7) % 7)) * dayMs;
}

function hasWeekly({freeze, change}: Windows): boolean {
	return [...freeze, ...change].some(window => window.is === 'weekly');
}
