import {expect, test} from 'vitest';
import type {RecordLink} from '../../src/record/chain.ts';
import {relativesIn} from '../../src/record/relatives.ts';

function link(id: string, previous: readonly string[], change: Partial<RecordLink> = {}): RecordLink {
	const place = {service: 'shop', environment: 'production', kind: 'release'} as const;
	return {id, run: `run-${id}`, ...place, endedAt: '2026-11-21T00:00:00.000Z', previous, ...change};
}

test('a record is judged by those it names and those made over the same ones', () => {
	const records = [
		link('a', []),
		link('b', ['a']),
		link('c', ['a']),
		link('d', ['b', 'c']),
		link('e', [], {service: 'mail'}),
	];
	const of = relativesIn(records);
	const ids = (one: RecordLink | undefined) => (one === undefined ? [] : of(one).map(({id}) => id));
	expect(records.map(ids)).toEqual([[], ['a', 'c'], ['a', 'b'], ['b', 'c'], []]);
});

test('fifty thousand records are each judged by a few, in a row or all beginning anew', () => {
	const started = performance.now();
	for (const previousOf of [(index: number) => (index === 0 ? [] : [`${index - 1}`]), () => []]) {
		const records = Array.from({length: 50_000}, (_one, index) => link(`${index}`, previousOf(index)));
		const of = relativesIn(records);
		expect(Math.max(...records.map(one => of(one).length))).toBeLessThan(20);
	}
	expect(performance.now() - started).toBeLessThan(5000);
});
