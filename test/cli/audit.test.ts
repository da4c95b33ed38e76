import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {emptyHome, gonogo, release} from './shell.ts';

test('log --audit has a row for every run, with its record’s level, as CSV and as JSON', async () => {
	const home = emptyHome();
	const first = await release(home);
	const second = await release(home);
	rmSync(join(second.directory, 'record.json'));
	const lines = (await gonogo(home, ['log', '--audit'])).stdout.trimEnd().split('\r\n');
	expect(lines).toHaveLength(3);
	expect(lines[0]).toMatch(/^run,openedAt,/);
	expect(lines[1]).toContain(first.run);
	expect(lines[2]).toContain('no record');
	const {schema, runs} = JSON.parse((await gonogo(home, ['log', '--audit', '--json'])).stdout);
	expect(schema).toBe('gonogo.audit/1');
	expect(runs).toMatchObject([
		{run: first.run, recordLevel: 1, verdict: 'complete', production: 'no', approvedBeforeChange: 'no'},
		{run: second.run, recordLevel: 'no record'},
	]);
	expect(JSON.parse((await gonogo(emptyHome(), ['log', '--audit', '--json'])).stdout).runs).toEqual([]);
});
