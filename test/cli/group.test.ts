import {readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {groupOfRun} from '../../src/cli/group.ts';
import {emptyHome, gonogo, release} from './shell.ts';

test('a run that is shared with a group stays so to its record, whoever drives it then', async () => {
	const home = emptyHome();
	const gid = process.getgid?.() ?? 0;
	expect(await gonogo(home, ['settings', 'group', String(gid)])).toMatchObject({code: 0});
	const {directory} = await release(home);
	const output = readdirSync(join(directory, 'output')).map(name => join('output', name));
	for (const name of ['journal.jsonl', 'record.json', 'run.md', ...output]) {
		expect([name, statSync(join(directory, name)).mode & 0o777]).toEqual([name, 0o640]);
	}
	expect(await groupOfRun(directory)).toBe(gid);

	const alone = await release(emptyHome());
	expect(statSync(join(alone.directory, 'record.json')).mode & 0o777).toBe(0o600);
	expect(await groupOfRun(alone.directory)).toBeUndefined();
});
