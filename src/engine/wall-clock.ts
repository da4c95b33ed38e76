/**
What the clocks on the wall show in a time zone, and which moments a wall-clock time stands for there. Milliseconds
since 1970 throughout; zones are IANA names that Intl knows.
*/

/** A wall-clock time as if it were UTC: `Date.UTC(2026, 10, 23, 8, 0)` for 08:00 of that day, wherever it is. */
export type WallMs = number;

/** @returns what the clock on the wall shows at that moment, to the second. */
export function wallOf(timeZone: string, atMs: number): WallMs {
	const seconds = Math.floor(atMs / 1000) * 1000;
	const parts = new Map(
		formatterOf(timeZone)
			.formatToParts(seconds)
			.map(part => [part.type, part.value]),
	);
	const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type) ?? 0);
	return Date.UTC(
		number('year'),
		number('month') - 1,
		number('day'),
		number('hour'),
		number('minute'),
		number('second'),
	);
}

/**
The moments at which the wall shows this time. One on most days; two where clocks go back over it. Where they leap over
it, it is nobody's time: then the first and last are what it would have been by the clock before and after the leap.
*/
export function momentsOf(timeZone: string, wall: WallMs): {readonly first: number; readonly last: number} {
	const before = offsetAt(timeZone, wall - leapMsMax);
	const after = offsetAt(timeZone, wall + leapMsMax);
	const candidates = [...new Set([wall - before, wall - after])];
	const real = candidates.filter(ms => wallOf(timeZone, ms) === wall);
	const moments = real.length > 0 ? real : candidates;
	return {first: Math.min(...moments), last: Math.max(...moments)};
}

/** `Mon 2026-11-23 08:00`. */
export function wallWords(timeZone: string, atMs: number): string {
	const wall = new Date(wallOf(timeZone, atMs)).toISOString();
	const day = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][new Date(wall).getUTCDay()] ?? '';
	return `${day} ${wall.slice(0, 10)} ${wall.slice(11, 16)}`;
}

/** No zone is further from UTC than 14 hours, and none changes its clocks twice within two days. */
const leapMsMax = 86_400_000;

function offsetAt(timeZone: string, atMs: number): number {
	return wallOf(timeZone, atMs) - Math.floor(atMs / 1000) * 1000;
}

/** Making a formatter takes longer than using it; there are as many as there are zones in use. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
	const known = formatters.get(timeZone);
	if (known !== undefined) {
		return known;
	}
	const made = new Intl.DateTimeFormat('en-US', {
		timeZone,
		calendar: 'gregory',
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
	});
	formatters.set(timeZone, made);
	return made;
}
