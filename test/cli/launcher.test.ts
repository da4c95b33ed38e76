import {execFileSync, spawnSync} from 'node:child_process';
import {constants, copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {program} from '../journeys/terminal.ts';

const {newEnough, bundledNode} = createRequire(import.meta.url)('../../bin/runtime.js') as {
	newEnough: (version: string) => boolean;
	bundledNode: () => string | undefined;
};

/**
Says to the launcher that it runs on another Node.js: `process.versions` can't be changed, what is read from it can. The
interpreter is a copy, because the one in node_modules never starts itself again.
*/
function asIf(
	version: string,
	launcher: string,
	place: string,
): {code: number | null; err: string; out: string} {
	const old = join(place, 'node');
	copyFileSync(process.execPath, old, constants.COPYFILE_FICLONE);
	const preload = join(place, 'preload.cjs');
	writeFileSync(
		preload,
		`if (process.execPath === ${JSON.stringify(old)}) { const {versions} = process; Object.defineProperty(process, 'versions', {value: {...versions, node: '${version}'}}); }`,
	);
	const ended = spawnSync(old, ['--require', preload, launcher, '--version'], {encoding: 'utf8'});
	return {code: ended.status, err: ended.stderr, out: ended.stdout};
}

let place: string;

beforeEach(() => {
	place = mkdtempSync(join(tmpdir(), 'gonogo-launcher-'));
});

afterEach(() => rmSync(place, {recursive: true, force: true}));

test('the floor is a version, not a text: 22.9 is older than 22.19', () => {
	expect(['22.19.0', '22.20.1', '24.0.0', '26.10.0'].filter(newEnough)).toHaveLength(4);
	expect(['22.9.0', '20.20.2', '18.0.0', '8.17.0'].filter(newEnough)).toHaveLength(0);
});

test('on an older Node.js the launcher starts itself again under the one in node_modules', () => {
	expect(bundledNode()).toBeDefined();
	expect(asIf('20.20.2', program, place)).toMatchObject({
		code: 0,
		out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
	});
});

test('installed on an older Node.js, with no other beside it, it says so in one line', () => {
	cpSync(dirname(program), join(place, 'bin'), {recursive: true});
	const said = asIf('20.20.2', join(place, 'bin/gonogo.js'), place);

	expect(said.code).toBe(2);
	expect(said.err).toMatch(/^gonogo needs Node\.js 22\.19\.0 or newer; this is 20\.20\.2\.\n$/);
});

test('the program answers from any directory', () => {
	expect(execFileSync(process.execPath, [program, '--version'], {cwd: tmpdir(), encoding: 'utf8'})).toMatch(
		/^\d+\.\d+\.\d+\n$/,
	);
});
