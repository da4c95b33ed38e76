import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {sshdPath, startSshd, type TestSshd} from '../sshd.ts';
import {aCommand, aWorld} from './given.ts';

/** A host whose sudo asks for a password as long as the file `asks` is there. */
let sshd: TestSshd | undefined;
let bin: string;

beforeAll(async () => {
	bin = mkdtempSync(join(tmpdir(), 'gonogo-host-sudo-'));
	writeFileSync(
		join(bin, 'sudo'),
		`#!/bin/sh\n[ "$1" = -n ] && { [ ! -e ${bin}/asks ]; exit; }\nexec "$@"\n`,
		{
			mode: 0o755,
		},
	);
	sshd = sshdPath === undefined ? undefined : await startSshd({PATH: `${bin}:${process.env.PATH ?? ''}`});
});

afterAll(() => {
	sshd?.stop();
	rmSync(bin, {recursive: true, force: true});
});

async function isLent(hosts: readonly string[], more: {batch?: number} = {}): Promise<boolean> {
	let lent = false;
	const outcome = await aWorld().perform(aCommand('sudo true', {on: hosts, ...more}), {
		tools: {
			async handOver(work) {
				lent = true;
				await work();
			},
		},
	});
	expect(outcome).toMatchObject({result: 'passed'});
	return lent;
}

test.skipIf(sshdPath === undefined)('sudo on a host gets the terminal where it would ask there', async () => {
	expect(await isLent(['web1'])).toBe(false);
	writeFileSync(join(bin, 'asks'), '');
	expect(await isLent(['web1'])).toBe(true);
	expect(await isLent(['a1', 'b2'], {batch: 2})).toBe(false);
});
