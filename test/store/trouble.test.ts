import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Entry} from '../../src/engine/entry.ts';
import {Fault} from '../../src/fault.ts';
import {openFileStore} from '../../src/store/files.ts';
import {type Breaking, breakingFiles, type Trouble} from './breaking-files.ts';
import {entry, first, note, plain, run, runbook} from './driving.ts';
import {freshDirectory} from './given.ts';
import {scripted, walkScript} from './scripted-run.ts';

type Walked = {readonly told: readonly Entry[]; readonly fault: unknown; readonly calls: readonly string[]};

async function walkWith(directory: string, breaking: Breaking): Promise<Walked> {
	const told: Entry[] = [];
	const store = await openFileStore(directory, {files: breaking.files});
	const fault = await walkScript(store, entries => told.push(...entries)).catch((error: unknown) => error);
	return {told, fault, calls: breaking.calls};
}

/** The calls of a script that meets no trouble. */
const callsOfScript = (await walkWith(freshDirectory(), breakingFiles(-1, 'EIO'))).calls;

/** What must hold after any trouble: nothing that was reported is lost, and nothing looks like tampering. */
async function expectIntact(directory: string, told: readonly Entry[], where: string): Promise<void> {
	const store = await openFileStore(directory);
	const found = await store.read(run).catch((error: unknown) => error);
	if (told.length === 0 && found instanceof Fault) {
		expect(found.code, where).toBe('store.not-found');
		return;
	}
	if (found instanceof Error) {
		throw new Error(`${where}: ${found.message}`);
	}
	const {journal, found: atOpen} = await store.open(run);
	const entries = atOpen.entries.map(plain);
	const written = entries.filter(({event}) => event.type !== 'run.halted');
	expect(entries.slice(0, told.length), where).toEqual(told);
	expect(written, where).toEqual(scripted.slice(0, written.length));
	expect(written.length, `${where}: only what was on its way may stand there unreported`).toBeLessThanOrEqual(
		told.length + 3,
	);
	await journal.append([entry(entries.length + 1, note('after'))]);
	await journal.close();
	expect((await store.read(run)).entries, where).toHaveLength(entries.length + 1);
}

describe('trouble at any single write or sync', () => {
	test('is tried at every call of a run that is begun, walked, given back and opened again', () => {
		expect(callsOfScript.filter(call => call.endsWith(' journal.jsonl'))).toEqual([
			'make journal.jsonl',
			'fchmod journal.jsonl',
			...scriptCalls(6),
		]);
		expect(callsOfScript.length).toBeGreaterThan(50);
	});

	test.each<Trouble>(['EIO', 'ENOSPC', 'short', 'shorter', 'full', 'crash'])(
		'%s loses nothing that was reported and leaves a journal that goes on',
		async trouble => {
			for (const [at, call] of callsOfScript.entries()) {
				const directory = freshDirectory();
				const {told, fault} = await walkWith(directory, breakingFiles(at, trouble));
				const where = `${trouble} at ${at}, ${call}`;
				if (fault !== undefined) {
					expect(fault, where).toBeInstanceOf(Fault);
				} else {
					expect(told, where).toEqual(scripted);
				}
				await expectIntact(directory, told, where);
			}
		},
	);

	test('stops at a write or sync that failed: a disk error is never followed by another write', async () => {
		const failing = [...callsOfScript.entries()].filter(([, call]) => /^(write|datasync) journal/.test(call));
		expect(failing).toHaveLength(12);
		for (const [at, call] of failing) {
			const {fault, calls} = await walkWith(freshDirectory(), breakingFiles(at, 'EIO'));
			expect(fault).toMatchObject({
				code: 'store.poisoned',
				message: expect.stringContaining('EIO'),
				hint: expect.stringContaining('resume'),
			});
			expect(
				calls.slice(at + 1).filter(later => later.endsWith(' journal.jsonl')),
				`${at} ${call}`,
			).toEqual([]);
		}
	});

	test('a failed sync is not asked again, even when the disk is only full', async () => {
		const [at] = [...callsOfScript.entries()]
			.filter(([, call]) => call === 'datasync journal.jsonl')
			.map(([index]) => index)
			.slice(2);
		const {calls} = await walkWith(freshDirectory(), breakingFiles(at ?? -1, 'ENOSPC'));
		expect(calls.slice((at ?? 0) + 1).filter(later => later.endsWith(' journal.jsonl'))).toEqual([]);
	});
});

describe('a full disk', () => {
	test('leaves the journal at its last whole entry and says in it that the run was halted', async () => {
		const writes = [...callsOfScript.entries()]
			.filter(([, call]) => call === 'write journal.jsonl')
			.map(([index]) => index);
		for (const at of writes.slice(1)) {
			const directory = freshDirectory();
			const {told, fault} = await walkWith(directory, breakingFiles(at, 'full'));
			expect(fault).toMatchObject({
				code: 'store.poisoned',
				message: expect.stringContaining('the disk is full'),
			});
			const found = await (await openFileStore(directory)).read(run);
			expect(found.torn).toBeUndefined();
			expect(found.entries.map(plain).slice(0, -1)).toEqual(told);
			expect(found.entries.at(-1)).toMatchObject({
				by: 'gonogo',
				event: {type: 'run.halted', reason: 'the disk is full'},
			});
		}
	});

	test('keeps what was decided first when there is no room for what follows in the same sync', async () => {
		const write = async (directory: string, breaking: Breaking) => {
			const store = await openFileStore(directory, {files: breaking.files});
			const journal = await store.create(run, first, runbook);
			await journal
				.append([entry(2, note('ended'))], [entry(3, note('next'))])
				.finally(() => journal.close());
			return breaking.calls;
		};
		const calls = await write(freshDirectory(), breakingFiles(-1, 'full'));
		const directory = freshDirectory();
		const breaking = breakingFiles(calls.lastIndexOf('write journal.jsonl'), 'full');
		await expect(write(directory, breaking)).rejects.toMatchObject({code: 'store.poisoned'});
		const found = await (await openFileStore(directory)).read(run);
		expect(found.torn).toBeUndefined();
		expect(found.entries.slice(1).map(({event}) => event)).toEqual([
			note('ended'),
			{type: 'run.halted', reason: 'the disk is full'},
		]);
	});
});

describe('a journal that met an error', () => {
	test('is poisoned: it says the same for ever and writes nothing more', async () => {
		const directory = freshDirectory();
		const at = callsOfScript.indexOf('datasync journal.jsonl') + 2;
		const store = await openFileStore(directory, {files: breakingFiles(at, 'EIO').files});
		const journal = await store.create(run, first, runbook);
		const file = join(journal.directory, 'journal.jsonl');
		await expect(journal.append([entry(2, note('lost'))])).rejects.toMatchObject({code: 'store.poisoned'});
		const bytes = readFileSync(file);
		await expect(journal.append([entry(2, note('lost'))])).rejects.toMatchObject({code: 'store.poisoned'});
		await expect(journal.append([entry(3, note('lost'))])).rejects.toMatchObject({code: 'store.poisoned'});
		await journal.close();

		expect(readFileSync(file)).toEqual(bytes);
		expect(journal.seq).toBe(1);
	});
});

function scriptCalls(appends: number): string[] {
	return Array.from({length: appends}, () => ['write journal.jsonl', 'datasync journal.jsonl']).flat();
}
