import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {momentsOf, wallOf} from '../../src/engine/wall-clock.ts';
import {windowAt, windowWords} from '../../src/engine/windows.ts';
import {readWindows} from '../../src/runbook/front-matter/windows.ts';
import type {Windows} from '../../src/runbook/meta-model.ts';

function windows(timeZone: string, given: {freeze?: string[]; change?: string[]}): Windows {
	const read = (texts: string[] = []) => texts.flatMap(text => readWindows(text) ?? []);
	return {timeZone, freeze: read(given.freeze), change: read(given.change)};
}

function isOpen(given: Windows, at: string): boolean {
	return windowAt(given, Date.parse(at)).is === 'open';
}

const weekend = windows('Europe/Paris', {freeze: ['Fri 16:00 - Mon 08:00']});

describe('windows', () => {
	test('a weekly freeze begins and ends by the clocks of its zone, its end left out', () => {
		expect(isOpen(weekend, '2026-11-20T14:59:59Z')).toBe(true);
		expect(isOpen(weekend, '2026-11-20T15:00:00Z')).toBe(false);
		expect(isOpen(weekend, '2026-11-23T06:59:59Z')).toBe(false);
		expect(isOpen(weekend, '2026-11-23T07:00:00Z')).toBe(true);
	});

	test('the same freeze is an hour earlier in UTC while summer time holds', () => {
		expect(isOpen(weekend, '2026-07-17T13:59:59Z')).toBe(true);
		expect(isOpen(weekend, '2026-07-17T14:00:00Z')).toBe(false);
	});

	test('a closed window says why, until when, and in whose time', () => {
		const now = windowAt(weekend, Date.parse('2026-11-21T12:00:00Z'));

		expect(now).toEqual({is: 'closed', until: '2026-11-23T07:00:00.000Z', why: 'freeze'});
		expect(windowWords(weekend, now)).toBe('closed until Mon 2026-11-23 08:00 (Europe/Paris): freeze');
	});

	test('outside every change window nothing may change, and a freeze wins over a change window', () => {
		const nights = windows('UTC', {change: ['daily 02:00-04:00'], freeze: ['2026-12-24']});

		expect(isOpen(nights, '2026-12-23T03:00:00Z')).toBe(true);
		expect(windowAt(nights, Date.parse('2026-12-23T05:00:00Z'))).toMatchObject({
			is: 'closed',
			why: 'outside every change window',
			until: '2026-12-25T02:00:00.000Z',
		});
		expect(isOpen(nights, '2026-12-24T03:00:00Z')).toBe(false);
	});

	test('a freeze of months over weekly windows still says when it ends', () => {
		const long = windows('UTC', {change: ['Tue 04:00 - Tue 06:00'], freeze: ['2026-11-01 - 2027-03-31']});

		expect(windowAt(long, Date.parse('2026-11-21T12:00:00Z')).until).toBe('2027-04-06T04:00:00.000Z');
	});

	test('windows that never open say no end', () => {
		const never = windows('UTC', {freeze: ['daily']});

		expect(windowAt(never, Date.parse('2026-11-21T12:00:00Z'))).toEqual({is: 'closed', why: 'freeze'});
	});

	test('where clocks go back over its end, a freeze lasts to the later of the two times', () => {
		const freeze = windows('Europe/Paris', {freeze: ['Sat 22:00 - Sun 02:30']});

		// 02:30 in Paris on 25 October 2026 is 00:30Z, and again 01:30Z.
		expect(isOpen(freeze, '2026-10-25T00:45:00Z')).toBe(false);
		expect(isOpen(freeze, '2026-10-25T01:29:59Z')).toBe(false);
		expect(isOpen(freeze, '2026-10-25T01:30:00Z')).toBe(true);
	});

	test('where clocks go back over its end, a change window ends at the earlier of the two', () => {
		const change = windows('Europe/Paris', {change: ['Sun 01:00 - Sun 02:30']});

		expect(isOpen(change, '2026-10-25T00:29:59Z')).toBe(true);
		expect(isOpen(change, '2026-10-25T00:30:00Z')).toBe(false);
		expect(isOpen(change, '2026-10-25T01:15:00Z')).toBe(false);
	});

	test('where clocks leap over its end, a freeze lasts in doubt longer and a change window shorter', () => {
		// 29 March 2026: 02:00 is 03:00 in Paris, at 01:00Z.
		const freeze = windows('Europe/Paris', {freeze: ['Sat 22:00 - Sun 02:30']});
		const change = windows('Europe/Paris', {change: ['Sun 00:00 - Sun 02:30']});

		expect(isOpen(freeze, '2026-03-29T01:15:00Z')).toBe(false);
		expect(isOpen(freeze, '2026-03-29T01:30:00Z')).toBe(true);
		expect(isOpen(change, '2026-03-29T00:15:00Z')).toBe(true);
		expect(isOpen(change, '2026-03-29T00:45:00Z')).toBe(false);
	});

	test('a clock that is a year off finds the windows of that year', () => {
		const dated = windows('UTC', {freeze: ['2026-12-18 16:00 - 2027-01-04 08:00']});

		expect(isOpen(dated, '2026-12-20T12:00:00Z')).toBe(false);
		expect(isOpen(dated, '2025-12-20T12:00:00Z')).toBe(true);
		expect(isOpen(dated, '2027-12-20T12:00:00Z')).toBe(true);
		expect(isOpen(weekend, '2027-11-20T12:00:00Z')).toBe(false);
		expect(isOpen(weekend, '2025-11-22T12:00:00Z')).toBe(false);
	});
});

