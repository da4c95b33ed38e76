import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	chownSync,
	existsSync,
	linkSync,
	mkdirSync,
	readdirSync,
	renameSync,
	rmSync,
	symlinkSync,
	unlinkSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {openFileStore} from '../../src/store/files.ts';
import {nodeFiles} from '../../src/store/fs-port.ts';
import {first, run, runbook} from './driving.ts';
import {freshDirectory} from './given.ts';

const isRoot = process.getuid?.() === 0;

describe('a place that others can change', () => {
	test.each([0o770, 0o702, 0o777, 0o1777])('is refused as a state directory (mode %o)', async mode => {
		const directory = freshDirectory();
		chmodSync(directory, mode);
		const begun = openFileStore(directory).then(store => store.create(run, first, runbook));
		await expect(begun).rejects.toMatchObject({
			code: 'store.unsafe',
			exitCode: 7,
			message: expect.stringContaining(directory),
			hint: expect.stringContaining('chmod go-w'),
		});
		expect(readdirSync(directory)).toEqual([]);
	});

	test('is refused as the place above a state directory, unless only owners can rename there', async () => {
		const above = freshDirectory();
		chmodSync(above, 0o777);
		const store = await openFileStore(join(above, 'state'));
		await expect(store.create(run, first, runbook)).rejects.toMatchObject({
			code: 'store.unsafe',
			message: expect.stringContaining(above),
		});
		chmodSync(above, 0o1777);
		await (await store.create(run, first, runbook)).close();
	});

	test('is found behind a link on the way, and a link to a safe place is none', async () => {
		const [above, safe, open] = [freshDirectory(), freshDirectory(), freshDirectory()];
		chmodSync(open, 0o777);
		symlinkSync(safe, join(above, 'safe'));
		symlinkSync(open, join(above, 'open'));
		await (await (await openFileStore(join(above, 'safe', 'state'))).create(run, first, runbook)).close();
		const begun = openFileStore(join(above, 'open', 'state')).then(store =>
			store.create(run, first, runbook),
		);
		await expect(begun).rejects.toMatchObject({code: 'store.unsafe', message: expect.stringContaining(open)});
	});

	test('is refused as the directory of runs or of one run', async () => {
		for (const part of ['runs', join('runs', run)]) {
			const directory = freshDirectory();
			const store = await openFileStore(directory);
			await (await store.create(run, first, runbook)).close();
			chmodSync(join(directory, part), 0o770);
			await expect(store.open(run)).rejects.toMatchObject({
				code: 'store.unsafe',
				message: expect.stringContaining(join(directory, part)),
			});
		}
	});

	test('is refused as a journal, a hard link included', async () => {
		const directory = freshDirectory();
		const store = await openFileStore(directory);
		const journal = await begun(store);
		const runDirectory = journal.directory;
		await journal.close();
		const path = join(runDirectory, 'journal.jsonl');
		chmodSync(path, 0o620);
		await expect(store.open(run)).rejects.toMatchObject({
			code: 'store.unsafe',
			message: expect.stringContaining('journal.jsonl'),
		});
		chmodSync(path, 0o600);
		linkSync(path, join(directory, 'other-name'));
		await expect(store.open(run)).rejects.toMatchObject({
			code: 'store.unsafe',
			message: expect.stringContaining('second name'),
		});
		unlinkSync(join(directory, 'other-name'));
		await (await store.open(run)).journal.close();
	});

	test.skipIf(!isRoot)('is refused where it belongs to another user', async () => {
		const directory = freshDirectory();
		chownSync(directory, 12_345, 0);
		const store = await openFileStore(directory);
		await expect(store.create(run, first, runbook)).rejects.toMatchObject({
			code: 'store.unsafe',
			message: expect.stringContaining('belongs to user 12345'),
		});
	});
});

