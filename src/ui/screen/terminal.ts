import {once} from 'node:events';
import type {ReadStream, WriteStream} from 'node:tty';

/** Standard input and output as a screen needs them; a test hands in its own. */
export type ScreenIn = Pick<ReadStream, 'isTTY' | 'setRawMode' | 'emit'> & NodeJS.ReadableStream;
export type ScreenOut = Pick<WriteStream, 'isTTY' | 'columns' | 'rows' | 'writableLength' | 'write'> &
	NodeJS.WritableStream;

/** What Ink gives to suspend and take back the terminal. */
export type Suspend = (work: () => Promise<void>) => Promise<void>;

/** More than this waiting to be written means that the terminal has stopped reading (Ctrl-S, a hung connection). Bytes. */
const stalledFromBytes = 65_536;
/** Terminals report a resize many times while an edge is dragged. */
const resizeSettlesMs = 40;
/** A stop signal that found no shell to stop for comes back at once. */
const noShellMs = 500;

/**
Whatever a child may have left behind: soft reset, cursor keys and keypad, mouse and focus reports, bracketed paste, the
other screen buffer, colours, a hidden cursor.
*/
const reset =
	'\u001B[!p\u001B[?1l\u001B>\u001B[?1000;1002;1003;1004;1006l\u001B[?2004l\u001B[?1049l\u001B[0m\u001B[?25h';
/** Stands on the normal screen above whatever the child writes. */
const handedOver = '\r\n— The terminal is lent; gonogo comes back by itself. —\r\n';
const enterAlternate = '\u001B[?1049h\u001B[?25l\u001B[?2004h';
const homeAndErase = '\u001B[H\u001B[J';

/**
Writes to a terminal block the whole program while the terminal doesn't read, timeouts and guards included. Without
blocking they queue, and the screen skips pictures instead.
*/
export function setBlocking(stdout: ScreenOut, isBlocking: boolean): void {
	const handle = (stdout as {_handle?: {setBlocking?(isBlocking: boolean): void}})._handle;
	handle?.setBlocking?.(isBlocking);
}

export function isStalled(stdout: ScreenOut): boolean {
	return stdout.writableLength > stalledFromBytes;
}

/** Puts text into the clipboard of the terminal the person sits at, over SSH too (OSC 52). */
export function copyText(stdout: ScreenOut, text: string): void {
	stdout.write(`\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`);
}

export function erase(stdout: ScreenOut): void {
	stdout.write(homeAndErase);
}

/**
Lends the terminal to a child, and takes it back whole.

Ink stops listening but never stops reading: what is typed to the child would reach the screen afterwards as keys (a
sudo password could answer a gate). Node's own `pause` listener stops the read.
*/
export async function lend(
	terminal: {stdin: ScreenIn; stdout: ScreenOut},
	suspend: Suspend,
	work: () => Promise<void>,
): Promise<void> {
	const {stdin, stdout} = terminal;
	await suspend(async () => {
		stdin.emit('pause');
		setBlocking(stdout, true);
		stdout.write(handedOver);
		try {
			await work();
		} finally {
			stdout.write(reset);
			setBlocking(stdout, false);
		}
	});
}

/**
Stops the program for the shell, as Ctrl-Z does elsewhere: the whole process group, so that an `npm` around it stops
too. Steps have sessions of their own and run on.

@returns false when there is no shell that could stop it.
*/
export async function stopForShell(): Promise<boolean> {
	const woken = once(process, 'SIGCONT').then(() => true);
	process.kill(0, 'SIGTSTP');
	return Promise.race([
		woken,
		new Promise<boolean>(resolve => setTimeout(() => resolve(false), noShellMs).unref()),
	]);
}

/** Takes the terminal again after someone else stopped and continued the program. libuv remembers raw mode, so it is set anew. */
export function reclaim(stdin: ScreenIn, stdout: ScreenOut): void {
	stdin.setRawMode(false);
	stdin.setRawMode(true);
	stdout.write(enterAlternate);
}

/** Calls back once the terminal has stopped changing its size. @returns a function that ends it. */
export function onResized(stdout: ScreenOut, then: () => void): () => void {
	let timer: NodeJS.Timeout | undefined;
	const listener = () => {
		clearTimeout(timer);
		timer = setTimeout(then, resizeSettlesMs);
	};
	stdout.on('resize', listener);
	return () => {
		clearTimeout(timer);
		stdout.off('resize', listener);
	};
}
