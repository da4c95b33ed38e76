import {execFileSync, spawnSync} from 'node:child_process';
import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {environment, openTerminal, program, withHome} from '../journeys/terminal.ts';
import {encodings} from '../text/spellings.ts';
import {typeUntil} from './typing.ts';

const secret = `p"ss/w&rd+öl d$1'<x`;

/** Says the secret in every spelling it is looked for, a line each; the pipe behind it passes single bytes on. */
const speller = `
const p = process.env.password;
const base64 = text => Buffer.from(text).toString('base64');
const entities = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;'};
console.log([
	p, base64(p), base64('a' + p), base64('ab' + p), Buffer.from('a' + p).toString('base64url'),
	Buffer.from(p).toString('hex'), Buffer.from(p).toString('hex').toUpperCase(), encodeURIComponent(p),
	JSON.stringify(p).slice(1, -1), p.replaceAll(/[&<>"']/g, unit => entities[unit]), p.replaceAll("'", "'\\\\''"),
].join('\\n'));
`;

const runbook = `---
title: Keeps a secret
environments:
  staging: {production: false}
inputs:
  password: {type: secret, about: The database's}
---

# Keeps a secret

\`\`\`sh {#tells auto}
"$NODE" "$HOME/speller.mjs" | dd bs=1 status=none; tr '\\0' '\\n' < /proc/$PPID/cmdline; ps -A -o args; echo told
\`\`\`

- [ ] It was told
`;

test(
	'a secret that a step prints in eleven spellings, a byte at a time, is in no file and on no screen',
	{
		timeout: 90_000,
	},
	() =>
		withHome(async home => {
			const path = writeBook(home);
			const paper: string[] = [];
			const terminal = openTerminal({
				args: ['run', path, '--trust'],
				home,
				columns: 200,
				rows: 60,
				env: {NODE: process.execPath},
				onBytes: text => paper.push(text),
			});
			await terminal.sees(/ BRIEFING /);
			terminal.type('\r');
			await terminal.sees(/ INPUTS /);
			for (const character of secret) {
				terminal.type(character);
			}
			await terminal.sees('•'.repeat([...secret].length));
			// So soon after what was typed, enter is the end of a paste and not an answer.
			await typeUntil(terminal, '\r', / CHECK /);
			await terminal.sees('told');
			await typeUntil(terminal, '\r', / CLOSE\? /);
			await typeUntil(terminal, '\r', 'Check it with: gonogo verify');
			await terminal.exited;

			const shown = [['show'], ['show', '--markdown'], ['log'], ['verify', 'last']].map(args =>
				gonogo({home, args}),
			);
			const files = filesIn(join(home, '.local'));
			const log = files.find(name => name.endsWith('tells.1.log')) ?? '';
			expect(readFileSync(log, 'utf8').split('\n').slice(0, 11)).toEqual(
				['', '', 'Y', 'YW', 'Y', '', '', '', '', '', ''].map(before => `${before}[masked]`),
			);
			expect(files.some(name => name.endsWith('record.json'))).toBe(true);
			expect(files.some(name => name.endsWith('run.md'))).toBe(true);
			expectNowhere([
				{name: 'what the terminal was sent', text: paper.join('')},
				...shown.map((text, index) => ({name: `output ${index}`, text})),
				...files.map(name => ({name, text: readFileSync(name, 'utf8')})),
			]);
		}),
);

test('a program that breaks with a secret in its hands does not tell it', {timeout: 60_000}, () =>
	withHome(async home => {
		const path = writeBook(home);
		// A fault of the program's own, thrown from outside: nothing of it knows what stands in its words.
		const broken = join(home, 'broken.mjs');
		writeFileSync(
			broken,
			`import {existsSync} from 'node:fs';
			if (process.argv.some(one => one.endsWith('gonogo.js'))) setInterval(() => {
				if (existsSync(${JSON.stringify(join(home, 'begun'))})) {
					const p = process.env.GONOGO_INPUT_PASSWORD;
					throw new Error('broken: ' + p + ' ' + Buffer.from(p).toString('base64'));
				}
			}, 20);`,
		);
		writeFileSync(
			path,
			readFileSync(path, 'utf8').replace(
				'"$NODE" "$HOME/speller.mjs"',
				'echo > "$HOME/begun"; sleep 20; echo',
			),
		);
		const {status, stdout, stderr} = spawnSync(
			process.execPath,
			['--import', broken, program, 'run', path, '--trust', '--ci'],
			{env: environment(home, {GONOGO_INPUT_PASSWORD: secret}), encoding: 'utf8'},
		);
		expect(status, stderr).toBe(1);
		expect(stderr).toContain('this is a bug');
		expect(stderr).toContain('broken: [masked] [masked]\n');
		expectNowhere([{name: 'the words of the crash', text: stdout + stderr}]);
	}),
);

test('a secret that a person types into a note, spelled otherwise, is refused there', {timeout: 60_000}, () =>
	withHome(async home => {
		const path = writeBook(home);
		const terminal = openTerminal({
			args: ['run', path, '--trust', '--plain'],
			home,
			env: {GONOGO_INPUT_PASSWORD: secret, NODE: process.execPath},
		});
		await terminal.sees('Is it so?');
		const spelled = Buffer.from(secret).toString('base64');
		await typeUntil(terminal, `note it is ${spelled} here\r`, 'holds the secret “password”');
		terminal.kill('SIGTERM');
		await terminal.exited;
		expectNowhere(filesIn(join(home, '.local')).map(name => ({name, text: readFileSync(name, 'utf8')})));
	}),
);

function writeBook(home: string): string {
	const path = join(home, 'secret.md');
	writeFileSync(path, runbook);
	writeFileSync(join(home, 'speller.mjs'), speller);
	return path;
}

function expectNowhere(places: readonly {readonly name: string; readonly text: string}[]): void {
	for (const {name, text} of places) {
		const decoded = name.endsWith('record.json') ? text + payloadOf(text) : text;
		for (const [form, spell] of Object.entries(encodings)) {
			expect(decoded.includes(spell(secret)), `${form} in ${name}`).toBe(false);
		}
	}
}

function payloadOf(envelope: string): string {
	const {payload} = JSON.parse(envelope) as {payload: string};
	return Buffer.from(payload, 'base64').toString('utf8');
}

type Call = {readonly home: string; readonly args: readonly string[]};

function gonogo({home, args}: Call): string {
	return execFileSync(process.execPath, [program, ...args], {env: environment(home, {}), encoding: 'utf8'});
}

function filesIn(directory: string): readonly string[] {
	return readdirSync(directory, {recursive: true, encoding: 'utf8'})
		.map(name => join(directory, name))
		.filter(name => statSync(name).isFile() && !name.endsWith('lock.db'));
}
