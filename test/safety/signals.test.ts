import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {spawn} from '@lydell/node-pty';
import {describe, expect, test} from 'vitest';
import {environment, openTerminal, program, withHome} from '../journeys/terminal.ts';
import {appears, watchCursor} from './watching.ts';

/** The step says that it has begun, waits for a file, and says that it is over: nothing here depends on the clock. */
const runbook = `---
title: One long step
environments:
  staging: {production: false}
---

# One long step

\`\`\`sh {#long auto}
echo begun > "$HOME/begun"; for i in $(seq 600); do if [ -e "$HOME/go-on" ]; then break; fi; sleep 0.05; done; echo over > "$HOME/over"
\`\`\`

- [ ] All is well
`;

describe.each(['full', 'plain'] as const)('on the %s screen', screen => {
	test.each([
		['SIGINT', 130],
		['SIGTERM', 130],
		['SIGHUP', 3],
	] as const)(
		'%s ends with %i, the terminal as it was and the run held',
		{timeout: 30_000},
		(signal, expected) => withHome(home => interrupted({home, screen, signal, expected})),
	);
});

type Interrupted = {
	readonly home: string;
	readonly screen: 'full' | 'plain';
	readonly signal: NodeJS.Signals;
	readonly expected: number;
};

async function interrupted({home, screen, signal, expected}: Interrupted): Promise<void> {
	const path = join(home, 'long.md');
	writeFileSync(path, runbook);
	const wish = screen === 'plain' ? '--plain' : '';
	const terminal = openTerminal({
		args: [],
		home,
		columns: 120,
		rows: 40,
		command: `stty -a > before; '${process.execPath}' '${program}' run '${path}' --trust ${wish}; echo "ended with $?"; stty -a > after; echo looked`,
	});
	const isCursorShown = watchCursor(terminal);
	if (screen === 'full') {
		await terminal.sees(/BRIEFING/);
		expect(existsSync(join(home, 'begun')), 'nothing starts before the briefing was read').toBe(false);
		terminal.type('\r');
	}
	await appears(() => existsSync(join(home, 'begun')));
	const {pid} = JSON.parse(readFileSync(holderOf(home), 'utf8')) as {pid: number};
	process.kill(pid, signal);
	if (signal === 'SIGHUP') {
		expect(existsSync(join(home, 'over'))).toBe(false);
		writeFileSync(join(home, 'go-on'), '');
	}
	await terminal.sees('looked');
	await terminal.exited;

	expect(terminal.text()).toContain(`ended with ${expected}`);
	expect(terminal.buffer()).toBe('normal');
	expect(terminal.text()).toContain('Go on with: gonogo resume');
	expect(readFileSync(join(home, 'after'), 'utf8')).toBe(readFileSync(join(home, 'before'), 'utf8'));
	expect(isCursorShown()).toBe(true);
	expect(terminal.xterm.modes).toMatchObject({
		bracketedPasteMode: false,
		mouseTrackingMode: 'none',
		sendFocusMode: false,
		applicationCursorKeysMode: false,
	});
	expect(existsSync(join(home, 'over')), 'the step ended by itself').toBe(signal === 'SIGHUP');
	const journal = journalOf(home);
	expect(journal).toContain('"type":"run.held"');
	expect(journal).toMatch(
		signal === 'SIGHUP'
			? /"type":"step.finished","step":"long".*"result":"passed"/
			: /"type":"step.finished","step":"long".*"stopped":"operator"/,
	);
	expect(logOf(home)).toContain('open');
}

test('a closed terminal lets the running step finish, and the run is held behind it', {timeout: 30_000}, () =>
	withHome(async home => {
		const path = join(home, 'long.md');
		writeFileSync(path, runbook);
		const line = `'${process.execPath}' '${program}' run '${path}' --trust --plain; echo $? > "$HOME/code"`;
		const pty = spawn('/bin/sh', ['-c', `trap '' HUP; ${line}`], {cwd: home, env: environment(home, {})});
		await appears(() => existsSync(join(home, 'begun')));
		(pty as unknown as {destroy(): void}).destroy();
		writeFileSync(join(home, 'go-on'), '');
		await appears(() => readFileSync(join(home, 'code'), 'utf8') === '3\n');

		expect(existsSync(join(home, 'over'))).toBe(true);
		expect(journalOf(home)).toMatch(/"type":"step.finished","step":"long".*"result":"passed"/);
		const resumed = openTerminal({args: ['resume', '--plain'], home});
		await resumed.sees('Is it so?');
		resumed.kill('SIGKILL');
		await resumed.exited;
	}),
);

test.each([
	['plain lines', ['--plain']],
	['the full screen', []],
] as const)(
	'a terminal that is destroyed around gonogo itself, on %s, lets the step finish and ends with 3',
	{timeout: 60_000},
	(_, wish) =>
		withHome(async home => {
			const path = join(home, 'long.md');
			writeFileSync(path, runbook);
			const pty = spawn(process.execPath, [program, 'run', path, '--trust', ...wish], {
				cwd: home,
				cols: 100,
				rows: 30,
				env: environment(home, {}),
			});
			const exited = new Promise<unknown>(resolve => pty.onExit(resolve));
			const reader = pty.onData(said => {
				if (said.includes('BRIEFING')) {
					reader.dispose();
					pty.write('\r');
				}
			});
			await appears(() => existsSync(join(home, 'begun')));
			(pty as unknown as {destroy(): void}).destroy();
			await appears(() => journalOf(home).includes('"type":"run.held"'));
			writeFileSync(join(home, 'go-on'), '');

			expect(await exited).toEqual({exitCode: 3, signal: 0});
			expect(journalOf(home)).toMatch(/"type":"step.finished","step":"long".*"result":"passed"/);
		}),
);

function directoryOf(home: string): string {
	const runs = join(home, '.local/state/gonogo/runs');
	return join(runs, readdirSync(runs)[0] ?? '');
}

const journalOf = (home: string): string => readFileSync(join(directoryOf(home), 'journal.jsonl'), 'utf8');

const holderOf = (home: string): string => join(directoryOf(home), 'holder.json');

const logOf = (home: string): string =>
	execFileSync(process.execPath, [program, 'log'], {env: environment(home, {}), encoding: 'utf8'});
