import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {environment, program, withHome} from '../journeys/terminal.ts';

const secret = 'p"ss/w&rd+öl d$1';
const bytes = Buffer.from(secret, 'utf8');

/** The ways in which a tool may say a secret without meaning to. */
const forms = {
	raw: secret,
	base64: bytes.toString('base64').slice(0, -2),
	base64url: bytes.toString('base64url'),
	'base64 behind one byte': Buffer.from(`x${secret}`).toString('base64').slice(4, -4),
	hex: bytes.toString('hex'),
	HEX: bytes.toString('hex').toUpperCase(),
	url: encodeURIComponent(secret),
	json: JSON.stringify(secret).slice(1, -1),
};

const runbook = `---
title: Keeps a secret
environments:
  staging: {production: false}
inputs:
  password: {type: secret, about: The database's}
---

# Keeps a secret

\`\`\`sh {#tells auto}
printf '%s\\n' "$password"; printf '%s' "$password" | base64 -w0; echo; printf 'x%s' "$password" | base64 -w0; echo; printf '%s' "$password" | od -An -tx1 -v | tr -d ' \\n'; echo; "$NODE" -p 'const p = process.env.password; [encodeURIComponent(p), JSON.stringify(p), Buffer.from(p).toString("base64url"), Buffer.from(p).toString("hex").toUpperCase()].join("\\n")'; tr '\\0' '\\n' < /proc/$PPID/cmdline; ps -A -o args; echo told
\`\`\`
`;

test('a secret that a step prints in every spelling is nowhere afterwards', {timeout: 60_000}, () =>
	withHome(async home => {
		const path = join(home, 'secret.md');
		writeFileSync(path, runbook);
		const written = gonogo({
			home,
			args: ['run', path, '--trust', '--ci'],
			env: {GONOGO_INPUT_PASSWORD: secret, NODE: process.execPath},
		});
		expect(written).toContain('told');
		expect(written).toContain('[masked]');

		const shown = [['show'], ['show', '--markdown'], ['log'], ['verify', 'last']].map(args =>
			gonogo({home, args}),
		);
		const everywhere = [
			{name: 'plain output', text: written},
			...shown.map((text, index) => ({name: `output ${index}`, text})),
			...filesIn(join(home, '.local')).map(name => ({name, text: readFileSync(name, 'latin1')})),
		];
		expect(everywhere.some(({name}) => name.endsWith('record.json'))).toBe(true);
		for (const {name, text} of everywhere) {
			const decoded = name.endsWith('record.json') ? text + payloadOf(text) : text;
			for (const [form, spelled] of Object.entries(forms)) {
				expect(decoded.includes(spelled), `${form} in ${name}`).toBe(false);
				expect(decoded.includes(latin(spelled)), `${form} in ${name}`).toBe(false);
			}
		}
	}),
);

function latin(text: string): string {
	return Buffer.from(text, 'utf8').toString('latin1');
}

function payloadOf(envelope: string): string {
	const {payload} = JSON.parse(envelope) as {payload: string};
	return Buffer.from(payload, 'base64').toString('utf8');
}

type Call = {
	readonly home: string;
	readonly args: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
};

function gonogo({home, args, env = {}}: Call): string {
	return execFileSync(process.execPath, [program, ...args], {
		env: environment(home, env),
		encoding: 'utf8',
	});
}

function filesIn(directory: string): readonly string[] {
	return readdirSync(directory, {recursive: true, encoding: 'utf8'})
		.map(name => join(directory, name))
		.filter(name => statSync(name).isFile() && !name.endsWith('lock.db'));
}
