import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type Terminal, withHome} from '../journeys/terminal.ts';
import {canMount, onSmallDisk} from './small-disk.ts';
import {typeUntil} from './typing.ts';
import {watchCursor} from './watching.ts';

/** The second step's entry is larger than what a page of the journal may still hold. */
const runbook = `---
title: Fills the disk
environments:
  staging: {production: false}
---

# Fills the disk

\`\`\`sh {#fill}
echo x >> "$HOME/filled"; cat /dev/zero > "$DISK/filler" 2>/dev/null || true
\`\`\`

\`\`\`sh {#after auto}
echo x >> "$HOME/after" # ${'a long line that its entry repeats '.repeat(250)}
\`\`\`

- [ ] There is room
`;

/** The first run meets the full disk; the second, with room again, goes on; the chain is looked at in between. */
const script = (wish: string) => `
stty -a > "$HOME/before"; $GONOGO run "$HOME/fills.md" --trust ${wish}; echo "ended with $?"; stty -a > "$HOME/looks"
cp "$DISK"/state/runs/*/journal.jsonl "$HOME/halted.jsonl"
test -e "$HOME/after" && echo "started without its entry"; rm "$DISK/filler"; echo "room again"; $GONOGO resume --plain; echo "then $?"; $GONOGO verify last; echo "verified $?"
`;

async function resumes(terminal: Terminal): Promise<void> {
	await terminal.sees('room again');
	await terminal.sees('Is it so?');
	await typeUntil(terminal, 'y\r', 'y = close');
	await typeUntil(terminal, 'y\r', 'then 0');
	await terminal.sees('verified 0');
	await terminal.exited;
	expect(terminal.text()).toMatch(/PASS +journal /);
}

test.skipIf(!canMount).each([
	['plain lines', '--plain'],
	['the full screen', ''],
])(
	'a disk that fills up under a step, seen on %s, stops the run with 7 and one last entry, and room lets it go on',
	{timeout: 90_000},
	(_, wish) =>
		withHome(async home => {
			writeFileSync(join(home, 'fills.md'), runbook);
			const terminal = onSmallDisk({home, script: script(wish)});
			const isCursorShown = watchCursor(terminal);
			if (wish === '') {
				await terminal.sees(/ BRIEFING /);
				terminal.type('\r');
				await terminal.sees(/ RUN\? /);
				await typeUntil(terminal, '\r', /ended with \d/);
			} else {
				await typeUntil(terminal, 'y\r', /ended with \d/);
			}
			expect(terminal.text()).toContain('ended with 7');
			expect(terminal.text().replaceAll(/\s+/g, '')).toMatch(/thediskisfull\(ENOSPC\).*Makeroomonit/);
			expect(terminal.buffer()).toBe('normal');
			expect(isCursorShown()).toBe(true);
			await resumes(terminal);

			expect(readFileSync(join(home, 'looks'), 'utf8')).toBe(readFileSync(join(home, 'before'), 'utf8'));
			const types = typesIn(join(home, 'halted.jsonl'));
			expect(types.slice(-2)).toEqual(['step.finished', 'run.halted']);
			expect(terminal.text()).not.toContain('started without its entry');
			expect(readFileSync(join(home, 'filled'), 'utf8')).toBe('x\n');
			expect(readFileSync(join(home, 'after'), 'utf8')).toBe('x\n');
		}),
);

test.skipIf(!canMount)(
	'a disk that is full before the run begins touches nothing and ends with 7',
	{
		timeout: 60_000,
	},
	() =>
		withHome(async home => {
			writeFileSync(join(home, 'fills.md'), runbook);
			const terminal = onSmallDisk({
				home,
				script: `cat /dev/zero > "$DISK/filler"; $GONOGO run "$HOME/fills.md" --trust --ci; echo "ended with $?"`,
			});
			await terminal.sees(/ended with \d/);
			await terminal.exited;
			expect(terminal.text()).toContain('ended with 7');
			expect(terminal.text()).not.toContain('bug');
			expect(existsSync(join(home, 'filled'))).toBe(false);
		}),
);

test.skipIf(!canMount)(
	'a state directory on a disk that can only be read stops with 7, whether a run is begun or resumed',
	{
		timeout: 60_000,
	},
	() =>
		withHome(async home => {
			writeFileSync(
				join(home, 'fills.md'),
				runbook.replace('cat /dev/zero > "$DISK/filler"', 'touch "$HOME/ro"; sleep 1'),
			);
			const terminal = onSmallDisk({
				home,
				script: `
$GONOGO run "$HOME/fills.md" --trust --ci; echo "first $?"
mount -o remount,ro "$DISK"; $GONOGO run "$HOME/fills.md" --trust --ci; echo "ended with $?"; $GONOGO resume --ci; echo "resumed with $?"`,
			});
			await terminal.sees(/resumed with \d/);
			await terminal.exited;
			expect(terminal.text()).toContain('ended with 7');
			expect(terminal.text()).toContain('resumed with 7');
			expect(terminal.text()).toMatch(/read-only/);
			expect(existsSync(join(home, 'after'))).toBe(false);
		}),
);

function typesIn(journal: string): readonly string[] {
	return readFileSync(journal, 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => (JSON.parse(line) as {readonly type: string}).type);
}
