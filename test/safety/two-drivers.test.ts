import {execFile} from 'node:child_process';
import {readdirSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {environment, openTerminal, program, withHome} from '../journeys/terminal.ts';

const runbook = `# Held by one

- [ ] Somebody drives
- [ ] Somebody still does
`;

test(
	'a second process on a run is refused with who drives it, where and since when, and gets it once the first was killed',
	{timeout: 60_000},
	() =>
		withHome(async home => {
			const path = join(home, 'held.md');
			writeFileSync(path, runbook);
			const first = openTerminal({args: ['run', path, '--trust', '--plain'], home});
			await first.sees('Is it so?');
			const [run = ''] = readdirSync(join(home, '.local/state/gonogo/runs'));

			const refused = await gonogo(home, ['resume', run, '--plain']);
			expect(refused.code).toBe(6);
			expect(refused.said).toContain(`pid ${first.pid} on ${hostname()}`);
			expect(refused.said).toMatch(/since \d{4}-\d\d-\d\dT\d\d:\d\d/);
			expect(refused.said).toContain(`gonogo show ${run}`);
			expect((await gonogo(home, ['log'])).said).toContain(`driven by pid ${first.pid}`);

			first.kill('SIGKILL');
			await first.exited;
			const second = openTerminal({args: ['resume', run, '--plain'], home});
			await second.sees('Is it so?');
			second.type('y\r');
			await second.sees('[2 of 2]');
			second.kill('SIGKILL');
			await second.exited;
		}),
);

test('a driver that is only stopped keeps its run', {timeout: 60_000}, () =>
	withHome(async home => {
		const path = join(home, 'held.md');
		writeFileSync(path, runbook);
		const first = openTerminal({args: ['run', path, '--trust', '--plain'], home});
		await first.sees('Is it so?');
		first.kill('SIGSTOP');
		expect((await gonogo(home, ['resume', '--plain'])).code).toBe(6);
		first.kill('SIGCONT');
		first.type('y\r');
		await first.sees('[2 of 2]');
		first.kill('SIGKILL');
		await first.exited;
	}),
);

function gonogo(home: string, args: readonly string[]): Promise<{code: number; said: string}> {
	return new Promise(resolve => {
		const child = execFile(
			process.execPath,
			[program, ...args],
			{env: environment(home, {}), encoding: 'utf8'},
			(_, out, err) => resolve({code: child.exitCode ?? -1, said: out + err}),
		);
		child.stdin?.end();
	});
}
