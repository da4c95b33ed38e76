import {lstatSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {openFileStore} from '../../src/store/files.ts';
import {first, run, runbook} from './driving.ts';
import {freshDirectory} from './given.ts';

const umask = process.umask();
afterEach(() => process.umask(umask));

const isRoot = process.getuid?.() === 0;

/** Every name below a directory, with its kind and mode. */
function modesIn(directory: string, at = ''): Record<string, string> {
	const modes: Record<string, string> = {};
	for (const name of readdirSync(join(directory, at))) {
		const path = join(at, name);
		const stat = lstatSync(join(directory, path));
		modes[path] = (stat.mode & 0o777).toString(8);
		Object.assign(modes, stat.isDirectory() ? modesIn(directory, path) : {});
	}
	return modes;
}

describe('what a run leaves on disk', () => {
	test.each([0o000, 0o022, 0o077, 0o277, 0o777])("is its owner's alone under umask %o", async mask => {
		const directory = join(freshDirectory(), 'state', 'gonogo');
		process.umask(mask);
		const store = await openFileStore(directory);
		const journal = await store.create(
			run,
			first,
			new Map([...runbook, ['parts/db/restore.md', Buffer.from('# Restore\n')]]),
		);
		process.umask(umask);

		const modes = modesIn(join(directory, '..', '..'));
		const files = Object.entries(modes).filter(([path]) => /\.(jsonl|json|md|db)$|reserve$/.test(path));
		expect(files.map(([path]) => path.split(`${run}/`)[1]).sort()).toEqual([
			'holder.json',
			'journal.jsonl',
			'lock.db',
			'reserve',
			'runbook/parts/db/restore.md',
			'runbook/release.md',
		]);
		expect(new Set(files.map(([, mode]) => mode))).toEqual(new Set(['600']));
		expect(
			new Set(
				Object.entries(modes)
					.filter(([path]) => !files.some(([file]) => file === path))
					.map(([, mode]) => mode),
			),
		).toEqual(new Set(['700']));
		await journal.close();
	});

	test('keeps the runbook as its bytes were', async () => {
		const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x23, 0x20, 0xff, 0xfe, 0x00, 0x0d, 0x0a]);
		const store = await openFileStore(freshDirectory());
		const journal = await store.create(run, first, new Map([['a b.md', bytes]]));
		await journal.close();
		expect(readFileSync(join(journal.directory, 'runbook', 'a b.md'))).toEqual(bytes);
	});

	test.each(['../release.md', '/release.md', 'a//b.md', 'a/./b.md', '', 'a\0b'])(
		'never lies outside its directory: %j',
		async name => {
			const store = await openFileStore(freshDirectory());
			await expect(store.create(run, first, new Map([[name, Buffer.from('x')]]))).rejects.toThrow(
				'This is a bug',
			);
		},
	);

	test('is given back but for what belongs to the run', async () => {
		const store = await openFileStore(freshDirectory());
		const journal = await store.create(run, first, runbook);
		await journal.close();
		expect(readdirSync(journal.directory).sort()).toEqual([
			'guards',
			'journal.jsonl',
			'lock.db',
			'output',
			'runbook',
			'shell',
		]);
	});

	test('can be read by a group that its owner declares', async () => {
		const directory = join(freshDirectory(), 'state');
		const group = isRoot ? 12_345 : (process.getgid?.() ?? 0);
		const store = await openFileStore(directory, {group});
		const journal = await store.create(run, first, runbook);
		for (const path of [directory, journal.directory, join(journal.directory, 'output')]) {
			expect(statSync(path)).toMatchObject({gid: group});
			expect(statSync(path).mode & 0o777).toBe(0o750);
		}
		for (const name of ['journal.jsonl', 'holder.json', 'lock.db', 'runbook/release.md']) {
			expect(statSync(join(journal.directory, name))).toMatchObject({gid: group});
			expect(statSync(join(journal.directory, name)).mode & 0o777).toBe(0o640);
		}
		await journal.close();
	});
});
