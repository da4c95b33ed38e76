import {spawnSync} from 'node:child_process';
import {cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {stripVTControlCharacters} from 'node:util';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Defence} from './defence.ts';
import {doorDefences} from './door-defences.ts';
import {journalDefences} from './journal-defences.ts';
import {outsideDefences} from './outside-defences.ts';
import {secretDefences} from './secret-defences.ts';
import {textDefences} from './text-defences.ts';
import {trustDefences} from './trust-defences.ts';

/** Every one of them is taken out alone; tests that stay green then are no tests of it. */
const defences = [
	...journalDefences,
	...textDefences,
	...secretDefences,
	...doorDefences,
	...outsideDefences,
	...trustDefences,
];

/** A copy of the product, so that what is taken out of it is missed by nobody else. */
const copy = mkdtempSync(join(tmpdir(), 'gonogo-without-'));
const root = join(import.meta.dirname, '../..');

beforeAll(() => {
	for (const part of [
		'src',
		'test',
		'bin',
		'.config',
		'checklists',
		'package.json',
		'tsconfig.json',
		'README.md',
	]) {
		cpSync(join(root, part), join(copy, part), {recursive: true});
	}
	symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, {recursive: true, force: true}));

test('every line that is taken out is there, and once', () => {
	for (const {keeps, file, line} of defences) {
		expect(readFileSync(join(root, file), 'utf8').split(line).length - 1, keeps).toBe(1);
	}
});

test('with all of them in place their tests pass', {timeout: 1_800_000}, () => {
	const {status, said} = run([...new Set(defences.flatMap(({test: files}) => files.split(' ')))]);
	expect(status, said).toBe(0);
});

test.each(defences)('without it a test fails: $keeps', {timeout: 600_000}, defence => {
	const place = join(copy, defence.file);
	const whole = readFileSync(place, 'utf8');
	writeFileSync(
		place,
		whole.replace(defence.line, () => defence.without),
	);
	try {
		const {status, said} = run(defence.test.split(' '), defence);
		expect(status, `nothing noticed:\n${said}`).not.toBe(0);
		expect(said).toMatch(/[1-9]\d* failed/);
	} finally {
		writeFileSync(place, whole);
	}
});

/** Runs tests of the copy; those of the whole program are given a build of it. */
function run(files: readonly string[], defence?: Defence): {status: number | null; said: string} {
	const isOfProgram = files.some(file => /^test\/(?:safety|cli)|^test\/ui\/pty\./.test(file));
	if (isOfProgram) {
		const built = spawnSync(process.execPath, ['bin/build.js'], {cwd: copy, encoding: 'utf8'});
		expect(built.status, built.stderr).toBe(0);
	}
	const vitest = join(root, 'node_modules/vitest/vitest.mjs');
	// A machine that stalls is no proof of anything while all defences stand.
	const again = defence === undefined ? ['--retry', '2'] : [];
	const {status, stdout, stderr} = spawnSync(
		process.execPath,
		[vitest, 'run', '--config', '.config/vitest.ts', ...again, ...files],
		{cwd: copy, encoding: 'utf8', env: process.env, maxBuffer: 64 * 1024 * 1024},
	);
	return {status, said: stripVTControlCharacters(stdout + stderr)};
}
