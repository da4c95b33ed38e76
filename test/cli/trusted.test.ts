import {execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {readPinned} from '../../src/cli/pinned.ts';
import {isTrusted} from '../../src/cli/trusted.ts';
import {sha256Hex} from '../../src/text/digest.ts';

let directory: string;
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), 'gonogo-trusted-'));
});
afterEach(() => rmSync(directory, {recursive: true, force: true}));

/** What may stand in a file's place, and would else be waited for or read for ever. */
const others: readonly (readonly [string, (path: string) => void])[] = [
	['a FIFO', path => execFileSync('mkfifo', [path])],
	['a link', path => symlinkSync('/dev/zero', path)],
];

test.each(others)('%s is no list of trusted runbooks', async (_what, make) => {
	make(join(directory, 'trusted.json'));
	await expect(isTrusted(directory, '/r.md', '0')).rejects.toMatchObject({code: 'store.unsafe'});
});

test.each(others)('%s is no copy of a runbook', async (_what, make) => {
	execFileSync('mkdir', [join(directory, 'runbook')]);
	make(join(directory, 'runbook', 'r.md'));
	await expect(readPinned(directory, {path: '/ops/r.md', sha256: '0'})).rejects.toMatchObject({
		code: 'store.unsafe',
	});
});

test('a copy is read when it is the very one', async () => {
	execFileSync('mkdir', [join(directory, 'runbook')]);
	const path = join(directory, 'runbook', 'r.md');
	writeFileSync(path, '# R\n');
	chmodSync(path, 0o600);
	expect((await readPinned(directory, {path: '/ops/r.md', sha256: sha256Hex('# R\n')})).text).toBe('# R\n');
	await expect(readPinned(directory, {path: '/ops/r.md', sha256: sha256Hex('# S\n')})).rejects.toMatchObject({
		code: 'store.broken-chain',
	});
});
