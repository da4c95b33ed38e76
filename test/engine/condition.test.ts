import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	isBeyond,
	type Limit,
	resolveLimit,
	type Sample,
	type Watched,
	watch,
	watching,
} from '../../src/engine/condition.ts';
import {readCondition} from '../../src/runbook/front-matter/condition.ts';

function limitOf(text: string, known: {baseline?: number; unit?: string} = {}): Limit | undefined {
	const condition = readCondition(text);
	return condition === undefined ? undefined : resolveLimit(condition, known);
}

describe('a limit', () => {
	test.each<[string, {baseline?: number; unit?: string}, Limit | undefined]>([
		['value > 5% for 5m', {}, {compare: '>', limit: 0.05, forMs: 300_000}],
		['value > 5% for 5m', {unit: '%'}, {compare: '>', limit: 5, forMs: 300_000}],
		['value > 2 * baseline for 10m', {baseline: 206}, {compare: '>', limit: 412, forMs: 600_000}],
		['value > 200% baseline', {baseline: 206}, {compare: '>', limit: 412, forMs: 0}],
		['value > 2 * baseline', {}, undefined],
		['value < 0.99', {}, {compare: '<', limit: 0.99, forMs: 0}],
		['> 2x baseline for 10m', {baseline: 206}, {compare: '>', limit: 412, forMs: 600_000}],
		['> 1 %', {}, {compare: '>', limit: 0.01, forMs: 0}],
	])('of “%s” is an absolute number', (text, known, limit) => {
		expect(limitOf(text, known)).toEqual(limit);
	});
});

const limit: Limit = {compare: '>', limit: 5, forMs: 300};
const fold = (samples: readonly Sample[], errorsMax = 2, inconclusiveMax = errorsMax): Watched =>
	samples.reduce((seen, sample) => watch(seen, sample, {limit, errorsMax, inconclusiveMax}), watching);
const row = (...values: readonly (number | 'gap')[]): readonly Sample[] =>
	values.map((value, index) =>
		value === 'gap' ? {atMs: index * 100, gap: 'no answer'} : {atMs: index * 100, value},
	);

describe('samples over time', () => {
	test('trip only when every one of them was beyond the limit for the whole time', () => {
		expect(fold(row(1, 6, 6, 6)).is).toBe('good');
		expect(fold(row(1, 6, 6, 6, 6)).is).toBe('tripped');
		expect(fold(row(6, 6, 6, 5, 6, 6, 6)).is).toBe('good');
	});

	test('a gap breaks the row, and too many of them are no data', () => {
		expect(fold(row(1, 6, 6, 'gap', 6, 6)).is).toBe('good');
		expect(fold(row(1, 'gap', 'gap')).is).toBe('good');
		expect(fold(row(1, 'gap', 'gap', 'gap')).is).toBe('no-data');
		expect(fold(row(1, 'gap', 'gap', 'gap', 1)).is).toBe('good');
		expect(fold([{atMs: 0, value: Number.NaN}], 0).is).toBe('no-data');
	});

	test('after a trip it is good again only with a good value', () => {
		expect(fold(row(6, 6, 6, 6, 6)).is).toBe('tripped');
		expect(fold(row(6, 6, 6, 6, 1)).is).toBe('good');
		expect(fold(row(6, 6, 6, 6, 'gap')).is).toBe('tripped');
	});

	test('without a value nothing is ever good or tripped', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.oneof(
						fc.constant('gap' as const),
						fc.constant(Number.NaN),
						fc.constant(Number.POSITIVE_INFINITY),
					),
					{maxLength: 30},
				),
				values => {
					expect(['watching', 'no-data']).toContain(fold(row(...values)).is);
				},
			),
		);
	});

	test('count what answered without a number apart from what did not answer', () => {
		const dead = {gap: 'no answer'};
		const empty = {gap: 'no series', inconclusive: true} as const;
		const gaps = (...kinds: readonly (typeof dead)[]) =>
			kinds.map((kind, index) => ({atMs: index * 100, ...kind}));

		expect(fold(gaps(empty, empty, empty), 1, 3)).toMatchObject({is: 'watching', inconclusiveInRow: 3});
		expect(fold(gaps(empty, empty, empty, empty), 1, 3).is).toBe('no-data');
		expect(fold(gaps(dead, dead), 1, 3).is).toBe('no-data');
		expect(fold(gaps(dead, empty, empty), 1, 3).is).toBe('watching');
		expect(fold(gaps(empty, dead, empty, empty), 1, 3).is).toBe('no-data');
		expect(fold([...gaps(empty, empty), {atMs: 300, value: 1}, ...gaps(empty, empty)], 2, 3).is).toBe('good');
	});

	test('a trip is always backed by an unbroken row of the full length', () => {
		fc.assert(
			fc.property(
				fc.array(fc.oneof(fc.integer({min: 0, max: 10}), fc.constant('gap' as const)), {maxLength: 40}),
				values => {
					const samples = row(...values);
					let seen = watching;
					samples.forEach((sample, index) => {
						const before = seen.is;
						seen = watch(seen, sample, {limit, errorsMax: 100, inconclusiveMax: 100});
						const last = samples.slice(Math.max(0, index - 3), index + 1);
						const isRow =
							last.length === 4 && last.every(one => 'value' in one && isBeyond(one.value, limit));
						if (seen.is === 'tripped' && before !== 'tripped') {
							expect(isRow).toBe(true);
						}
					});
				},
			),
		);
	});
});
