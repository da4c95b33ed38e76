import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readCondition} from '../../src/runbook/front-matter/condition.ts';
import {isTimeZone, readWindows} from '../../src/runbook/front-matter/windows.ts';
import {nearest} from '../../src/runbook/schema/nearest.ts';
import {patternProblem} from '../../src/runbook/schema/pattern.ts';

describe('a stretch of time as people write it', () => {
	test('one stretch over days', () => {
		expect(readWindows('Fri 16:00 - Mon 08:00', 'weekend')).toEqual([
			{is: 'weekly', name: 'weekend', from: {day: 5, minute: 960}, to: {day: 1, minute: 480}},
		]);
	});

	test('the same hours on some days', () => {
		expect(readWindows('Mon-Wed 09:00-16:30')?.map(window => window.from)).toEqual(
			[1, 2, 3].map(day => ({day, minute: 540})),
		);
		expect(readWindows('sat, sun')).toEqual(
			[6, 7].map(day => ({is: 'weekly', from: {day, minute: 0}, to: {day, minute: 1440}})),
		);
		expect(readWindows('daily 22:00-02:00')?.at(-1)).toEqual({
			is: 'weekly',
			from: {day: 7, minute: 1320},
			to: {day: 1, minute: 120},
		});
		expect(readWindows('Fri-Mon')).toHaveLength(4);
	});

	test('dates, whole days to their end', () => {
		expect(readWindows('2026-12-18 16:00 to 2027-01-04 8:00')).toEqual([
			{is: 'dated', from: '2026-12-18T16:00', to: '2027-01-04T08:00'},
		]);
		expect(readWindows('2026-12-24')).toEqual([
			{is: 'dated', from: '2026-12-24T00:00', to: '2026-12-25T00:00'},
		]);
		expect(readWindows('2026-12-30 – 2026-12-31')).toEqual([
			{is: 'dated', from: '2026-12-30T00:00', to: '2027-01-01T00:00'},
		]);
	});

	test.each([
		'',
		'soon',
		'Fri 25:00 - Mon 08:00',
		'2026-02-30',
		'2026-12-24 - 2026-12-20',
		'Mon 09:00-09:00',
		'Moon 09:00-10:00',
		'mon-',
		'2026-13-01',
	])('“%s” is none', text => {
		expect(readWindows(text)).toBeUndefined();
	});

	test('time zones by name', () => {
		expect([isTimeZone('Europe/Berlin'), isTimeZone('UTC'), isTimeZone('Mars/Olympus')]).toEqual([
			true,
			true,
			false,
		]);
	});
});

describe('a condition over a metric', () => {
	test.each([
		['value > 5% for 5m', {compare: '>', limit: {is: 'number', value: 5, percent: true}, forMs: 300_000}],
		['value > 2 * baseline for 10m', {compare: '>', limit: {is: 'baseline', factor: 2}, forMs: 600_000}],
		['value >= 150% of baseline', {compare: '>=', limit: {is: 'baseline', factor: 1.5}, forMs: 0}],
		['value < -0.5', {compare: '<', limit: {is: 'number', value: -0.5, percent: false}, forMs: 0}],
		['value > baseline', {compare: '>', limit: {is: 'baseline', factor: 1}, forMs: 0}],
	] as const)('%s', (text, expected) => {
		expect(readCondition(text)).toEqual(expected);
	});

	test.each([
		'',
		'value',
		'value > ',
		'errors > 5',
		'value > 5 for soon',
		'value => 5',
		'value > 5 percent',
		'value > 5 for',
		'1 < value',
	])('“%s” is none', text => {
		expect(readCondition(text)).toBeUndefined();
	});
});

describe('what a slip probably meant', () => {
	test('one letter missing, too many, wrong or swapped', () => {
		const names = ['timeout', 'danger', 'environments', 'on'];
		expect(
			['timout', 'timeoutt', 'dangar', 'enviroments', 'dagner'].map(word => nearest(word, names, 1)),
		).toEqual(['timeout', 'timeout', 'danger', 'environments', 'danger']);
		expect(nearest('colour', names, 2)).toBeUndefined();
		expect(nearest('x', ['on'], 2)).toBeUndefined();
	});

	test('the word itself is nearest to itself', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[a-z-]{2,20}$/), word => nearest(word, ['zzz', word], 1) === word),
		);
	});
});

test('a pattern that would take for ever is refused', () => {
	expect([patternProblem('ERROR: \\d+'), patternProblem('^a-b\\-c$')]).toEqual([undefined, undefined]);
	expect(patternProblem('(a+)+$')).toContain('for ever');
	expect(patternProblem('(')).toBeDefined();
	expect(patternProblem('a'.repeat(501))).toContain('500');
});
