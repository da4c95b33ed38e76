import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openTerminal, withHome} from '../journeys/terminal.ts';
import {typeUntil} from './typing.ts';

/** What a step may try: to read what is typed, to open the terminal, to type into it (TIOCSTI). */
const tries = [
	'timeout 5 cat; echo "read nothing: $?"',
	'if (: < /dev/tty) 2>/dev/null; then echo has a terminal; fi',
	`if (printf '\\033]0;owned\\007' > /dev/tty) 2>/dev/null; then echo wrote to it; fi`,
	`perl -e 'open(T, "<", "/dev/tty") or open(T, "<&", STDIN); ioctl(T, 0x5412, my $y = "y") and print "typed\\n"' || true`,
	`[ "$(ps -o sid= -p $$ | tr -d ' ')" = "$$" ] && echo own session`,
].join('; ');

const runbook = `---
environments:
  staging: {production: false}
---

# Kept apart

\`\`\`sh {#tries auto}
${tries}
\`\`\`

\`\`\`probe {#asks}
command: ${JSON.stringify(tries)}
\`\`\`

- [ ] Nothing was typed
`;

test.each([
	['plain lines', ['--plain'], 'y\r', 'Is it so?'],
	['the full screen', [], '\r', / CHECK /],
] as const)(
	'a step under %s reads nothing of the terminal, can’t open it and types nothing into it',
	{timeout: 60_000},
	(_, wish, key, question) =>
		withHome(async home => {
			const path = join(home, 'apart.md');
			writeFileSync(path, runbook);
			const terminal = openTerminal({args: ['run', path, '--trust', ...wish], home});
			let title = '';
			terminal.xterm.onTitleChange(said => {
				title = said;
			});
			await typeUntil(terminal, key, question);
			const output = join(home, '.local/state/gonogo/runs');
			const [run = ''] = readdirSync(output);
			for (const step of ['tries', 'asks']) {
				const log = readFileSync(join(output, run, 'output', `${step}.1.log`), 'utf8');
				expect(log).toContain('read nothing: 0');
				expect(log).toContain('own session');
				expect(log).not.toMatch(/has a terminal|wrote to it|typed/);
			}
			expect(title).not.toContain('owned');
			expect(readFileSync(join(output, run, 'journal.jsonl'), 'utf8')).not.toContain('check.answered');
			terminal.kill('SIGKILL');
			await terminal.exited;
		}),
);
