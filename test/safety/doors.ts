import {execFileSync, spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {environment, openTerminal, program, type Terminal, withHome} from '../journeys/terminal.ts';

/** Lines at the bottom of the screen that are the gate's own: its question, its keys and the bar. */
const gateRows = 4;

export type Seen = {
	/** Text and looks of every cell of the gate's prompt. */
	readonly gate: string;
	/** Everything the terminal sent back, as if typed. */
	readonly replies: string;
	readonly title: string;
	readonly bells: number;
	readonly oscs: readonly number[];
	readonly modes: string;
	readonly endedIn: string;
	/** What lines say: the run as it stands, the list of runs, the plain screen up to the gate. */
	readonly lines: string;
};

/** Sends a text through every door of the whole program at once and says what a terminal shows and does then. */
export function throughEveryDoor(text: string): Promise<Seen> {
	return withHome(async home => {
		const server = createServer(socket => {
			socket.on('error', () => {});
			socket.end(`HTTP/1.1 200 OK\r\nX-Said: ${oneLine(text)}\r\nConnection: close\r\n\r\n${text}`);
		});
		const {promise, resolve} = Promise.withResolvers<void>();
		server.listen(0, '127.0.0.1', resolve);
		await promise;
		try {
			const {port} = server.address() as {port: number};
			const path = join(home, `${fileName(text)}.md`);
			writeFileSync(path, runbookWith(text, port));
			return await seenOn(home, path, text);
		} finally {
			server.close();
		}
	});
}

async function seenOn(home: string, path: string, text: string): Promise<Seen> {
	// A value with control characters is refused, in words that are safe themselves; the rest of it goes in.
	const refused = spawnSync(
		process.execPath,
		[program, 'run', path, '--ci', '--input', `note=${oneLine(text)}`],
		{
			env: environment(home, {}),
			encoding: 'utf8',
		},
	);
	const env = {GONOGO_INPUT_NOTE: oneLine(text).replaceAll(/\p{Cc}/gu, '') || 'nothing'};
	const terminal = openTerminal({args: ['run', path, '--trust'], home, columns: 110, rows: 34, env});
	const seen = {replies: '', title: '', bells: 0, oscs: [] as number[]};
	listen(terminal, seen);
	await terminal.sees(/ BRIEFING /);
	terminal.type('\r');
	await terminal.sees(/ GO \/ NO-GO /);
	const gate = cells(terminal);
	const modes = JSON.stringify(terminal.xterm.modes);
	terminal.kill('SIGTERM');
	await terminal.exited;
	await new Promise<void>(resolve => terminal.xterm.write('', resolve));
	const gonogo = (...args: readonly string[]) =>
		execFileSync(process.execPath, [program, ...args], {env: environment(home, env), encoding: 'utf8'});
	const lines = [
		refused.stdout,
		gonogo('show'),
		gonogo('show', '--markdown'),
		gonogo('log'),
		gonogo('plan', path),
		refused.stderr,
	].join('');
	return {...seen, gate, modes, endedIn: terminal.buffer(), lines};
}

function listen(
	{xterm}: Terminal,
	seen: {replies: string; title: string; bells: number; oscs: number[]},
): void {
	xterm.onData(reply => {
		seen.replies += reply;
	});
	xterm.onTitleChange(title => {
		seen.title = title;
	});
	xterm.onBell(() => {
		seen.bells += 1;
	});
	for (const code of [0, 1, 2, 4, 7, 8, 9, 10, 52, 133, 777, 1337]) {
		xterm.parser.registerOscHandler(code, () => {
			seen.oscs.push(code);
			return false;
		});
	}
}

function cells({xterm}: Terminal): string {
	const found: string[] = [];
	for (let row = xterm.rows - gateRows; row < xterm.rows; row++) {
		const line = xterm.buffer.active.getLine(row);
		for (let column = 0; column < xterm.cols; column++) {
			const cell = line?.getCell(column);
			found.push(`${cell?.getChars()}/${cell?.getFgColor()}/${cell?.getBgColor()}/${cell?.isInverse()}`);
		}
	}
	return found.join(' ');
}

function oneLine(text: string): string {
	return text.replaceAll(/[\r\n\0]/g, ' ');
}

/** What a file may be called on Linux, in bytes. */
function fileName(text: string): string {
	return Buffer.from(oneLine(text).replaceAll('/', '-'))
		.subarray(0, 60)
		.toString('utf8')
		.replaceAll('\uFFFD', '');
}

function runbookWith(text: string, port: number): string {
	const line = oneLine(text);
	return `---
title: ${JSON.stringify(`Hostile ${line}`)}
environments:
  staging: {production: false}
inputs:
  note: {type: string}
---

# Hostile ${line}

## Section ${line}

**Why**: ${line}

\`\`\`sh {#says auto on-failure=continue}
echo ${Buffer.from(`${text}\nlast line\n${text}`).toString('base64')} | base64 -d; printf '%s\\n' "$note" "$note" >&2; exit 3
\`\`\`

\`\`\`http {#asks status=204 on-failure=continue}
GET http://127.0.0.1:${port}/
\`\`\`

\`\`\`gate {#go-on}
question: Is it well?
\`\`\`
`;
}
