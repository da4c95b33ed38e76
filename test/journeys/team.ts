import {execFileSync, spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import type {Said} from '../cli/program.ts';
import {environment, openTerminal, program, type Terminal, type TerminalOptions} from './terminal.ts';

/** Someone at this computer with a home, a name and a key of their own. */
export type Member = {
	readonly name: string;
	readonly home: string;
	/** Private key. */
	readonly key: string;
	/** The real program in a terminal of theirs. */
	opens(...args: readonly string[]): Terminal;
	/** The real program without a terminal, to its end. */
	says(args: readonly string[], more?: {readonly input?: string; readonly cwd?: string}): Said;
};

export type Team = {
	readonly directory: string;
	/** The state directory that all of them use. */
	readonly state: string;
	readonly signers: string;
	readonly trustFile: string;
	/** The only run there is. */
	run(): string;
	journal(): string;
	member(name: string, options?: {readonly isKnown?: boolean}): Member;
};

/** A release whose one gate others have to answer, and a change behind it. */
export function releaseIn(directory: string, gate = 'gate: approval'): string {
	const file = join(directory, 'release.md');
	writeFileSync(
		file,
		`---
title: Release the shop
service: shop
environments:
  production: {}
inputs:
  version:
    default: 1.5.0
---
# Release the shop

- [ ] **The numbers look good** <!-- gonogo: id=numbers -->

\`\`\`gate {#go}
${gate}
question: Shall version 1.5.0 go out now?
\`\`\`

\`\`\`sh {#deploy auto}
echo "deployed" > deployed.txt
\`\`\`

## Roll back

\`\`\`sh
rm -f deployed.txt
\`\`\`
`,
	);
	return file;
}

/** No verb that ends by itself works for longer here; what does hangs. */
const withinMs = 60_000;

/** People who share a computer, an allowed_signers file and a trust.yaml. */
export function team(trust: string): Team {
	const directory = mkdtempSync(join(tmpdir(), 'gonogo-team-'));
	onTestFinished(() => rmSync(directory, {recursive: true, force: true, maxRetries: 5}));
	const state = join(directory, 'state');
	const signers = join(directory, 'allowed_signers');
	const trustFile = join(directory, 'trust.yaml');
	writeFileSync(signers, '');
	writeFileSync(trustFile, trust);
	const run = () => readdirSync(join(state, 'runs')).at(-1) ?? '';
	return {
		directory,
		state,
		signers,
		trustFile,
		run,
		journal: () => readFileSync(join(state, 'runs', run(), 'journal.jsonl'), 'utf8'),
		member: (name, {isKnown = true} = {}) => {
			const home = join(directory, name);
			const key = keyFor(home, name);
			if (isKnown) {
				writeFileSync(signers, `${name} ${readFileSync(`${key}.pub`, 'utf8')}`, {flag: 'a'});
			}
			return memberOf({name, home, key, state}, {operator: name, signers, trust: trustFile});
		},
	};
}

function keyFor(home: string, name: string): string {
	mkdirSync(join(home, '.ssh'), {recursive: true, mode: 0o700});
	const key = join(home, '.ssh', 'id_ed25519');
	execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', key]);
	return key;
}

type Place = {readonly name: string; readonly home: string; readonly key: string; readonly state: string};

function memberOf({name, home, key, state}: Place, settings: Readonly<Record<string, string>>): Member {
	const env = {GONOGO_STATE: state};
	mkdirSync(join(home, '.config/gonogo'), {recursive: true, mode: 0o700});
	writeFileSync(join(home, '.config/gonogo/config.json'), JSON.stringify(settings), {mode: 0o600});
	return {
		name,
		home,
		key,
		opens: (...args) => {
			const options: TerminalOptions = {args, home, env, columns: 110, rows: 34};
			const terminal = openTerminal(options);
			onTestFinished(() => end(terminal));
			return terminal;
		},
		says: (args, more = {}) => {
			const ended = spawnSync(process.execPath, [program, ...args], {
				cwd: more.cwd ?? home,
				env: environment(home, env),
				encoding: 'utf8',
				input: more.input ?? '',
				timeout: withinMs,
			});
			return {code: ended.status, out: ended.stdout, err: ended.stderr};
		},
	};
}

function end(terminal: Terminal): void {
	try {
		terminal.kill('SIGKILL');
	} catch {
		// It has ended by itself.
	}
}
