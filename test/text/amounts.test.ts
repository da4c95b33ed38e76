import fc from 'fast-check';
import {expect, test} from 'vitest';
import {formatBytes} from '../../src/text/bytes.ts';
import {formatDuration, parseDuration} from '../../src/text/duration.ts';

test.each([
	['250ms', 250],
	['5m', 300_000],
	['1h30m', 5_400_000],
	['1h 30m', 5_400_000],
	['2d', 172_800_000],
	['1.5 h', 5_400_000],
	['90 s', 90_000],
	['1w', 604_800_000],
	['0s', 0],
	['5M', 300_000],
	['5 min', undefined],
	['', undefined],
	['5', undefined],
	['m', undefined],
	['-5m', undefined],
	['30m1h', undefined],
	['5m5m', undefined],
	['400d', undefined],
	['1e3s', undefined],
	['٥m', undefined],
])('“%s” is %s ms', (text, ms) => {
	expect(parseDuration(text)).toBe(ms);
});

test.each([
	[0, '0 ms'],
	[820, '820 ms'],
	[999.6, '1.0 s'],
	[4_249, '4.2 s'],
	[9_960, '10 s'],
	[59_400, '59 s'],
	[59_600, '1 m 00 s'],
	[65_000, '1 m 05 s'],
	[3_599_700, '1 h 00 m'],
	[7_800_000, '2 h 10 m'],
	[86_400_000, '1 d 00 h'],
	[273_600_000, '3 d 04 h'],
	[-65_000, '-1 m 05 s'],
	[Number.NaN, '–'],
])('%d ms reads “%s”', (ms, text) => {
	expect(formatDuration(ms)).toBe(text);
});

test('a duration that is said can be read again, to within its last unit', () => {
	fc.assert(
		fc.property(fc.integer({min: 0, max: 366 * 86_400_000 - 3_600_000}), ms => {
			const read = parseDuration(formatDuration(ms)) ?? Number.NaN;
			expect(Math.abs(read - ms)).toBeLessThanOrEqual(
				ms > 86_000_000 ? 1_800_000 : ms > 3_590_000 ? 30_000 : 500,
			);
		}),
	);
});

test.each([
	[0, '0 B'],
	[999, '999 B'],
	[1000, '1.0 kB'],
	[1234, '1.2 kB'],
	[9960, '10 kB'],
	[999_600, '1.0 MB'],
	[34_000_000, '34 MB'],
	[5e15, '5.0 PB'],
	[5e18, '5000 PB'],
	[-1234, '-1.2 kB'],
	[Number.POSITIVE_INFINITY, '–'],
])('%d bytes read “%s”', (bytes, text) => {
	expect(formatBytes(bytes)).toBe(text);
});
