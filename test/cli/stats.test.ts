import {join} from 'node:path';
import {expect, test} from 'vitest';
import {usualOf} from '../../src/cli/usual-times.ts';
import {openFileStore} from '../../src/store/files.ts';
import {emptyHome, gonogo, release} from './shell.ts';

test('stats counts the releases here, and a step’s usual time is told from the third run on', async () => {
	const home = emptyHome();
	expect((await gonogo(home, ['stats'])).stdout).toContain('No release has a record here yet');
	const store = await openFileStore(join(home, '.local/state/gonogo'));
	const usual = async () => usualOf(store, {title: 'Release the shop', practice: false});
	await release(home);
	await release(home);
	expect((await usual())('switch')).toBeUndefined();
	await release(home);
	expect((await usual())('switch')).toBeGreaterThan(0);
	expect((await usualOf(store, {title: 'Release the shop', practice: true}))('switch')).toBeUndefined();

	const {stdout} = await gonogo(home, ['stats']);
	expect(stdout).toMatch(/^Release the shop — shop\/staging\n {2}3 runs, 3 changed something/);
	expect(stdout).toMatch(/touch "\$HOME\/changed" .* 0 of 3/);
	const {schema, lines, leftOut} = JSON.parse((await gonogo(home, ['stats', '--json'])).stdout);
	expect({schema, leftOut}).toEqual({schema: 'gonogo.stats/1', leftOut: 0});
	expect(lines[0]).toMatchObject({runs: 3, failureRate: 0, rollbackRate: 0, dora: {changeFailRate: 0}});
});
