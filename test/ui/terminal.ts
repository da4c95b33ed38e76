import {PassThrough, Writable} from 'node:stream';
import headless from '@xterm/headless';
import type {ScreenIn, ScreenOut} from '../../src/ui/screen/terminal.ts';

/** A terminal in this process: what a program writes is drawn into cells, what is typed comes out of `stdin`. */
export type TestTerminal = {
	readonly stdin: ScreenIn;
	readonly stdout: ScreenOut;
	readonly xterm: InstanceType<typeof headless.Terminal>;
	/** Everything that was written, as it was written. */
	readonly written: () => string;
	/** Rows of the screen, trailing blanks cut. */
	lines(): readonly string[];
	text(): string;
	/** One read's worth of input. */
	type(keys: string): void;
	resize(columns: number, rows: number): void;
	/** Resolves once the screen shows it; rejects with the screen as it stands. */
	sees(what: string | RegExp, limitMs?: number): Promise<void>;
	/** Keys one after another, as a person presses them: the next one once the screen has answered. */
	presses(...keys: readonly string[]): Promise<void>;
	/** Resolves once nothing was written for a moment: the picture is whole. */
	settles(): Promise<void>;
	/** While true, nothing that is written is taken, as after Ctrl-S. */
	stall(isStalled: boolean): void;
	readonly rawMode: () => boolean;
};

/** A loaded machine draws slowly; what takes longer is not coming. */
const seesWithinMs = 10_000;
/** Longer than the pause after which a key no longer counts as part of a paste. */
const quietMs = 60;
/** Longer than the pause after which the same key no longer counts as held down. */
const againMs = 110;

export function testTerminal(columns = 100, rows = 30): TestTerminal {
	const xterm = new headless.Terminal({
		cols: columns,
		rows,
		allowProposedApi: true,
		convertEol: true,
		scrollback: 0,
	});
	const watchers = new Set<() => void>();
	const gate = {isStalled: false, held: [] as (() => void)[]};
	let written = '';
	let lastWriteAt = performance.now();
	const stdout = new Writable({
		decodeStrings: false,
		write(chunk: string | Buffer, _, done) {
			const text = chunk.toString();
			const take = () => {
				written += text;
				lastWriteAt = performance.now();
				xterm.write(text, () => {
					for (const watcher of watchers) {
						watcher();
					}
				});
				done();
			};
			gate.isStalled ? gate.held.push(take) : take();
		},
	});
	Object.assign(stdout, {isTTY: true, columns, rows});
	const input = new PassThrough();
	let raw = false;
	const setRawMode = (mode: boolean) => {
		raw = mode;
		return input;
	};
	Object.assign(input, {isTTY: true, setRawMode, ref: () => input, unref: () => input});
	const lines = () =>
		Array.from(
			{length: xterm.rows},
			(_, row) => xterm.buffer.active.getLine(row)?.translateToString(true, 0, xterm.cols).trimEnd() ?? '',
		);
	const settles = async () => {
		const deadline = performance.now() + seesWithinMs;
		do {
			await new Promise(resolve => setTimeout(resolve, quietMs));
		} while (performance.now() - lastWriteAt < quietMs && performance.now() < deadline);
	};
	return {
		stdin: input as unknown as ScreenIn,
		stdout: stdout as unknown as ScreenOut,
		xterm,
		written: () => written,
		lines,
		text: () => lines().join('\n'),
		type: keys => input.write(keys),
		resize(newColumns, newRows) {
			xterm.resize(newColumns, newRows);
			Object.assign(stdout, {columns: newColumns, rows: newRows});
			stdout.emit('resize');
		},
		sees: (what, limitMs = seesWithinMs) => seen({what, limitMs, watchers, text: () => lines().join('\n')}),
		settles,
		async presses(...keys) {
			for (const [at, key] of keys.entries()) {
				if (key === keys[at - 1]) {
					await new Promise(resolve => setTimeout(resolve, againMs));
				}
				input.write(key);
				await settles();
			}
		},
		stall(isStalled) {
			gate.isStalled = isStalled;
			for (const take of isStalled ? [] : gate.held.splice(0)) {
				take();
			}
		},
		rawMode: () => raw,
	};
}

type Seen = {
	readonly what: string | RegExp;
	readonly limitMs: number;
	readonly watchers: Set<() => void>;
	readonly text: () => string;
};

function seen({what, limitMs, watchers, text}: Seen): Promise<void> {
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	const look = () => {
		const now = text();
		if (typeof what === 'string' ? now.includes(what) : what.test(now)) {
			end();
			resolve();
		}
	};
	const limit = setTimeout(() => {
		end();
		reject(new Error(`Not seen within ${limitMs} ms: ${String(what)}. The screen:\n${text()}`));
	}, limitMs);
	const end = () => {
		clearTimeout(limit);
		watchers.delete(look);
	};
	watchers.add(look);
	look();
	return promise;
}
