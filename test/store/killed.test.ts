import {expect, test} from 'vitest';
import {openFileStore} from '../../src/store/files.ts';
import {startDriver} from './child.ts';
import {entry, first, note, run, runbook} from './driving.ts';
import {freshDirectory} from './given.ts';
import {callsOfScript, killAtEach} from './killing.ts';

test('a driver killed at any write or sync of its journal has lost nothing that it reported', {
	timeout: 120_000,
}, async () => {
	const calls = [...(await callsOfScript()).entries()];
	// Every fifth of the others; test/torture takes them all.
	await killAtEach(calls.filter(([index, call]) => call.endsWith(' journal.jsonl') || index % 5 === 0));
});

test('a driver killed while it writes leaves the run free at once', async () => {
	const directory = freshDirectory();
	const store = await openFileStore(directory);
	await (await store.create(run, first, runbook)).close();
	const driver = startDriver('append', directory, '100000');
	await driver.saying('told 20');
	driver.process.kill('SIGKILL');
	await driver.ended;
	const told = Number(driver.said.at(-1)?.replace('told ', ''));

	const {journal, found} = await store.open(run);
	expect(found.entries.length).toBeGreaterThanOrEqual(told);
	await journal.append([entry(journal.seq + 1, note('mine'))]);
	await journal.close();
});
