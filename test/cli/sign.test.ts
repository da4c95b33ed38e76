import {chmodSync, linkSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {has} from '../needs.ts';
import {makeSshKey} from '../record/ssh.ts';
import {emptyHome, gonogo, release} from './shell.ts';

describe.skipIf(!has('ssh-keygen'))('gonogo sign', () => {
	test('adds a signature, keeps the id and the mode, and who reads meanwhile reads the whole old file', async () => {
		const home = emptyHome();
		const {directory, run} = await release(home);
		const path = join(directory, 'record.json');
		const before = readFileSync(path);
		linkSync(path, join(home, 'as-it-was.json'));
		chmodSync(path, 0o644);
		const {file} = makeSshKey(home, {name: 'mine'});

		const idBefore = /^id (\w+)/m.exec((await gonogo(home, ['verify', run])).stdout)?.[1];
		const signed = await gonogo(home, ['sign', run, '--key', file]);
		expect(signed).toMatchObject({code: 0, stdout: expect.stringContaining(`still ${idBefore}`)});
		expect(JSON.parse(readFileSync(path, 'utf8')).signatures).toHaveLength(2);
		expect(readFileSync(join(home, 'as-it-was.json')).equals(before)).toBe(true);
		expect(statSync(path).mode & 0o777).toBe(0o644);
		expect((await gonogo(home, ['verify', run])).code).toBe(0);

		expect(await gonogo(home, ['sign', path, '--key', file])).toMatchObject({
			code: 5,
			stderr: expect.stringContaining('signed it already'),
		});
	});

	test('without a key, or for something that is no record, changes nothing', async () => {
		const home = emptyHome();
		const {directory, file} = await release(home);
		expect(await gonogo(home, ['sign', directory])).toMatchObject({code: 7});
		const key = makeSshKey(home, {name: 'mine'});
		expect(await gonogo(home, ['sign', file, '--key', key.file])).toMatchObject({code: 5});
		expect(await gonogo(home, ['sign', join(home, 'nothing.json'), '--key', key.file])).toMatchObject({
			code: 2,
		});
	});
});
