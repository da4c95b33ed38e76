import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {emptyHome, gonogo, release} from './shell.ts';

const sha = 'ab12'.repeat(10);

async function threeReleases() {
	const home = emptyHome();
	const runs = [];
	for (let count = 0; count < 3; count++) {
		runs.push(await release(home));
	}
	const [first, second, third] = runs;
	if (first === undefined || second === undefined || third === undefined) {
		throw new Error('three releases were made');
	}
	return {home, first, second, third};
}

test('without a name verify says the level of every record and the history they make', async () => {
	const {home, first, second, third} = await threeReleases();
	const whole = await gonogo(home, ['verify']);
	expect(whole.code).toBe(0);
	for (const {run} of [first, second, third]) {
		expect(whole.stdout).toMatch(new RegExp(`✔ level 1 +${run} +shop/staging +complete`));
	}
	expect(whole.stdout).toMatch(/Chain shop\/staging release: 3 records, latest [0-9a-f]{16}\n/);

	rmSync(join(second.directory, 'record.json'));
	const lost = await gonogo(home, ['verify']);
	expect(lost.code).toBe(5);
	expect(lost.stdout).toContain('There is no record in');
	expect(lost.stdout).toMatch(/gap: [0-9a-f]{16} builds on [0-9a-f]{16}, which is not here/);
});

test('a directory of copied records is verified the same way, and one that was changed stands out', async () => {
	const {home, first, second} = await threeReleases();
	const archive = join(home, 'archive');
	mkdirSync(archive);
	cpSync(join(first.directory, 'record.json'), join(archive, 'one.json'));
	cpSync(second.directory, join(archive, second.run), {recursive: true});
	expect((await gonogo(home, ['verify', archive])).code).toBe(0);

	const journal = join(archive, second.run, 'journal.jsonl');
	writeFileSync(
		journal,
		readFileSync(journal, 'utf8').replace('version 1.2.3', 'version 9.9.9').replace('"yes"', '"no"'),
	);
	const tampered = await gonogo(home, ['verify', archive]);
	expect(tampered.code).toBe(5);
	expect(tampered.stdout).toMatch(/✔ level 1 .*one\.json/);
	expect(tampered.stdout).toMatch(new RegExp(`✖ level 0 +${second.run}`));
});

test('the last record is that of the last run that is over, while another goes on', async () => {
	const home = emptyHome();
	const none = await gonogo(home, ['verify', 'last']);
	expect(none).toMatchObject({code: 2, stderr: expect.stringContaining('No run is over yet')});
	const {run, file} = await release(home);
	const open = await gonogo(home, ['run', file, '--plain', '--trust', '--input', 'version=1.2.4']);
	expect(open.code).not.toBe(0);
	const last = await gonogo(home, ['verify', 'last']);
	expect(last).toMatchObject({code: 0, stdout: expect.stringMatching(new RegExp(`^${run}\\nid `))});
});

test('a pipe in the place of a record is refused at once', async () => {
	const home = emptyHome();
	const {directory} = await release(home);
	rmSync(join(directory, 'record.json'));
	execFileSync('mkfifo', [join(directory, 'record.json')]);
	const started = performance.now();
	expect(await gonogo(home, ['verify', directory])).toMatchObject({
		code: 5,
		stderr: expect.stringContaining('is no plain file'),
	});
	expect(performance.now() - started).toBeLessThan(10_000);
});

test('a remembered head is asked of all records together', async () => {
	const {home, third} = await threeReleases();
	const {directories} = JSON.parse((await gonogo(home, ['verify', '--json'])).stdout);
	const head = directories[0].chains[0].heads[0];
	expect((await gonogo(home, ['verify', '--expect-head', head])).code).toBe(0);
	rmSync(third.directory, {recursive: true});
	const dropped = await gonogo(home, ['verify', '--expect-head', head]);
	expect(dropped).toMatchObject({code: 5, stdout: expect.stringContaining('something was dropped')});
});

test('a record is asked whether it is about a commit, an image or a file, and what is half named is refused', async () => {
	const home = emptyHome();
	const text = `---
title: Release
service: shop
environments: {staging: {production: false}}
inputs: {commit: {type: git-sha}}
---
# Release

\`\`\`sh {#look auto}
echo "$COMMIT"
\`\`\`
`;
	const {run} = await release(home, {text, args: ['--input', `commit=${sha}`]});
	const ask = (...args: string[]) => gonogo(home, ['verify', run, ...args]);
	expect((await ask('--commit', sha)).stdout).toMatch(/PASS +artifact/);
	expect(await ask('--commit', 'cd34'.repeat(10))).toMatchObject({code: 5});
	expect(await ask('--image', `registry/shop@sha256:${'0'.repeat(64)}`)).toMatchObject({code: 5});
	expect(await ask('--commit', sha.slice(0, 7))).toMatchObject({code: 2});
	expect(await ask('--artifact', join(home, 'nothing'))).toMatchObject({code: 2});
	expect(await gonogo(home, ['verify', '--commit', sha])).toMatchObject({code: 0});
	expect(await gonogo(home, ['verify', '--commit', 'cd34'.repeat(10)])).toMatchObject({code: 5});
	expect(await ask('--require-level', '2')).toMatchObject({code: 5});
	expect(await ask('--require-level', '1')).toMatchObject({code: 0});
});
