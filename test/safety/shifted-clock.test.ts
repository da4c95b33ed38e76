import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {environment, openTerminal, program, withHome} from '../journeys/terminal.ts';
import {typeUntil} from './typing.ts';

const yearMs = 365 * 86_400_000;

/** Puts the program's clock off by as many milliseconds as a file says, whatever it says at that moment. */
const shift = (file: string) => `
import {readFileSync} from 'node:fs';
const Real = Date;
const now = Real.now.bind(Real);
const off = () => { try { return Number(readFileSync(${JSON.stringify(file)}, 'utf8')); } catch { return 0; } };
globalThis.Date = class Date extends Real {
	constructor(...given) { given.length === 0 ? super(now() + off()) : super(...given); }
	static now() { return now() + off(); }
};
`;

const runbook = `---
environments:
  staging: {production: false}
---

# The clock jumps

\`\`\`sh {#jump auto}
echo "$BY" > "$HOME/off"
\`\`\`

- [ ] Somebody looks

\`\`\`sh {#back auto}
echo "$THEN" > "$HOME/off"
\`\`\`

- [ ] Somebody looks again
`;

test.each([
	['forward and home again', yearMs, 0],
	['back and home again', -yearMs, 0],
	['back for good', -yearMs, -yearMs],
])(
	'a run during which the clock jumps a year %s ends with a record that verifies',
	{timeout: 60_000},
	(_, byMs, thenMs) =>
		withHome(async home => {
			const path = join(home, 'jumps.md');
			const preload = join(home, 'shift.mjs');
			writeFileSync(path, runbook);
			writeFileSync(preload, shift(join(home, 'off')));
			const terminal = openTerminal({
				args: [],
				home,
				columns: 160,
				env: {BY: String(byMs), THEN: String(thenMs)},
				command: `'${process.execPath}' --import '${preload}' '${program}' run '${path}' --trust --plain --input BY='${byMs}' --input THEN='${thenMs}'; echo "ended with $?"`,
			});
			await terminal.sees('[2 of 4]');
			await typeUntil(terminal, 'y\r', '[4 of 4]');
			await typeUntil(terminal, 'y\r', 'y = close');
			await typeUntil(terminal, 'y\r', 'ended with 0');
			await terminal.exited;

			const gonogo = (...args: readonly string[]) =>
				execFileSync(process.execPath, [program, ...args], {env: environment(home, {}), encoding: 'utf8'});
			expect(new Set(yearsIn(home)).size, 'the clock did jump').toBe(2);
			const verified = gonogo('verify', 'last');
			expect(verified).toMatch(/^PASS +journal /m);
			expect(verified).not.toContain('FAIL');
			const said = [terminal.text(), gonogo('show'), gonogo('show', '--markdown'), gonogo('log')].join('\n');
			expect(said).not.toMatch(/(?<![\d\w.-])-\d+(?:\.\d+)? ?(?:ms|s|m|h|d)\b/);
			expect(said).not.toContain('NaN');
		}),
);

function yearsIn(home: string): readonly string[] {
	const runs = join(home, '.local/state/gonogo/runs');
	const [run = ''] = readdirSync(runs);
	return [...readFileSync(join(runs, run, 'journal.jsonl'), 'utf8').matchAll(/"at":"(\d{4})-/g)].map(
		found => found[1] ?? '',
	);
}
