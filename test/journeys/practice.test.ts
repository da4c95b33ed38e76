import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {agreeable, operate} from './operator.ts';
import {environment, openTerminal, program, withHome} from './terminal.ts';

const journeyMs = 240_000;

function runsIn(home: string): string {
	return join(home, '.local/state/gonogo/runs');
}

function gonogo(home: string, ...args: string[]): string {
	return execFileSync(process.execPath, [program, ...args], {env: environment(home, {}), encoding: 'utf8'});
}

describe('practice in a terminal', () => {
	test(
		'walks from the briefing to a record that verifies, and leaves the terminal as it was',
		{timeout: journeyMs},
		() =>
			withHome(async home => {
				const terminal = openTerminal({args: ['practice'], home, columns: 110, rows: 34});
				await terminal.sees(/\S Starting the practice world/);
				await terminal.sees(/BRIEFING/);
				expect(terminal.buffer()).toBe('alternate');
				await operate(terminal, /Check it with: gonogo verify/);
				const {code} = await terminal.exited;

				expect(code).toBe(0);
				expect(terminal.buffer()).toBe('normal');
				expect(terminal.text()).toContain('Practice release — complete (practice)');
				expect(gonogo(home, 'verify', 'last')).toMatch(/^PASS +journey|^PASS +journal/m);
				expect(gonogo(home, 'verify', 'last')).not.toContain('FAIL');
				expect(gonogo(home, 'log')).toContain('complete (practice)');
				const [run = ''] = readdirSync(runsIn(home));
				expect(readFileSync(join(runsIn(home), run, 'run.md'), 'utf8')).toContain('- [x]');
			}),
	);

	test(
		'that is killed in the middle of a step asks about that step when it is resumed, and goes on',
		{timeout: journeyMs},
		() =>
			withHome(async home => {
				const first = openTerminal({args: ['practice'], home, columns: 110, rows: 34});
				await operate(first, /▸\S It holds while real[\s\S]*s left/);
				first.kill('SIGKILL');
				await first.exited;

				const second = openTerminal({args: ['resume'], home, columns: 110, rows: 34});
				await second.sees(/ UNKNOWN /);
				expect(second.text()).toContain('It holds while real');
				const habits = [{sees: / UNKNOWN /, types: 'r'}, ...agreeable];
				await operate(second, /Check it with: gonogo verify/, habits);

				expect((await second.exited).code).toBe(0);
				expect(second.text()).toContain('complete (practice)');
				expect(gonogo(home, 'verify', 'last')).not.toContain('FAIL');
			}),
	);

	test('with a bad release rolls back and says so with exit code 4', {timeout: journeyMs}, () =>
		withHome(async home => {
			const terminal = openTerminal({
				args: ['practice', '--drill', 'bad-release'],
				home,
				columns: 110,
				rows: 34,
			});
			const habits = [
				{sees: / (?:FAILED|GUARD|TRIPPED|UNKNOWN) [\s\S]*\bb +roll back/, types: 'b'},
				{sees: / ROLL BACK [\s\S]*›\s*$/m, types: 'the new version fails'},
				{sees: / ROLL BACK [\s\S]*› \S/m, types: '\r'},
				...agreeable,
			];
			await operate(terminal, /Check it with: gonogo verify/, habits);

			expect((await terminal.exited).code).toBe(4);
			expect(terminal.text()).toContain('rolled back (practice)');
		}),
	);
});

describe('practice without a terminal', () => {
	test(
		'answers its own questions, says so on every line, and ends with a record marked practice',
		{timeout: journeyMs},
		() =>
			withHome(async home => {
				const said = gonogo(home, 'practice');

				expect(said).toContain('[scripted operator]');
				expect(said).toMatch(/say GO: \[scripted operator\] practice/);
				expect(said).toContain('complete (practice)');
				expect(gonogo(home, 'verify', 'last', '--json')).toContain('"practice"');
			}),
	);
});
