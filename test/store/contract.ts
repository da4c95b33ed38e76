import {expect, test} from 'vitest';
import type {Store} from '../../src/store/store.ts';
import {
	closed,
	entriesFrom,
	entry,
	first,
	note,
	opened,
	otherRun,
	plain,
	resumed,
	run,
	runbook,
} from './driving.ts';

/** What every store promises, whatever its journals rest in. */
export function holdsTheStoreContract(openStore: () => Promise<Store>): void {
	test('what was appended is what is read, in its order and chained', async () => {
		const store = await openStore();
		const journal = await store.create(run, first, runbook);
		const heads = [journal.head];
		await journal.append([entry(2, note('one'))]);
		heads.push(journal.head);
		await journal.append(entriesFrom(3, note('two – ü ✔ 𝄞 \u2028'), note('three')));
		heads.push(journal.head);
		const found = await store.read(run);

		expect(found.entries.map(plain)).toEqual([
			first,
			entry(2, note('one')),
			...entriesFrom(3, note('two – ü ✔ 𝄞 \u2028'), note('three')),
		]);
		expect(found.entries.map(({h}) => h)).toEqual([
			heads[0],
			heads[1],
			expect.stringMatching(/^[0-9a-f]{64}$/),
			heads[2],
		]);
		expect(found).toMatchObject({run, head: journal.head, directory: journal.directory});
		expect(found.torn).toBeUndefined();
		expect(journal.seq).toBe(4);
		await journal.close();
	});

	test('a run that is driven is refused to a second driver, and can be read meanwhile', async () => {
		const store = await openStore();
		const journal = await store.create(run, first, runbook);

		await expect(store.open(run)).rejects.toMatchObject({
			code: 'store.locked',
			hint: expect.stringContaining(run),
		});
		expect((await store.read(run)).entries).toHaveLength(1);
		await journal.append([entry(2, note('still driving'))]);
		await journal.close();
	});

	test('a run that was given back goes on where it stood', async () => {
		const store = await openStore();
		const journal = await store.create(run, first, runbook);
		await journal.append([entry(2, note('before'))]);
		await journal.close();
		await journal.close();

		const opened = await store.open(run);
		expect(opened.found.entries.map(plain)).toEqual([first, entry(2, note('before'))]);
		expect(opened.recovered).toBeUndefined();
		expect(opened.journal).toMatchObject({seq: 2, head: opened.found.head});
		await opened.journal.append([entry(3, resumed), entry(4, closed)]);
		await opened.journal.close();
		expect((await store.read(run)).entries.map(({event}) => event.type)).toEqual([
			'run.opened',
			'note.added',
			'run.resumed',
			'run.closed',
		]);
	});

	test('entries appended at once are written in the order they were given', async () => {
		const store = await openStore();
		const journal = await store.create(run, first, runbook);
		await Promise.all([2, 3, 4, 5].map(seq => journal.append([entry(seq, note(`note ${seq}`))])));
		await journal.close();

		expect((await store.read(run)).entries.map(({seq}) => seq)).toEqual([1, 2, 3, 4, 5]);
	});

	test('what follows in the same sync is written behind, and takes nothing with it when it can’t be', async () => {
		const store = await openStore();
		const journal = await store.create(run, first, runbook);
		await journal.append([entry(2, note('ended'))], entriesFrom(3, note('next'), note('begins')));
		const tooLong = journal.append([entry(5, note('ended'))], [entry(6, note('x'.repeat(65_536)))]);
		await expect(tooLong).rejects.toMatchObject({code: 'store.unwritable'});
		expect(journal.seq).toBe(5);
		await journal.append([entry(6, note('short'))]);
		await journal.close();

		const texts = (await store.read(run)).entries.slice(1).map(({event}) => event);
		expect(texts).toEqual(['ended', 'next', 'begins', 'ended', 'short'].map(text => note(text)));
	});

	test('an entry out of its place is a bug and changes nothing', async () => {
		const store = await openStore();
		const journal = await store.create(run, first, runbook);
		await expect(journal.append([entry(3, note('too far'))])).rejects.toThrow('This is a bug');
		await expect(
			journal.append(entriesFrom(2, note('fine'), {type: 'run.closed', verdict: 'odd' as 'complete'})),
		).rejects.toThrow('This is a bug');
		await expect(journal.append([])).rejects.toThrow('This is a bug');
		await journal.append([entry(2, note('in its place'))]);
		await journal.close();

		expect((await store.read(run)).entries.map(({event}) => event)).toEqual([opened(), note('in its place')]);
	});

	test('an entry longer than 64 KiB is refused with a word on what to do, and the run goes on', async () => {
		const store = await openStore();
		const journal = await store.create(run, first, runbook);
		const around = 200;
		await journal.append([entry(2, note('x'.repeat(65_536 - around)))]);
		await expect(journal.append([entry(3, note('x'.repeat(65_536)))])).rejects.toMatchObject({
			code: 'store.unwritable',
			message: expect.stringContaining('65536'),
		});
		await journal.append([entry(3, note('short'))]);
		await journal.close();

		expect((await store.read(run)).entries).toHaveLength(3);
	});

	test('a run is not begun twice', async () => {
		const store = await openStore();
		await (await store.create(run, first, runbook)).close();

		await expect(store.create(run, first, runbook)).rejects.toMatchObject({code: 'store.conflict'});
		expect((await store.read(run)).entries).toHaveLength(1);
	});

	test('runs are listed with what is known of them, the oldest first', async () => {
		const store = await openStore();
		const later = await store.create(otherRun, entry(1, opened(otherRun)), runbook);
		const journal = await store.create(run, first, runbook);
		await journal.append([{...entry(2, closed), at: '2026-11-21T10:00:00.000Z'}]);
		await journal.close();

		const runs = await store.list();
		expect(runs).toMatchObject([
			{
				run,
				title: 'Release',
				service: 'shop',
				environment: 'staging',
				operator: 'alice',
				mode: 'walk',
				verdict: 'complete',
				lastAt: '2026-11-21T10:00:00.000Z',
			},
			{run: otherRun, drivenBy: {pid: process.pid}},
		]);
		expect(runs[0]).not.toHaveProperty('drivenBy');
		expect(runs[1]).not.toHaveProperty('verdict');
		expect(runs.every(({damaged}) => damaged === undefined)).toBe(true);
		await later.close();
	});

	test('a run is found by a beginning that only it has, and by `last`', async () => {
		const store = await openStore();
		await expect(store.find('last')).rejects.toMatchObject({code: 'store.not-found'});
		await (await store.create(otherRun, entry(1, opened(otherRun)), runbook)).close();
		await (await store.create(run, first, runbook)).close();

		expect(await store.find(run)).toBe(run);
		expect(await store.find('20261121-0900')).toBe(run);
		expect(await store.find('last')).toBe(otherRun);
		await expect(store.find('20261121')).rejects.toMatchObject({
			code: 'store.not-found',
			message: expect.stringMatching(/^2 runs begin/),
		});
		await expect(store.find('2025')).rejects.toMatchObject({code: 'store.not-found'});
		await expect(store.find('')).rejects.toMatchObject({code: 'store.not-found'});
	});

	test('what is no run is not found', async () => {
		const store = await openStore();
		for (const name of [run, '../20261121-090000-abcdef', '', '.']) {
			await expect(store.read(name)).rejects.toMatchObject({code: 'store.not-found'});
			await expect(store.open(name)).rejects.toMatchObject({code: 'store.not-found'});
		}
	});

	test('a follower sees what is there and then what comes', async () => {
		const store = await openStore();
		const journal = await store.create(run, first, runbook);
		await journal.append(entriesFrom(2, note('two'), note('three')));
		const abort = new AbortController();
		const seen: number[] = [];
		for await (const {seq} of store.follow(run, 2, abort.signal)) {
			seen.push(seq);
			if (seq === 3) {
				await journal.append(entriesFrom(4, note('four'), note('five')));
			}
			if (seq === 5) {
				void journal.append([entry(6, closed)]);
			}
			if (seq === 6) {
				abort.abort();
			}
		}
		await journal.close();

		expect(seen).toEqual([2, 3, 4, 5, 6]);
	});

	test('a follower that waits for nothing more ends when it is told to', async () => {
		const store = await openStore();
		const journal = await store.create(run, first, runbook);
		const abort = new AbortController();
		const follower = store.follow(run, 1, abort.signal)[Symbol.asyncIterator]();
		await follower.next();
		const waiting = follower.next();
		abort.abort();

		expect(await waiting).toEqual({done: true, value: undefined});
		await journal.close();
	});
}
