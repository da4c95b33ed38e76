import {appendFileSync, readdirSync, readFileSync, truncateSync, unlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {openFileStore} from '../../src/store/files.ts';
import {readRunAt} from '../../src/store/read-run.ts';
import type {Store} from '../../src/store/store.ts';
import {entriesFrom, entry, first, note, run, runbook} from './driving.ts';
import {freshDirectory} from './given.ts';

async function begunRun() {
	const store = await openFileStore(freshDirectory());
	const journal = await store.create(run, first, runbook);
	await journal.append(entriesFrom(2, note('two'), note('three')));
	await journal.close();
	const path = join(journal.directory, 'journal.jsonl');
	return {store, directory: journal.directory, path, whole: readFileSync(path)};
}

async function reopened(store: Store) {
	const opened = await store.open(run);
	await opened.journal.close();
	return opened;
}

const asideIn = (directory: string) =>
	readdirSync(directory)
		.filter(name => name.startsWith('journal.torn'))
		.sort();

describe('a torn last line', () => {
	test('is kept aside and cut off by the next driver, and said until the journal speaks of it', async () => {
		const {store, directory, path, whole} = await begunRun();
		const tail = '{"seq":4,"v":1,"at":"2026';
		appendFileSync(path, tail);

		const once = await reopened(store);
		expect(once.found.entries).toHaveLength(3);
		expect(once.found.torn).toBeUndefined();
		expect(once.recovered).toEqual({droppedBytes: tail.length, keptAs: `journal.torn-${whole.length}`});
		expect(readFileSync(path)).toEqual(whole);
		expect(readFileSync(join(directory, `journal.torn-${whole.length}`), 'utf8')).toBe(tail);

		const {journal, recovered = {droppedBytes: 0, keptAs: ''}} = await store.open(run);
		expect(recovered).toEqual(once.recovered);
		await journal.append([entry(4, {type: 'run.recovered', ...recovered})]);
		await journal.close();
		expect((await reopened(store)).recovered).toBeUndefined();
	});

	test('is seen and left alone by those who only read', async () => {
		const {store, directory, path} = await begunRun();
		appendFileSync(path, '{"seq":4');
		const before = readFileSync(path);

		expect((await store.read(run)).torn).toEqual({bytes: 8, endsWithNewline: false});
		expect((await readRunAt(directory)).torn).toEqual({bytes: 8, endsWithNewline: false});
		expect((await store.list())[0]).not.toHaveProperty('damaged');
		expect(readFileSync(path)).toEqual(before);
		expect(asideIn(directory)).toEqual([]);
	});

	test('is recovered wherever the last entries were cut', async () => {
		const {store, directory, path, whole} = await begunRun();
		const lines = whole.toString('latin1').split(/(?<=\n)/);
		const firstBytes = lines[0]?.length ?? 0;
		for (let length = firstBytes; length < whole.length; length++) {
			writeFileSync(path, whole.subarray(0, length));
			const {found} = await reopened(store);
			const kept = readFileSync(path);
			expect(whole.subarray(0, kept.length)).toEqual(kept);
			expect(found.entries).toHaveLength(kept.toString('latin1').split('\n').length - 1);
			for (const name of asideIn(directory)) {
				expect(Buffer.concat([kept, readFileSync(join(directory, name))]), `cut at ${length}`).toEqual(
					whole.subarray(0, length),
				);
				unlinkSync(join(directory, name));
			}
		}
	});

	test('of a run that has no other is no run: nothing was started in it', async () => {
		const {store, path, whole} = await begunRun();
		for (const length of [0, 1, 200]) {
			writeFileSync(path, whole.subarray(0, length));
			for (const tried of [() => store.open(run), () => store.read(run)]) {
				await expect(tried()).rejects.toMatchObject({
					code: 'store.not-found',
					message: expect.stringContaining('never begun'),
				});
			}
			expect(readFileSync(path)).toHaveLength(length);
			expect((await store.list())[0]).toMatchObject({
				run,
				damaged: expect.stringContaining('never begun'),
				openedAt: '2026-11-21T09:00:00.000Z',
			});
		}
	});
});

describe('a bad last line that has its newline', () => {
	const holes = Buffer.concat([Buffer.from('{"seq":4,"v":1,'), Buffer.alloc(60), Buffer.from('"}\n')]);

	test('is kept aside and asked about, and the journal is left as it was', async () => {
		const {store, directory, path, whole} = await begunRun();
		appendFileSync(path, holes);

		for (let count = 0; count < 2; count++) {
			await expect(store.open(run)).rejects.toMatchObject({
				code: 'store.bad-tail',
				exitCode: 5,
				message: expect.stringContaining(`journal.torn-${whole.length}`),
			});
		}
		expect(readFileSync(path)).toEqual(Buffer.concat([whole, holes]));
		expect(asideIn(directory)).toEqual([`journal.torn-${whole.length}`]);
		expect((await store.read(run)).torn).toEqual({bytes: holes.length, endsWithNewline: true});
		expect((await store.list())[0]).toMatchObject({damaged: expect.stringContaining("can't be read")});
	});

	test('is cut when a person agrees to go on without it', async () => {
		const {store, directory, path, whole} = await begunRun();
		appendFileSync(path, holes);
		await expect(store.open(run, {cutBadTail: false})).rejects.toMatchObject({code: 'store.bad-tail'});

		const {journal, recovered} = await store.open(run, {cutBadTail: true});
		expect(recovered).toEqual({droppedBytes: holes.length, keptAs: `journal.torn-${whole.length}`});
		expect(readFileSync(path)).toEqual(whole);
		expect(readFileSync(join(directory, `journal.torn-${whole.length}`))).toEqual(holes);
		await journal.close();
	});

	test('is evidence when it is the only one', async () => {
		const {store, path} = await begunRun();
		writeFileSync(path, holes);
		await expect(store.open(run, {cutBadTail: true})).rejects.toMatchObject({code: 'store.broken-chain'});
		expect(readFileSync(path)).toEqual(holes);
	});
});

describe('a journal that was changed', () => {
	test.each([
		[
			'a word in the first entry',
			(text: string) => text.replace('"environment":"staging"', '"environment":"nowhere"'),
		],
		['an entry that is gone', (text: string) => text.replace(/\{"seq":2.*\n/, '')],
		["an entry in another's place", (text: string) => text.replace(/(\{"seq":2.*\n)(\{"seq":3.*\n)/, '$2$1')],
	])('is refused and never cut: %s', async (_, change) => {
		const {store, directory, path, whole} = await begunRun();
		const {journal} = await store.open(run);
		await journal.append(entriesFrom(4, note('four')));
		await journal.close();
		const changed = change(readFileSync(path, 'utf8'));
		writeFileSync(path, changed);

		await expect(store.open(run, {cutBadTail: true})).rejects.toMatchObject({
			code: 'store.broken-chain',
			exitCode: 5,
			hint: expect.stringContaining('evidence'),
		});
		await expect(store.read(run)).rejects.toMatchObject({code: 'store.broken-chain'});
		expect(readFileSync(path, 'utf8')).toBe(changed);
		expect(asideIn(directory)).toEqual([]);
		expect(whole.length).toBeGreaterThan(0);
		expect((await store.list())[0]).toMatchObject({run, damaged: expect.any(String)});
	});

	test('frees its lock again when it is refused', async () => {
		const {store, path, whole} = await begunRun();
		writeFileSync(path, whole.toString('utf8').replace('"two"', '"2"'));
		for (let count = 0; count < 3; count++) {
			await expect(store.open(run)).rejects.toMatchObject({code: 'store.broken-chain'});
		}
		writeFileSync(path, whole);
		await reopened(store);
	});

	test("of another run is not this run's", async () => {
		const {store, directory, whole} = await begunRun();
		const other = await openFileStore(freshDirectory());
		const journal = await other.create(
			run,
			{...first, event: {...first.event, nonce: '12'.repeat(16)} as never},
			runbook,
		);
		await journal.close();
		truncateSync(join(journal.directory, 'journal.jsonl'));
		writeFileSync(
			join(journal.directory, 'journal.jsonl'),
			whole.toString('utf8').replaceAll(run, '20261121-090001-abcdef'),
		);
		await expect(other.read(run)).rejects.toMatchObject({code: 'store.broken-chain'});
		expect((await readRunAt(directory)).run).toBe(run);
		await expect(store.read(run)).resolves.toMatchObject({run});
	});
});

test('a journal of a later gonogo names the version that is needed', async () => {
	const {store, path, whole} = await begunRun();
	appendFileSync(path, '{"seq":4,"v":2,"gonogo":"2.0.0","type":"run.resumed","h":""}\n');
	for (const tried of [() => store.open(run, {cutBadTail: true}), () => store.read(run)]) {
		await expect(tried()).rejects.toMatchObject({
			code: 'store.newer',
			exitCode: 2,
			message: expect.stringContaining('gonogo 2.0.0'),
			hint: expect.stringContaining('2.0.0'),
		});
	}
	expect(readFileSync(path).length).toBeGreaterThan(whole.length);
});
