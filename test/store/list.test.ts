import {mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {expect, test} from 'vitest';
import {openFileStore} from '../../src/store/files.ts';
import {type Files, nodeFiles} from '../../src/store/fs-port.ts';
import {closed, entriesFrom, entry, first, note, opened, otherRun, run, runbook} from './driving.ts';
import {freshDirectory} from './given.ts';

test('a summary reads the ends of a journal, not what lies between', async () => {
	const directory = freshDirectory();
	const store = await openFileStore(directory);
	const journal = await store.create(run, first, runbook);
	for (let seq = 2; seq <= 40; seq += 2) {
		await journal.append(entriesFrom(seq, note('x'.repeat(60_000)), note('y')));
	}
	await journal.append([{...entry(42, closed), at: '2026-11-21T11:00:00.000Z'}]);
	await journal.close();

	const counted = countingReads();
	const [summary] = await (await openFileStore(directory, {files: counted.files})).list();
	expect(summary).toMatchObject({verdict: 'complete', lastAt: '2026-11-21T11:00:00.000Z'});
	expect(summary).not.toHaveProperty('damaged');
	expect(counted.bytes()).toBeLessThan(300_000);
	expect(readFileSync(join(journal.directory, 'journal.jsonl')).length).toBeGreaterThan(1_000_000);
});

test('a run that is over is read once, and again only when something was written into it', async () => {
	const directory = freshDirectory();
	const counted = countingReads();
	const store = await openFileStore(directory, {files: counted.files});
	const journal = await store.create(run, first, runbook);
	await journal.append(entriesFrom(2, closed));
	await journal.close();
	const [summary] = await store.list();
	const once = counted.bytes();
	expect(await store.list()).toEqual([summary]);
	expect(counted.bytes()).toBe(once);

	const again = await store.open(run);
	await again.journal.append(entriesFrom(3, note('one more thing')));
	expect((await store.list())[0]).toMatchObject({verdict: 'complete', drivenBy: {pid: process.pid}});
	await again.journal.close();
	expect(counted.bytes()).toBeGreaterThan(once);
});

test('the verdict stays known when something was noted after it', async () => {
	const store = await openFileStore(freshDirectory());
	const journal = await store.create(run, first, runbook);
	await journal.append(entriesFrom(2, closed, note('one more thing')));
	await journal.close();
	expect((await store.list())[0]).toMatchObject({verdict: 'complete'});
});

test('a damaged run is listed with the reason, beside the others', async () => {
	const directory = freshDirectory();
	const store = await openFileStore(directory);
	await (await store.create(run, first, runbook)).close();
	const runs = join(directory, 'runs');
	await (await store.create(otherRun, entry(1, opened(otherRun)), runbook)).close();
	mkdirSync(join(runs, '20261121-100000-000001'));
	mkdirSync(join(runs, '20261121-100000-000002'));
	writeFileSync(join(runs, '20261121-100000-000002', 'journal.jsonl'), 'what is this\n');
	symlinkSync('/etc', join(runs, '20261121-100000-000003'));
	mkdirSync(join(runs, '20261121-100000-000004', 'journal.jsonl'), {recursive: true});
	renameSync(join(runs, otherRun), join(runs, '20261121-100000-000005'));
	writeFileSync(join(runs, 'notes.txt'), 'mine');

	expect((await store.list()).map(({run: id, damaged}) => [id.slice(-6), damaged])).toEqual([
		['abcdef', undefined],
		['000001', expect.stringContaining('not there')],
		['000002', expect.stringContaining('no whole line of JSON')],
		['000003', expect.stringContaining('')],
		['000004', expect.stringContaining('is a directory')],
		['000005', expect.stringContaining('does not open run')],
	]);
});

test('a run is found by the path of its directory', async () => {
	const directory = freshDirectory();
	const store = await openFileStore(directory);
	const journal = await store.create(run, first, runbook);
	await journal.close();

	expect(await store.find(journal.directory)).toBe(run);
	expect(await store.find(`${relative(process.cwd(), journal.directory)}/`)).toBe(run);
	await expect(store.find(join('/elsewhere', run))).rejects.toMatchObject({
		code: 'store.not-found',
		hint: expect.stringContaining('GONOGO_STATE'),
	});
	await expect(store.find(directory)).rejects.toMatchObject({code: 'store.not-found'});
});

function countingReads(): {readonly files: Files; readonly bytes: () => number} {
	let bytes = 0;
	const files: Files = {
		...nodeFiles,
		open: async (path, flags, mode) => {
			const file = await nodeFiles.open(path, flags, mode);
			return {
				...file,
				read: async (into, position) => {
					const count = await file.read(into, position);
					bytes += count;
					return count;
				},
			};
		},
	};
	return {files, bytes: () => bytes};
}
