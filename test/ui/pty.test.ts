import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {spawn} from '@lydell/node-pty';
import headless from '@xterm/headless';
import {build} from 'esbuild';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {has} from '../needs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder = '';
let program = '';

beforeAll(async () => {
	folder = await mkdtemp(join(root, 'node_modules/.screen-'));
	program = join(folder, 'program.mjs');
	await build({
		entryPoints: [join(root, 'test/ui/pty-program.ts')],
		outfile: program,
		bundle: true,
		format: 'esm',
		platform: 'node',
		target: 'node22',
		jsx: 'automatic',
		define: {'process.env.NODE_ENV': '"production"'},
		alias: {'react-devtools-core': join(root, 'bin/no-devtools.js')},
		banner: {
			js: "import {createRequire as requireFrom} from 'node:module'; const require = requireFrom(import.meta.url);",
		},
		logLevel: 'warning',
	});
});

afterAll(() => rm(folder, {recursive: true, force: true}));

type Pty = ReturnType<typeof openPty>;

type Size = {readonly columns: number; readonly rows: number};

/** A program in a real pseudo-terminal, and a terminal emulator that shows it. */
function openPty(
	args: readonly string[],
	env: Readonly<Record<string, string>> = {},
	{columns, rows}: Size = {columns: 100, rows: 30},
) {
	const xterm = new headless.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 500});
	const pty = spawn(args[0] ?? '', args.slice(1), {
		name: 'xterm-256color',
		cols: columns,
		rows,
		cwd: folder,
		env: {PATH: process.env.PATH ?? '', HOME: folder, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env},
	});
	const watchers = new Set<() => void>();
	let written = '';
	pty.onData(text => {
		written += text;
		xterm.write(text, () => {
			for (const watcher of watchers) {
				watcher();
			}
		});
	});
	const exited = new Promise<void>(resolve => pty.onExit(() => resolve()));
	// What the program wrote last arrives after its end is known.
	const ended = exited.then(
		() => new Promise<void>(resolve => setTimeout(() => xterm.write('', resolve), 200)),
	);
	const text = () =>
		Array.from(
			{length: xterm.buffer.active.length},
			(_, row) => xterm.buffer.active.getLine(row)?.translateToString(true, 0, xterm.cols).trimEnd() ?? '',
		).join('\n');
	const sees = (what: string, limitMs = 15_000) => {
		const {promise, resolve, reject} = Promise.withResolvers<void>();
		const look = () => {
			if (text().includes(what)) {
				stop();
				resolve();
			}
		};
		const fail = (fault: string) => {
			stop();
			reject(new Error(`${fault}: ${what}. The screen:\n${text()}`));
		};
		const limit = setTimeout(() => fail(`Not seen within ${limitMs} ms`), limitMs);
		const stop = () => {
			clearTimeout(limit);
			watchers.delete(look);
		};
		watchers.add(look);
		look();
		void ended.then(() => fail('It ended without'));
		return promise;
	};
	return {pty, xterm, text, sees, ended, written: () => written};
}

const show = (what: string, report = '', env: Readonly<Record<string, string>> = {}): Pty =>
	openPty([process.execPath, program, what, report], env);

