import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openTerminal, type Terminal, withHome} from '../journeys/terminal.ts';
import {typeUntil} from '../safety/typing.ts';

/** A smaller flood for a machine without the room: FLOOD_BYTES=1000000000 npm run test:torture. */
const floodBytes = Number(process.env.FLOOD_BYTES ?? 10_000_000_000);
/** The program may hold this much more at the end of a flood than at its beginning. Bytes. */
const growthMax = 120_000_000;
/** A key is answered within this, also on a machine that does nothing but write. Milliseconds. */
const answeredWithinMs = 3_000;

const runbook = `---
environments:
  staging: {production: false}
---

# A flood

\`\`\`sh {#lines auto}
{ yes "2026-11-21T09:00:00Z INFO one of very many lines that a tool writes as fast as it can" || true; } | head -c ${floodBytes}
\`\`\`

\`\`\`sh {#pieces auto}
perl -e '$| = 1; print "123456789\\n" for 1 .. 1_000_000'
\`\`\`

\`\`\`sh {#one-line auto}
head -c 16777216 /dev/zero | tr '\\0' x
\`\`\`

\`\`\`sh {#no-text auto}
head -c 200000000 /dev/urandom; printf '\\xff\\xfe\\xc0\\n'
\`\`\`

- [ ] It is over
`;

test(
	'10 GB, a million pieces, a line of 16 MiB and bytes that are no text: whole logs, flat memory, keys answered',
	{
		timeout: 1_800_000,
	},
	() =>
		withHome(async home => {
			const path = join(home, 'flood.md');
			writeFileSync(path, runbook);
			const terminal = openTerminal({args: ['run', path, '--trust'], home});
			await typeUntil(terminal, '\r', / RUNNING /);
			const {answersMs, heldBytes} = await measure(terminal);
			const sizes = ['lines', 'pieces', 'one-line', 'no-text'].map(step => sizeOf(home, step));
			terminal.kill('SIGKILL');
			await terminal.exited;

			answersMs.sort((a, b) => a - b);
			const slowest = answersMs.at(-1) ?? 0;
			const grown = Math.max(...heldBytes) - (heldBytes[0] ?? 0);
			process.stderr.write(
				`flood of ${floodBytes} bytes: ${answersMs.length} keys answered, p50 ${answersMs[answersMs.length >> 1]?.toFixed(0)} ms, slowest ${slowest.toFixed(0)} ms; memory ${megabytes(heldBytes[0] ?? 0)} at first, ${megabytes(Math.max(...heldBytes))} at most\n`,
			);
			expect(sizes).toEqual([floodBytes, 10_000_000, 16_777_216, 200_000_004]);
			expect(grown).toBeLessThan(growthMax);
			expect(answersMs.length).toBeGreaterThan(3);
			expect(slowest).toBeLessThan(answeredWithinMs);
		}),
);

/** Opens and closes the help while the flood lasts, and weighs the program. */
async function measure(terminal: Terminal): Promise<{answersMs: number[]; heldBytes: number[]}> {
	const answersMs: number[] = [];
	const heldBytes: number[] = [];
	while (!/ CHECK /.test(terminal.text())) {
		heldBytes.push(held(terminal.pid));
		const at = performance.now();
		terminal.type('?');
		await terminal.sees(/ HELP /);
		answersMs.push(performance.now() - at);
		terminal.type('\u001B');
		await terminal.sees(/ RUNNING | CHECK /);
		await new Promise(resolve => setTimeout(resolve, 300));
	}
	return {answersMs, heldBytes};
}

/** Resident memory of a process. Bytes. */
function held(pid: number): number {
	const [, kilobytes = '0'] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kilobytes) * 1024;
}

function megabytes(bytes: number): string {
	return `${Math.round(bytes / 1_000_000)} MB`;
}

function sizeOf(home: string, step: string): number {
	const runs = join(home, '.local/state/gonogo/runs');
	const [run = ''] = readdirSync(runs);
	return statSync(join(runs, run, 'output', `${step}.1.log`)).size;
}