const zones = [
	'UTC',
	'Europe/Paris',
	'America/New_York',
	'Australia/Lord_Howe',
	'Asia/Kathmandu',
	'America/St_Johns',
	'Pacific/Apia',
	'Africa/Casablanca',
	'Antarctica/Troll',
];
const zone = fc.constantFrom(...zones);
const moment = fc
	.integer({min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2035, 0, 1) / 60_000})
	.map(m => m * 60_000);
const clock = fc.integer({min: 0, max: 1439}).map(minute => {
	const text = (count: number) => String(count).padStart(2, '0');
	return `${text(Math.floor(minute / 60))}:${text(minute % 60)}`;
});
const day = fc.constantFrom('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun');
const stretch = fc
	.tuple(day, clock, day, clock)
	.filter(([from, at, to, until]) => from !== to || at !== until)
	.map(([from, at, to, until]) => `${from} ${at} - ${to} ${until}`);

describe('in every time zone', () => {
	test('a moment is among the moments of what its wall shows', () => {
		fc.assert(
			fc.property(zone, moment, (timeZone, ms) => {
				const {first, last} = momentsOf(timeZone, wallOf(timeZone, ms));

				expect([first, last]).toContain(ms);
			}),
		);
	});

	test('nothing changes before the time that is said, and something does then', () => {
		fc.assert(
			fc.property(
				zone,
				moment,
				fc.array(stretch, {maxLength: 3}),
				fc.array(stretch, {maxLength: 3}),
				(timeZone, ms, freeze, change) => {
					const given = windows(timeZone, {freeze, change});
					const now = windowAt(given, ms);
					if (now.until === undefined) {
						return;
					}
					const until = Date.parse(now.until);
					const between = ms + Math.floor((until - ms) / 2);

					expect(until).toBeGreaterThan(ms);
					expect(windowAt(given, between).is).toBe(now.is);
					expect(windowAt(given, until - 1).is).toBe(now.is);
					expect(windowAt(given, until).is).not.toBe(now.is);
				},
			),
			{numRuns: 60},
		);
	});

	test('a freeze is never shorter, and a change window never longer, than the wall says', () => {
		fc.assert(
			fc.property(zone, moment, stretch, (timeZone, ms, text) => {
				const [window] = readWindows(text) ?? [];
				if (window?.is !== 'weekly') {
					throw new Error('not weekly');
				}
				const shows = covers(window, wallOf(timeZone, ms));

				expect(shows && isOpen(windows(timeZone, {freeze: [text]}), new Date(ms).toISOString())).toBe(false);
				expect(!shows && isOpen(windows(timeZone, {change: [text]}), new Date(ms).toISOString())).toBe(false);
			}),
			{numRuns: 300},
		);
	});
});

/** By the wall clock alone, minute by minute of the week. */
function covers(
	{from, to}: {from: {day: number; minute: number}; to: {day: number; minute: number}},
	wall: number,
): boolean {
	const weekMinutes = 7 * 1440;
	const minuteOf = (time: {day: number; minute: number}) => (time.day - 1) * 1440 + time.minute;
	const now = ((new Date(wall).getUTCDay() + 6) % 7) * 1440 + Math.floor((wall % 86_400_000) / 60_000);
	const since = (now - minuteOf(from) + weekMinutes) % weekMinutes;
	return since < (minuteOf(to) - minuteOf(from) + weekMinutes) % weekMinutes;
}
