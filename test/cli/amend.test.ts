import {readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {emptyHome, gonogo, release} from './shell.ts';

test('what is said later lies beside the record, is shown, verified and counted, and the record stays to the byte', async () => {
	const home = emptyHome();
	const {run, directory} = await release(home);
	const before = readFileSync(join(directory, 'record.json'));
	expect((await gonogo(home, ['amend', run, '--incident', 'INC-7'])).stdout).toContain('amendment-0001.json');
	expect((await gonogo(home, ['amend', run, '--rating', '4'])).code).toBe(0);
	expect(readFileSync(join(directory, 'record.json')).equals(before)).toBe(true);

	expect((await gonogo(home, ['show', run])).stdout).toMatch(
		/Said after the record was made:\n.*Incident INC-7\n.*4 of 5/,
	);
	expect((await gonogo(home, ['verify', run])).stdout).toMatch(/PASS +amendment-0001\.json +Incident INC-7/);
	const {runs} = JSON.parse((await gonogo(home, ['log', '--audit', '--json'])).stdout);
	expect(runs[0]).toMatchObject({incidents: 'INC-7'});

	rmSync(join(directory, 'amendment-0001.json'));
	expect(await gonogo(home, ['verify', run])).toMatchObject({code: 5});
	expect(await gonogo(home, ['amend', run, '--rating', '5'])).toMatchObject({code: 5});
});

test('amend refuses what does not fit the record, and reviews lists nothing where nothing is due', async () => {
	const home = emptyHome();
	const {run} = await release(home);
	for (const args of [
		[],
		['--rating', '6'],
		['--incident', ' '],
		['--incident', 'INC-1', '--rating', '3'],
		['--review-done', 'looked at it'],
		['--deferred-done', 'look', 'done'],
	]) {
		expect(await gonogo(home, ['amend', run, ...args])).toMatchObject({code: 2});
	}
	expect((await gonogo(home, ['reviews'])).stdout).toBe('Nothing is due.\n');
});
