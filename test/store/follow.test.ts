import {appendFileSync, readFileSync, truncateSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openFileStore} from '../../src/store/files.ts';
import {nodeFiles} from '../../src/store/fs-port.ts';
import type {Store} from '../../src/store/store.ts';
import {startDriver} from './child.ts';
import {entriesFrom, entry, first, note, run, runbook} from './driving.ts';
import {freshDirectory} from './given.ts';

async function begunRun() {
	const directory = freshDirectory();
	const store = await openFileStore(directory);
	const journal = await store.create(run, first, runbook);
	return {directory, store, journal, path: join(journal.directory, 'journal.jsonl')};
}

/** Follows until the entry of that seq was seen. */
async function followTo(store: Store, last: number): Promise<readonly number[]> {
	const abort = new AbortController();
	const seen: number[] = [];
	for await (const {seq} of store.follow(run, 1, abort.signal)) {
		seen.push(seq);
		if (seq === last) {
			abort.abort();
		}
	}
	return seen;
}

test('a second terminal sees every entry of another process, once and in order', async () => {
	const {directory, store, journal} = await begunRun();
	await journal.close();
	const following = followTo(store, 301);
	const driver = startDriver('append', directory, '300');
	expect(await following).toEqual(Array.from({length: 301}, (_, index) => index + 1));
	await driver.ended;
});

test('reading at any moment while another process writes finds whole entries', async () => {
	const {directory, store, journal} = await begunRun();
	await journal.close();
	const driver = startDriver('append', directory, '300');
	let isDone = false;
	void driver.ended.then(() => {
		isDone = true;
	});
	let reads = 0;
	while (!isDone) {
		const {entries, torn} = await store.read(run);
		expect(entries.map(({seq}) => seq)).toEqual(entries.map((_, index) => index + 1));
		expect(torn?.endsWithNewline ?? false).toBe(false);
		reads++;
	}
	expect(reads).toBeGreaterThan(10);
	expect((await store.read(run)).entries).toHaveLength(301);
});

test('a follower sees entries also where the system gives no hint that the file changed', async () => {
	const {directory, journal} = await begunRun();
	const store = await openFileStore(directory, {files: {...nodeFiles, watch: () => () => {}}});
	const following = followTo(store, 2);
	await journal.append([entry(2, note('two'))]);
	expect(await following).toEqual([1, 2]);
	await journal.close();
});

test('a follower that comes late catches up over a long journal', async () => {
	const {store, journal} = await begunRun();
	for (let seq = 2; seq <= 60; seq += 2) {
		await journal.append(entriesFrom(seq, note('x'.repeat(50_000)), note('y')));
	}
	expect(await followTo(store, 61)).toHaveLength(61);
	await journal.close();
});

test('an entry that is not whole yet is waited for', async () => {
	const {store, journal, path} = await begunRun();
	await journal.append([entry(2, note('two'))]);
	await journal.close();
	const whole = readFileSync(path);
	truncateSync(path, whole.length - 20);
	const following = followTo(store, 2);
	appendFileSync(path, whole.subarray(whole.length - 20));
	expect(await following).toEqual([1, 2]);
});

const cases = [
	['the end it saw was cut back', 'store.conflict', ({path, cut}) => truncateSync(path, cut)],
	['a line came that is no entry', 'store.bad-tail', ({path}) => appendFileSync(path, 'Killed\n')],
	[
		'a later gonogo writes on',
		'store.newer',
		({path}) => appendFileSync(path, '{"seq":4,"v":7,"gonogo":"7.0.0"}\n'),
	],
	[
		'something was put in between',
		'store.broken-chain',
		({path, last}) => appendFileSync(path, `Killed\n${last}\n`),
	],
] as const satisfies readonly (readonly [
	string,
	string,
	(at: {path: string; cut: number; last: string}) => void,
])[];

test.each(cases)('a follower is told when %s', async (_, code, act) => {
	const {store, journal, path} = await begunRun();
	await journal.append(entriesFrom(2, note('two'), note('three')));
	await journal.close();
	const whole = readFileSync(path, 'utf8');
	const last = whole.trimEnd().split('\n').at(-1) ?? '';
	const following = followAndThen(store, 3, () => act({path, cut: whole.length - last.length - 1, last}));
	await expect(following).rejects.toMatchObject({code});
});

test('a run that is not there can not be followed', async () => {
	const store = await openFileStore(freshDirectory());
	await expect(followTo(store, 1)).rejects.toMatchObject({code: 'store.not-found'});
});

/** Follows to an entry, does something to the journal, and follows on. */
async function followAndThen(store: Store, seen: number, act: () => void): Promise<void> {
	const abort = AbortSignal.timeout(10_000);
	for await (const {seq} of store.follow(run, 1, abort)) {
		if (seq === seen) {
			act();
		}
	}
}