/** What every way out must leave behind. */
function expectUsable(terminal: Pty): void {
	expect(terminal.xterm.buffer.active.type).toBe('normal');
	expect(terminal.xterm.modes.bracketedPasteMode).toBe(false);
	expect(terminal.xterm.modes.mouseTrackingMode).toBe('none');
	const cursor = [...terminal.written().matchAll(/\u001B\[\?25([hl])/g)].at(-1)?.[1];
	expect(cursor).toBe('h');
}

test('leaving gives the terminal back and says what was sent', async () => {
	const terminal = show('walk');
	await terminal.sees('RUN?');
	terminal.pty.write('q');
	await terminal.sees('Leave?');
	terminal.pty.write('\r');
	await terminal.sees('ended: left');
	await terminal.ended;
	expectUsable(terminal);
});

test('a crash leaves a usable terminal with the stack on it', async () => {
	const terminal = show('crash');
	await terminal.sees('RUN?');
	process.kill(terminal.pty.pid, 'SIGUSR2');
	await terminal.ended;
	expect(terminal.text()).toContain('something that nobody expected');
	expectUsable(terminal);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s leaves a usable terminal', async signal => {
	const terminal = show('walk');
	await terminal.sees('RUN?');
	process.kill(terminal.pty.pid, signal);
	await terminal.ended;
	expectUsable(terminal);
});

test('a CI variable in the environment does not take the screen away', async () => {
	const terminal = show('walk', '', {CI: ''});
	await terminal.sees('RUN?');
	expect(terminal.xterm.buffer.active.type).toBe('alternate');
	terminal.pty.write('q');
	await terminal.sees('Leave?');
	terminal.pty.write('\r');
	await terminal.ended;
});

test('what is typed to a step that has the terminal reaches the step, and no key of it the screen', async () => {
	const report = join(folder, 'typed');
	const terminal = show('lend', report);
	await terminal.sees('RUN?');
	process.kill(terminal.pty.pid, 'SIGUSR2');
	await terminal.sees('child asks:');
	terminal.pty.write('pass n word\r');
	await terminal.sees('RUN?');
	expect(await readFile(report, 'utf8')).toBe('pass n word');
	terminal.pty.write('q');
	await new Promise(resolve => setTimeout(resolve, 500));
	expect(terminal.text()).not.toContain('Leave?');
	terminal.pty.write('q');
	await terminal.sees('Leave?');
	terminal.pty.write('\r');
	await terminal.sees('ended: left; sent:');
	expect(terminal.text()).toMatch(/sent:$/m);
	await terminal.ended;
	expectUsable(terminal);
});

test.skipIf(!has('bash'))('Ctrl-Z goes to the shell and fg comes back to the same screen', async () => {
	const terminal = openPty(['bash', '--norc', '--noprofile', '-i'], {PS1: 'shell> '});
	await terminal.sees('shell>');
	terminal.pty.write(`${process.execPath} ${program} walk\r`);
	await terminal.sees('RUN?');
	terminal.pty.write('\u001A');
	await terminal.sees('Stopped');
	expect(terminal.xterm.buffer.active.type).toBe('normal');
	terminal.pty.write('echo still $((20 + 22))\r');
	await terminal.sees('still 42');
	terminal.pty.write('fg\r');
	await terminal.sees('RUN?');
	expect(terminal.xterm.buffer.active.type).toBe('alternate');
	await new Promise(resolve => setTimeout(resolve, 500));
	terminal.pty.write('q');
	await terminal.sees('Leave?');
	terminal.pty.write('\r');
	await terminal.sees('ended: left');
	terminal.pty.write('exit\r');
	await terminal.ended;
});

test.skipIf(!has('bash'))('Ctrl-Z before the first picture is a key like any other', async () => {
	const terminal = openPty(['bash', '--norc', '--noprofile', '-i'], {PS1: 'shell> '});
	await terminal.sees('shell>');
	const typed = terminal.xterm.buffer.onBufferChange(() => {
		typed.dispose();
		terminal.pty.write('\u001A');
	});
	terminal.pty.write(`${process.execPath} ${program} walk\r`);
	await terminal.sees('RUN?');
	expect(terminal.xterm.buffer.active.type).toBe('alternate');
	terminal.pty.kill();
	await terminal.ended;
});

test.skipIf(!has('bash'))(
	'a program that was stopped from outside draws its screen again when it goes on',
	async () => {
		const report = join(folder, 'pid');
		const terminal = openPty(['bash', '--norc', '--noprofile', '-i'], {PS1: 'shell> '});
		await terminal.sees('shell>');
		terminal.pty.write(`${process.execPath} ${program} walk ${report}\r`);
		await terminal.sees('RUN?');
		process.kill(Number(await readFile(report, 'utf8')), 'SIGSTOP');
		await terminal.sees('Stopped');
		terminal.pty.write('stty sane; clear; fg\r');
		await terminal.sees('RUN?');
		await new Promise(resolve => setTimeout(resolve, 600));
		expect(terminal.text()).not.toContain('shell>');
		terminal.pty.write('q');
		await terminal.sees('Leave?');
		terminal.pty.write('\r');
		await terminal.sees('ended: left');
		terminal.pty.write('exit\r');
		await terminal.ended;
	},
);

test('a terminal that stops reading never stops the program', async () => {
	const report = join(folder, 'gap');
	// A kernel holds more than half a megabyte for a terminal that doesn't read: pictures have to be large.
	const terminal = openPty([process.execPath, program, 'flood', report], {}, {columns: 250, rows: 80});
	await terminal.sees('RUN?');
	process.kill(terminal.pty.pid, 'SIGUSR2');
	await terminal.sees('RUNNING');
	terminal.pty.pause();
	await new Promise(resolve => setTimeout(resolve, 4_000));
	const lastAt = Number(await readFile(report, 'utf8'));
	expect(Date.now() - lastAt).toBeLessThan(1_000);
	terminal.pty.resume();
	terminal.pty.write('q');
	await terminal.sees('Leave?');
	terminal.pty.write('\r');
	await terminal.ended;
	expectUsable(terminal);
});
