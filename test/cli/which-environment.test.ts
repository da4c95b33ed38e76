import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openTerminal, withHome} from '../journeys/terminal.ts';

const runbook = `---
environments:
  staging: {production: false}
  production: {}
---

# Restart the shop

- [ ] Nobody is in the middle of a checkout
`;

test(
	'between several environments a run asks until one of them is named, and guesses none',
	{timeout: 60_000},
	() =>
		withHome(async home => {
			const path = join(home, 'restart.md');
			writeFileSync(path, runbook);
			const terminal = openTerminal({args: ['run', path, '--trust'], home});
			await terminal.sees('Which environment? (staging, production)');
			terminal.type('prod\r');
			await terminal.sees('“prod” is none of its environments.');
			terminal.type('\r');
			await terminal.sees(/Which environment\?[^?]+Which environment\?[^?]+Which environment/);
			terminal.type('staging\r');
			await terminal.sees(/ BRIEFING /);
			expect(terminal.lines()[0]).toContain(' staging ');
			terminal.kill('SIGTERM');
			await terminal.exited;
		}),
);

test('who names none at all is told how to say it', {timeout: 60_000}, () =>
	withHome(async home => {
		const path = join(home, 'restart.md');
		writeFileSync(path, runbook);
		const terminal = openTerminal({args: ['run', path, '--trust'], home});
		await terminal.sees('Which environment?');
		terminal.type('\u0004');
		await terminal.sees('Say which with --env: staging, production.');
		expect(await terminal.exited).toMatchObject({code: 2});
	}),
);
