import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {environment, openTerminal, program, type Terminal, withHome} from '../journeys/terminal.ts';
import {startPostgres} from '../postgres.ts';
import {sshdPath, startSshd} from '../sshd.ts';
import {type Outside, oneLine, runbookWith} from './doors-runbook.ts';
import {typeUntil} from './typing.ts';

/** Lines at the bottom of the screen that are the gate's own: its question, its keys and the bar. */
const gateRows = 4;

export type Seen = {
	/** Text and looks of every cell of the gate's prompt. */
	readonly gate: string;
	/** Everything the terminal sent back, as if typed. */
	readonly replies: string;
	/** What the window was called, one after the other: gonogo says itself there how the run stands. */
	readonly titles: readonly string[];
	readonly bells: number;
	readonly oscs: readonly number[];
	readonly modes: string;
	readonly endedIn: string;
	/** What lines say: every verb that prints, the plain run with its summary and all that was said in error. */
	readonly lines: string;
};

/** The servers that stand behind the doors. */
export type World = {
	/** Sends a text through every door of the whole program at once and says what a terminal shows and does then. */
	throughEveryDoor(text: string): Promise<Seen>;
	/** Which doors there are beside those of the files and of the output. */
	readonly outside: Outside;
	close(): Promise<void>;
};

export async function openWorld(): Promise<World> {
	let said = '';
	const server = createServer(socket => {
		socket.on('error', () => {});
		socket.end(`HTTP/1.1 200 OK\r\nX-Said: ${oneLine(said)}\r\nConnection: close\r\n\r\n${said}`);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const {port: httpPort} = server.address() as {port: number};
	const sshd = sshdPath === undefined ? undefined : await startSshd();
	const postgres = await startPostgres();
	const outside = {httpPort, databaseUrl: postgres.url(), hasSsh: sshd !== undefined};
	return {
		outside,
		throughEveryDoor: text =>
			withHome(home => {
				said = text;
				sshd?.greet(text);
				const path = join(home, `${fileName(text)}.md`);
				writeFileSync(path, runbookWith(text, outside));
				return seenOn({home, path, text, databaseUrl: outside.databaseUrl});
			}),
		async close() {
			sshd?.stop();
			server.close();
			await postgres.stop();
		},
	};
}

type Visit = {
	readonly home: string;
	readonly path: string;
	readonly text: string;
	readonly databaseUrl: string;
};

async function seenOn({home, path, text, databaseUrl}: Visit): Promise<Seen> {
	const env = {
		DATABASE_URL: databaseUrl,
		GONOGO_INPUT_NOTE: oneLine(text).replaceAll(/\p{Cc}/gu, '') || 'nothing',
	};
	const gonogo = (...args: readonly string[]) => {
		const {stdout, stderr} = spawnSync(process.execPath, [program, ...args], {
			env: environment(home, env),
			encoding: 'utf8',
		});
		return stdout + stderr;
	};
	// gonogo's own bell depends on how long nobody pressed a key.
	gonogo('settings', 'alerts', 'off');
	// A value with control characters is refused, in words that are safe themselves; the rest of it goes in.
	const refused = gonogo('run', path, '--ci', '--input', `note=${oneLine(text)}`);
	const full = openTerminal({args: ['run', path, '--trust'], home, columns: 110, rows: 34, env});
	const seen = {replies: '', titles: [] as string[], bells: 0, oscs: [] as number[]};
	listen(full, seen);
	await full.sees(/ BRIEFING /);
	full.type('\r');
	await full.sees(/ GO \/ NO-GO /);
	const {gate, modes} = await settled(full);
	full.kill('SIGTERM');
	await full.exited;
	await new Promise<void>(resolve => full.xterm.write('', resolve));
	const lines = [
		refused,
		await plainToItsEnd(home, env, seen),
		...everyExit(path, text).map(args => gonogo(...args)),
	];
	return {...seen, gate, modes, endedIn: full.buffer(), lines: lines.join('')};
}

/** Every verb that prints what came from outside, and two that fail over it. */
function everyExit(path: string, text: string): readonly (readonly string[])[] {
	const missing = `/nowhere/${fileName(text)}`;
	return [
		['verify', 'last'],
		['show'],
		['show', '--markdown'],
		['log'],
		['plan', path],
		['lint', path],
		['stats'],
		['reviews'],
		['run', missing, '--ci'],
		['verify', missing],
	];
}

/** Resumes the run with plain lines in a terminal, says yes to its end, and gives all that came as bytes. */
async function plainToItsEnd(
	home: string,
	env: Readonly<Record<string, string>>,
	seen: Listening,
): Promise<string> {
	const paper: string[] = [];
	const terminal = openTerminal({
		args: ['resume', '--plain'],
		home,
		columns: 200,
		env,
		onBytes: text => paper.push(text),
	});
	listen(terminal, seen);
	await terminal.sees(/Type GO or NO-GO: $/m);
	await typeUntil(terminal, 'go\r', 'Is it so?');
	await typeUntil(terminal, 'y\r', 'y = close');
	await typeUntil(terminal, 'y\r', 'Check it with: gonogo verify');
	await terminal.exited;
	await new Promise<void>(resolve => terminal.xterm.write('', resolve));
	return `${paper.join('').replaceAll('\r\n', '\n')}\n`;
}

type Listening = {replies: string; titles: string[]; bells: number; oscs: number[]};

function listen({xterm}: Terminal, seen: Listening): void {
	xterm.onData(reply => {
		seen.replies += reply;
	});
	xterm.onTitleChange(title => {
		seen.titles.push(title);
	});
	xterm.onBell(() => {
		seen.bells += 1;
	});
	for (const code of [0, 1, 4, 7, 8, 9, 10, 52, 133, 777, 1337]) {
		xterm.parser.registerOscHandler(code, () => {
			seen.oscs.push(code);
			return false;
		});
	}
}

/** The gate is looked at once it stands as it is: not in the middle of a picture, nor while it is deaf. Milliseconds. */
const stillForMs = 600;

/** A gate that goes on changing for longer is not still for another reason. Milliseconds. */
const stillWithinMs = 30_000;

async function settled(terminal: Terminal): Promise<{gate: string; modes: string}> {
	const deadline = performance.now() + stillWithinMs;
	let since = performance.now();
	let seen = {gate: '', modes: ''};
	while (performance.now() - since < stillForMs && performance.now() < deadline) {
		await new Promise(resolve => setTimeout(resolve, 50));
		const now = {gate: cells(terminal), modes: JSON.stringify(terminal.xterm.modes)};
		if (now.gate !== seen.gate || now.modes !== seen.modes) {
			seen = now;
			since = performance.now();
		}
	}
	return seen;
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

/** What a file may be called on Linux, in bytes. */
function fileName(text: string): string {
	return Buffer.from(oneLine(text).replaceAll('/', '-'))
		.subarray(0, 60)
		.toString('utf8')
		.replaceAll('\uFFFD', '');
}
