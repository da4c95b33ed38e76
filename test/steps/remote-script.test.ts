import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {notWhole, remoteCommand, remoteScript} from '../../src/steps/ssh/remote-script.ts';
import {aCommand} from './given.ts';

const directory = mkdtempSync(join(tmpdir(), 'gonogo-remote-'));
afterAll(() => rmSync(directory, {recursive: true, force: true}));

/** Places between here and the end where the connection is cut. */
const cuts = 40;

test('a script that does not arrive whole is not begun, wherever it was cut', () => {
	const step = aCommand('touch "$mark"');
	const run = step.kind === 'command' ? step.run : undefined;
	if (run === undefined) {
		throw new Error('it is a command');
	}
	const mark = join(directory, 'mark');
	const nonce = 'abcdef012345';
	const bytes = remoteScript({run, script: {text: 'touch "$mark"', variables: {mark}}, nonce});
	const arrive = (length: number) =>
		spawnSync('sh', ['-c', remoteCommand(nonce)], {input: bytes.subarray(0, length), timeout: 10_000});
	for (let cut = 0; cut < cuts; cut += 1) {
		const length = cut === 0 ? bytes.length - 1 : Math.floor((bytes.length * cut) / cuts);
		expect(arrive(length).status, `${length} of ${bytes.length} bytes`).toBe(notWhole);
		expect(existsSync(mark)).toBe(false);
	}
	expect(arrive(bytes.length).status).toBe(0);
	expect(existsSync(mark)).toBe(true);
});
