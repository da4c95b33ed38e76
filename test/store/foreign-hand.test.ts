import {readFileSync, truncateSync, unlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {openFileStore} from '../../src/store/files.ts';
import {entry, first, note, run, runbook} from './driving.ts';
import {freshDirectory} from './given.ts';

describe('a hand on the journal of a run that is driven', () => {
	test.each([
		['grows it', (path: string) => writeFileSync(path, 'x\n', {flag: 'a'})],
		['cuts it', (path: string) => truncateSync(path, 10)],
		[
			'replaces it',
			(path: string) => {
				const bytes = readFileSync(path);
				unlinkSync(path);
				writeFileSync(path, bytes, {mode: 0o600});
			},
		],
		['removes it', (path: string) => unlinkSync(path)],
	])('stops the run: it %s', async (_, touch) => {
		const store = await openFileStore(freshDirectory());
		const journal = await begun(store);
		touch(join(journal.directory, 'journal.jsonl'));
		await expect(journal.append([entry(2, note('lost'))])).rejects.toMatchObject({
			code: 'store.conflict',
			exitCode: 6,
			message: expect.stringContaining('by another hand'),
		});
		await expect(journal.append([entry(2, note('lost'))])).rejects.toMatchObject({code: 'store.conflict'});
		await journal.close();
	});
});

async function begun(store: Awaited<ReturnType<typeof openFileStore>>) {
	return store.create(run, first, runbook);
}
