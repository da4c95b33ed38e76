import {appendFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openFileStore} from '../../src/store/files.ts';
import {breakingFiles} from './breaking-files.ts';
import {first, run, runbook} from './driving.ts';
import {freshDirectory} from './given.ts';

/** What only serves while a process lives and is not missed after a power cut. */
const passing = /lock\.db|holder\.json|reserve/;

test('when a run is begun, its files and their names would survive a power cut', async () => {
	const {files, calls} = breakingFiles(-1, 'EIO');
	const directory = join(freshDirectory(), 'state');
	await (await openFileStore(directory, {files})).create(run, first, runbook);

	const parents: Readonly<Record<string, string>> = {
		state: 'gonogo-store-',
		runs: 'state',
		[run]: 'runs',
		runbook: run,
		'journal.jsonl': run,
		'release.md': 'runbook',
	};
	for (const [name, parent] of Object.entries(parents)) {
		const made = calls.findIndex(call => call === `make ${name}` || call === `mkdir ${name}`);
		expect(made, name).toBeGreaterThan(-1);
		expect(
			calls.slice(made).some(call => call.startsWith(`sync ${parent}`)),
			`the name of ${name}`,
		).toBe(true);
	}
	for (const [index, call] of calls.entries()) {
		const [, name = ''] = /^write (.*)$/.exec(call) ?? [];
		if (name !== '' && !passing.test(name)) {
			expect(calls.slice(index), `the bytes of ${name}`).toContain(`datasync ${name}`);
		}
	}
	expect(calls.at(-1)).toBe('datasync journal.jsonl');
	expect(calls.lastIndexOf(`sync ${run}`)).toBeLessThan(calls.indexOf('write journal.jsonl'));
});

test('a torn tail is durable where it is kept before it is cut, and the cut is durable before anything follows', async () => {
	const directory = freshDirectory();
	const journal = await (await openFileStore(directory)).create(run, first, runbook);
	await journal.close();
	appendFileSync(join(journal.directory, 'journal.jsonl'), '{"seq":2');

	const {files, calls} = breakingFiles(-1, 'EIO');
	const opened = await (await openFileStore(directory, {files})).open(run);
	const kept = opened.recovered?.keptAs;
	const recovery = calls.filter(call => call.includes('journal.') || call === `sync ${run}`);
	expect(recovery.slice(recovery.indexOf(`make ${kept}`))).toEqual([
		`make ${kept}`,
		`fchmod ${kept}`,
		`write ${kept}`,
		`datasync ${kept}`,
		`rename ${kept}`,
		`sync ${run}`,
		'truncate journal.jsonl',
		'sync journal.jsonl',
	]);
	await opened.journal.close();
});
