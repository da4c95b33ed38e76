import {expect, test} from 'vitest';
import {joinRecords, previousRecords, type RecordLink} from '../../src/record/chain.ts';
import {linkIn} from '../../src/record/check-history.ts';
import {verifyRecord} from '../../src/record/verify.ts';
import {finish, release} from './world.ts';

function link(id: string, previous: readonly string[], change: Partial<RecordLink> = {}): RecordLink {
	return {
		id,
		run: `run-${id}`,
		service: 'shop',
		environment: 'production',
		kind: 'release',
		endedAt: `2026-11-2${id.length}T00:00:00.000Z`,
		previous,
		...change,
	};
}

const shop = {service: 'shop', environment: 'production', kind: 'release'} as const;

test('records in a row have one head', () => {
	expect(joinRecords([link('a', []), link('b', ['a']), link('c', ['b'])], shop)).toEqual({
		heads: ['c'],
		concurrent: [],
		gaps: [],
		cycles: [],
	});
});

test('two records over the same one are concurrent, and the next joins them', () => {
	const two = [link('a', []), link('b', ['a']), link('c', ['a'])];
	expect(joinRecords(two, shop)).toMatchObject({heads: ['b', 'c'], concurrent: [['b', 'c']]});
	expect(joinRecords([...two, link('d', ['b', 'c'])], shop)).toMatchObject({heads: ['d']});
});

test('a record that was thrown away leaves a gap with its name', () => {
	expect(joinRecords([link('a', []), link('c', ['b'])], shop)).toMatchObject({gaps: [{id: 'b', by: 'c'}]});
});

test('records that lead back to themselves are found', () => {
	const looped = [link('a', ['c']), link('b', ['a']), link('c', ['b']), link('d', [])];
	expect(joinRecords(looped, shop).cycles.toSorted()).toEqual(['a', 'b', 'c']);
});

test('records of other services and environments are left out', () => {
	const elsewhere = [
		link('b', ['a'], {service: 'mail'}),
		link('c', ['a'], {environment: 'staging'}),
		link('d', ['a'], {kind: 'rehearsal'}),
	];
	expect(joinRecords([link('a', []), ...elsewhere], shop).heads).toEqual(['a']);
});

test('a hundred thousand records in a row are joined at once', () => {
	const many = Array.from({length: 100_000}, (_one, index) =>
		link(String(index), index === 0 ? [] : [String(index - 1)]),
	);
	const started = performance.now();
	expect(joinRecords(many, shop).heads).toEqual(['99999']);
	expect(performance.now() - started).toBeLessThan(5000);
});

test('a hundred thousand records that know nothing of each other are told at once', () => {
	const many = Array.from({length: 100_000}, (_one, index) => link(String(index), []));
	const started = performance.now();
	expect(joinRecords(many, shop).concurrent).toHaveLength(1);
	expect(performance.now() - started).toBeLessThan(5000);
});

const nowMs = Date.parse('2026-11-21T12:00:00Z');

function history(checks: ReturnType<typeof verifyRecord>['checks']): string[] {
	return checks.filter(({group}) => group === 'history').map(({name, result}) => `${name}: ${result}`);
}

test('a remembered head fits a record that builds on it, over others, and no other', async () => {
	const old = 'a'.repeat(64);
	const between = link('b'.repeat(64), [old]);
	const {bytes, record} = await finish({extras: {previous: [between.id]}});
	const look = (expectHead: string) =>
		history(verifyRecord(bytes, {nowMs, records: [link(old, []), between], expectHead}).checks);
	expect(look(old)).toEqual(['previous records: PASS', 'remembered head: PASS']);
	expect(look(record.id)).toEqual(['previous records: PASS', 'remembered head: PASS']);
	expect(look('c'.repeat(64))).toEqual(['previous records: PASS', 'remembered head: FAIL']);
});

test('a record whose previous one is not here says so, and one asked for by another id is refused', async () => {
	const {bytes} = await finish({extras: {previous: ['a'.repeat(64)]}});
	expect(history(verifyRecord(bytes, {nowMs, records: []}).checks)).toEqual([
		'previous records: NOT CHECKED',
		'remembered head: NOT CHECKED',
	]);
	expect(verifyRecord(bytes, {nowMs, expectId: 'a'.repeat(64)}).ok).toBe(false);
});

test('the next record names the latest one of its line, read from the records themselves', async () => {
	const {bytes, record} = await finish();
	const found = linkIn(bytes);
	expect(found).toMatchObject({id: record.id, service: 'shop', environment: 'production', kind: 'release'});
	expect(linkIn(Buffer.from('{}'))).toBeUndefined();
	expect(previousRecords(found === undefined ? [] : [found], shop)).toEqual([record.id]);
	expect(previousRecords(found === undefined ? [] : [found], {...shop, kind: 'practice'})).toEqual([]);
});

test('a record that another one names as later and earlier at once is refused', async () => {
	const between = 'b'.repeat(64);
	const {bytes, record} = await finish({extras: {previous: [between]}});
	const {checks} = verifyRecord(bytes, {nowMs, records: [link(between, [record.id])]});
	expect(history(checks)).toContain('previous records: FAIL');
});

test('a record that ended before one it builds on, or before it began, says that a clock was wrong', async () => {
	const before = {...link('a'.repeat(64), []), endedAt: '2026-11-21T10:00:00.000Z'};
	const {bytes} = await finish({extras: {previous: [before.id]}});
	const {checks, ok} = verifyRecord(bytes, {nowMs, records: [before]});
	expect(ok).toBe(true);
	expect(checks).toContainEqual(
		expect.objectContaining({result: 'NOT CHECKED', why: expect.stringContaining('one of the two clocks')}),
	);
	const told = [release[0], {...release.at(-1), at: '2026-11-21T08:00:00.000Z'}] as typeof release;
	const back = await finish({told});
	expect(verifyRecord(back.bytes, {nowMs}).checks).toContainEqual(
		expect.objectContaining({name: 'times', result: 'NOT CHECKED'}),
	);
});
