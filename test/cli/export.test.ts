import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {emptyHome, gonogo, release} from './shell.ts';

test('a bundle holds the record and what was said afterwards, and each line of it verifies alone', async () => {
	const home = emptyHome();
	const {run} = await release(home);
	await gonogo(home, ['amend', run, '--incident', 'INC-7']);
	const lines = (await gonogo(home, ['export', run, '--bundle'])).stdout.trimEnd().split('\n');
	expect(lines.map(line => JSON.parse(line).payloadType)).toEqual(
		Array(2).fill('application/vnd.in-toto+json'),
	);
	const first = join(home, 'first.json');
	writeFileSync(first, lines[0] ?? '');
	expect((await gonogo(home, ['verify', first])).stdout).toContain('Level 1');

	expect((await gonogo(home, ['export', run, '--timeline'])).stdout).toMatch(
		/^# Timeline: Release the shop\n[\s\S]*INC-7/,
	);
	expect((await gonogo(home, ['export', run, '--cdevents'])).stdout.split('\n')[0]).toContain(
		'pipelinerun.started',
	);
	expect(await gonogo(home, ['export', run])).toMatchObject({code: 2});
});
