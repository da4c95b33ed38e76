import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';

export type Said = {readonly code: number | null; readonly stdout: string; readonly stderr: string};

const program = new URL('../../src/cli/main.ts', import.meta.url).pathname;

/** A home with nothing in it, gone when the test is over. */
export function emptyHome(): string {
	const home = mkdtempSync(join(tmpdir(), 'gonogo-home-'));
	onTestFinished(() => rmSync(home, {recursive: true, force: true}));
	return home;
}

/** Runs the program's own sources in a home, without a terminal. */
export function gonogo(
	home: string,
	args: readonly string[],
	{input = '', env = {}}: {input?: string; env?: Readonly<Record<string, string>>} = {},
): Promise<Said> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [program, ...args], {
			cwd: home,
			env: {PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C.UTF-8', ...env},
		});
		const said = {stdout: '', stderr: ''};
		child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
			said.stdout += chunk;
		});
		child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
			said.stderr += chunk;
		});
		child.on('error', reject);
		child.on('close', code => resolve({code, ...said}));
		child.stdin.on('error', () => undefined);
		child.stdin.end(input);
	});
}

const runbook = `---
title: Release the shop
service: shop
environments: {staging: {production: false}}
inputs: {version: {type: semver}}
---
# Release the shop

## Deploy

\`\`\`sh {#look auto}
echo "version $VERSION"
\`\`\`

- [ ] It looks well

\`\`\`sh {#switch}
touch "$HOME/changed"
\`\`\`
`;

/** Walks a small release to its end. @returns the run's id and directory. */
export async function release(
	home: string,
	{
		text = runbook,
		args = ['--input', 'version=1.2.3'],
		env = {},
	}: {text?: string; args?: readonly string[]; env?: Readonly<Record<string, string>>} = {},
): Promise<{readonly run: string; readonly directory: string; readonly file: string; readonly said: string}> {
	const file = join(home, 'shop.md');
	mkdirSync(home, {recursive: true});
	writeFileSync(file, text);
	const {stdout, stderr, code} = await gonogo(home, ['run', file, '--plain', '--trust', ...args], {
		input: 'y\n'.repeat(6),
		env,
	});
	const run = /\d{8}-\d{6}-[0-9a-f]{6}/.exec(stdout)?.[0];
	if (run === undefined || code !== 0) {
		throw new Error(`the release ended with ${code}:\n${stdout}${stderr}`);
	}
	return {run, directory: join(home, '.local/state/gonogo/runs', run), file, said: stdout};
}