describe('what is not what it should be', () => {
	test('is refused as a state directory: a link, a FIFO, a file', async () => {
		const directory = freshDirectory();
		mkdirSync(join(directory, 'real'));
		symlinkSync(join(directory, 'real'), join(directory, 'link'));
		execFileSync('mkfifo', [join(directory, 'fifo')]);
		writeFileSync(join(directory, 'file'), '');
		for (const [name, is] of [
			['link', 'a symbolic link'],
			['fifo', 'a FIFO'],
			['file', 'a file'],
		] as const) {
			await expect(openFileStore(join(directory, name))).rejects.toMatchObject({
				code: 'store.unsafe',
				message: expect.stringContaining(`${name} is ${is}`),
			});
		}
	});

	test('is refused as a run or as its journal, without waiting for anyone', async () => {
		const directory = freshDirectory();
		const store = await openFileStore(directory);
		const journal = await begun(store);
		const runDirectory = journal.directory;
		await journal.close();
		const path = join(runDirectory, 'journal.jsonl');
		renameSync(path, join(directory, 'moved.jsonl'));
		symlinkSync(join(directory, 'moved.jsonl'), path);
		await expect(store.open(run)).rejects.toMatchObject({
			code: 'store.unsafe',
			message: expect.stringContaining('symbolic link'),
		});
		await expect(store.read(run)).rejects.toMatchObject({code: 'store.unsafe'});
		unlinkSync(path);
		execFileSync('mkfifo', [path]);
		await expect(store.open(run)).rejects.toMatchObject({
			code: 'store.unsafe',
			message: expect.stringContaining('FIFO'),
		});
		await expect(store.read(run)).rejects.toMatchObject({
			code: 'store.unsafe',
			message: expect.stringContaining('FIFO'),
		});
		renameSync(runDirectory, join(directory, 'elsewhere'));
		symlinkSync(join(directory, 'elsewhere'), runDirectory);
		await expect(store.read(run)).rejects.toMatchObject({
			code: 'store.unsafe',
			message: expect.stringContaining('symbolic link'),
		});
		await expect(store.open(run)).rejects.toMatchObject({
			code: 'store.unsafe',
			message: expect.stringContaining('symbolic link'),
		});
	});

	test('a file in the place of the journal is not written over', async () => {
		const directory = freshDirectory();
		const store = await openFileStore(directory);
		await (await begun(store)).close();
		rmSync(join(directory, 'runs'), {recursive: true});
		mkdirSync(join(directory, 'runs', run), {recursive: true});
		await expect(store.create(run, first, runbook)).rejects.toMatchObject({code: 'store.conflict'});
	});
});

describe('a disk elsewhere', () => {
	const onNfs = {...nodeFiles, fileSystemType: async () => 0x6969};

	test.skipIf(process.platform !== 'linux')(
		'is refused, because neither lock nor sync can be trusted there',
		async () => {
			const store = await openFileStore(freshDirectory(), {files: onNfs});
			await expect(store.create(run, first, runbook)).rejects.toMatchObject({
				code: 'store.unsafe',
				message: expect.stringContaining('NFS'),
			});
		},
	);

	test('is taken when a person insists', async () => {
		const store = await openFileStore(freshDirectory(), {files: onNfs, allowNetwork: true});
		await (await store.create(run, first, runbook)).close();
	});
});

describe('a place that can not be written', () => {
	test('is named, with the reason and the next thing to do', async () => {
		const directory = freshDirectory();
		writeFileSync(join(directory, 'file'), '');
		const store = openFileStore(join(directory, 'file', 'state')).then(opened =>
			opened.create(run, first, runbook),
		);
		await expect(store).rejects.toMatchObject({
			code: 'store.unwritable',
			exitCode: 7,
			message: expect.stringMatching(/file.*\(ENOTDIR\)/),
			hint: expect.stringContaining('GONOGO_STATE'),
		});
	});

	test('is not made by looking at it', async () => {
		const directory = join(freshDirectory(), 'state');
		const store = await openFileStore(directory);
		expect(await store.list()).toEqual([]);
		expect(existsSync(directory)).toBe(false);
	});
});

async function begun(store: Awaited<ReturnType<typeof openFileStore>>) {
	return store.create(run, first, runbook);
}
