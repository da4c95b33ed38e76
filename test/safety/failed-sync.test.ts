import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {environment, program, withHome} from '../journeys/terminal.ts';
import {has} from '../needs.ts';

/** A system call that fails for real, in the real program, takes a tracer, which not every machine allows. */
const canTrace = has('strace') && spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;

const runbook = `---
environments:
  staging: {production: false}
---

# Two small steps

\`\`\`sh {#one auto}
echo x >> "$HOME/one"
\`\`\`

\`\`\`sh {#two auto}
echo x >> "$HOME/two"
\`\`\`

- [ ] All is well
`;

test.skipIf(!canTrace).each([1, 2, 3, 4, 5, 6, 7])(
	'when the disk refuses sync number %i the program ends with 7, writes nothing more, and goes on from what it knows',
	{timeout: 60_000},
	which =>
		withHome(async home => {
			const path = join(home, 'small.md');
			writeFileSync(path, runbook);
			const inject = ['-f', '-qq', '-o', join(home, 'trace'), '-e', 'trace=fdatasync', '-e'];
			const gonogo = (before: readonly string[], args: readonly string[]) => {
				const [file = '', ...rest] = [...before, process.execPath, program, ...args];
				// One thread does all file work, so that its calls can be counted.
				const env = environment(home, {UV_THREADPOOL_SIZE: '1'});
				const {status, stdout, stderr} = spawnSync(file, rest, {env, encoding: 'utf8'});
				return {status, said: stdout + stderr};
			};
			const broken = gonogo(
				['strace', ...inject, `inject=fdatasync:error=EIO:when=${which}`],
				['run', path, '--trust', '--ci'],
			);
			expect(broken.status, broken.said).toBe(7);
			expect(broken.said).toContain('the disk reports an error (EIO)');
			const trace = readFileSync(join(home, 'trace'), 'utf8');
			expect(trace.split('fdatasync(').length - 1, 'no sync is asked again').toBe(which);

			const before = count(home, 'one') + count(home, 'two');
			const started = journalOf(home).split('"type":"step.started"').length - 1;
			expect(before, 'a step whose start is not known to be written has not begun').toBeLessThanOrEqual(
				started,
			);
			if (journalOf(home) !== '') {
				const resumed = gonogo([], ['resume', '--ci']);
				expect(resumed.status, resumed.said).toBe(3);
				expect(count(home, 'one')).toBeLessThanOrEqual(1);
				expect(count(home, 'two')).toBeLessThanOrEqual(1);
			}
		}),
);

function count(home: string, step: string): number {
	const file = join(home, step);
	return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}

function journalOf(home: string): string {
	const runs = join(home, '.local/state/gonogo/runs');
	const [run = ''] = existsSync(runs) ? readdirSync(runs) : [];
	const file = join(runs, run, 'journal.jsonl');
	return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
