import {chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {loadRecorderKey, readRecorderPublicKey} from '../../src/record/recorder-key.ts';
import {sha256, temporaryDirectory} from './world.ts';

describe('the recorder key', () => {
	test('is made on first use, for its owner alone, and is the same ever after', async () => {
		const directory = join(temporaryDirectory(), 'state', 'keys');
		const first = await loadRecorderKey(directory);
		expect(statSync(join(directory, 'recorder.pem')).mode & 0o777).toBe(0o600);
		expect(readdirSync(directory).sort()).toEqual(['recorder.pem', 'recorder.pub.pem']);
		expect((await loadRecorderKey(directory)).keyid).toBe(first.keyid);
		expect(first.keyid).toBe(sha256(first.spki));
	});

	test('is one key when eight first runs make it at once', async () => {
		const directory = temporaryDirectory();
		const keys = await Promise.all(Array.from({length: 8}, () => loadRecorderKey(directory)));
		expect(new Set(keys.map(({keyid}) => keyid)).size).toBe(1);
		const pem = readFileSync(join(directory, 'recorder.pub.pem'), 'utf8');
		expect(sha256(readRecorderPublicKey(pem, 'recorder.pub.pem'))).toBe(keys[0]?.keyid);
	});

	test('that others can read is refused', async () => {
		const directory = temporaryDirectory();
		await loadRecorderKey(directory);
		chmodSync(join(directory, 'recorder.pem'), 0o644);
		await expect(loadRecorderKey(directory)).rejects.toMatchObject({
			code: 'record.key',
			hint: expect.stringContaining('chmod 600'),
		});
	});

	test('is not read through a symlink, nor from something else than a key', async () => {
		const directory = temporaryDirectory();
		const elsewhere = temporaryDirectory();
		await loadRecorderKey(elsewhere);
		symlinkSync(join(elsewhere, 'recorder.pem'), join(directory, 'recorder.pem'));
		await expect(loadRecorderKey(directory)).rejects.toMatchObject({code: 'record.key'});
		const other = temporaryDirectory();
		writeFileSync(join(other, 'recorder.pem'), 'no key', {mode: 0o600});
		await expect(loadRecorderKey(other)).rejects.toMatchObject({code: 'record.key'});
	});
});
