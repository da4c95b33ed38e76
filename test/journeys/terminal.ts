import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {spawn} from '@lydell/node-pty';
import headless from '@xterm/headless';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built program, started the way a person starts it. */
export const program = join(root, 'bin/gonogo.js');

/** A step of practice takes two seconds here, the world's start ten under load; what takes longer hangs. */
const withinMs = 60_000;

export type Terminal = {
	/** What stands on the screen now, a line a row, trailing blanks cut. */
	lines(): readonly string[];
	text(): string;
	/** Resolves once the screen shows it; rejects with the screen as it stands. */
	sees(what: string | RegExp, limitMs?: number): Promise<void>;
	/** Resolves when something was written on it, or when the limit is over. */
	changes(limitMs: number): Promise<void>;
	/** Types text, or keys such as `\r` and `\u001B[B`. */
	type(keys: string): void;
	resize(columns: number, rows: number): void;
	kill(signal: NodeJS.Signals): void;
	readonly pid: number;
	/** Which buffer is shown: the normal one or the alternate one of full screens. */
	buffer(): 'normal' | 'alternate';
	readonly exited: Promise<{readonly code: number; readonly signal?: number}>;
	readonly xterm: InstanceType<typeof headless.Terminal>;
};

export type TerminalOptions = {
	readonly args: readonly string[];
	readonly home: string;
	readonly columns?: number;
	readonly rows?: number;
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string>>;
	/** Instead of the program itself: a shell line. */
	readonly command?: string;
	/** Hears all that the program writes, before any emulator. */
	readonly onBytes?: (text: string) => void;
};

/** The real program in a real pseudo-terminal, with a terminal emulator as the eye. */
export function openTerminal(options: TerminalOptions): Terminal {
	const {columns = 100, rows = 30, home, cwd = home} = options;
	const xterm = new headless.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 2000});
	const [file, args] =
		options.command === undefined
			? [process.execPath, [program, ...options.args]]
			: ['/bin/sh', ['-c', options.command]];
	const pty = spawn(file, args, {
		name: 'xterm-256color',
		cols: columns,
		rows,
		cwd,
		env: environment(home, options.env ?? {}),
	});
	const seen = new Set<() => void>();
	pty.onData(data => {
		options.onBytes?.(data);
		xterm.write(data, () => tell(seen));
	});
	xterm.onData(reply => pty.write(reply));
	const exited = new Promise<{code: number; signal?: number}>(resolve => {
		pty.onExit(({exitCode, signal}) => resolve({code: exitCode, ...(signal ? {signal} : {})}));
	});
	const lines = () => screenLines(xterm);
	return {
		lines,
		text: () => lines().join('\n'),
		sees: (what, limitMs = withinMs) => waitFor({what, limitMs, lines, seen, exited}),
		changes: limitMs => nextChange(seen, limitMs),
		type: keys => pty.write(keys),
		resize(newColumns, newRows) {
			xterm.resize(newColumns, newRows);
			pty.resize(newColumns, newRows);
		},
		kill: signal => process.kill(pty.pid, signal),
		pid: pty.pid,
		buffer: () => xterm.buffer.active.type,
		exited,
		xterm,
	};
}

/** A home directory of one's own, removed after the test. */
export async function withHome<T>(work: (home: string) => Promise<T>): Promise<T> {
	const home = await mkdtemp(join(tmpdir(), 'gonogo-home-'));
	try {
		return await work(home);
	} finally {
		await rm(home, {recursive: true, force: true, maxRetries: 5});
	}
}

/** What a bare machine has in its environment, and nothing of this test run's. */
export function environment(home: string, more: Readonly<Record<string, string>>): Record<string, string> {
	return {
		HOME: home,
		PATH: process.env.PATH ?? '/usr/bin:/bin',
		TERM: 'xterm-256color',
		LANG: 'C.UTF-8',
		TZ: 'UTC',
		...more,
	};
}

function screenLines(xterm: InstanceType<typeof headless.Terminal>): readonly string[] {
	const {active} = xterm.buffer;
	const first = active.type === 'alternate' ? 0 : Math.max(0, active.length - xterm.rows - 200);
	return Array.from(
		{length: active.length - first},
		(_, row) => active.getLine(first + row)?.translateToString(true) ?? '',
	);
}

type Wait = {
	readonly what: string | RegExp;
	readonly limitMs: number;
	readonly lines: () => readonly string[];
	readonly seen: Set<() => void>;
	readonly exited: Promise<{readonly code: number}>;
};

function waitFor(wait: Wait): Promise<void> {
	const {what, limitMs, lines, seen, exited} = wait;
	return new Promise((resolve, reject) => {
		const end = (fault?: string) => {
			seen.delete(look);
			clearTimeout(limit);
			fault === undefined
				? resolve()
				: reject(new Error(`${fault} ${String(what)}. The screen:\n${lines().join('\n')}`));
		};
		const look = () => {
			const text = lines().join('\n');
			if (typeof what === 'string' ? text.includes(what) : what.test(text)) {
				end();
			}
		};
		const limit = setTimeout(() => end(`Not seen within ${limitMs} ms:`), limitMs);
		seen.add(look);
		look();
		void exited.then(({code}) =>
			setTimeout(() => {
				look();
				if (seen.has(look)) {
					end(`The program ended with ${code} and did not show`);
				}
			}, 200),
		);
	});
}

function nextChange(seen: Set<() => void>, limitMs: number): Promise<void> {
	return new Promise(resolve => {
		const end = () => {
			seen.delete(end);
			clearTimeout(limit);
			resolve();
		};
		const limit = setTimeout(end, limitMs);
		seen.add(end);
	});
}

function tell(listeners: ReadonlySet<() => void>): void {
	for (const listener of [...listeners]) {
		listener();
	}
}
