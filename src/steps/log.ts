import {createHash} from 'node:crypto';
import {closeSync, constants, fstatSync, openSync, writeSync} from 'node:fs';
import {open} from 'node:fs/promises';
import {join} from 'node:path';
import {maskText} from '../text/mask.ts';
import {inDirectory} from './in-directory.ts';
import {shareLike} from './share.ts';

/** One attempt's log: what the step wrote, or for what only asks, what was asked and answered. */
export type StepLog = {
	readonly path: string;
	/** Opened to append only; handed to children, which then write without this program in between. */
	readonly fd: number;
	/** Secrets that must not stand in it. */
	readonly masked: readonly string[];
	/** Adds lines of the program's own, masked; more than 64 KiB are cut. */
	note(text: string): void;
	/** Adds bytes that are masked already. */
	add(bytes: Uint8Array): void;
	/** Length so far. */
	bytes(): number;
	close(): void;
};

/** Longer notes (an answer's body) say nothing more to a reader. UTF-16 units. */
const noteCharsMax = 65_536;

/**
@param name File name without its ending: `<step>.<attempt>`.
@throws the file system's error; then nothing may be started.
*/
export function openLog(directory: string, name: string, masked: readonly string[]): StepLog {
	const path = join(directory, 'output', `${name}.log`);
	const {O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY} = constants;
	const fd = inDirectory(path, () => openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600));
	shareLike(directory, fd);
	return {
		path,
		fd,
		masked,
		note(text) {
			const cut =
				text.length > noteCharsMax
					? `${text.slice(0, noteCharsMax)}⟨${text.length - noteCharsMax} characters left out⟩`
					: text;
			writeSync(fd, `${maskText(cut, masked)}\n`);
		},
		add: bytes => void writeSync(fd, bytes),
		bytes: () => fstatSync(fd).size,
		close: () => closeSync(fd),
	};
}

/** Bytes read at once while a log is read from disk. */
const readBytes = 1_048_576;

/** Reads a part of a log in order, from one position up to another, without holding more than 1 MiB of it. */
export async function readLog(
	path: string,
	range: {readonly from: number; readonly to: number},
	each: (bytes: Buffer) => void | Promise<void>,
): Promise<void> {
	if (range.to <= range.from) {
		return;
	}
	const file = await open(path, 'r');
	try {
		const buffer = Buffer.allocUnsafe(Math.max(1, Math.min(readBytes, range.to - range.from)));
		for (let position = range.from; position < range.to; ) {
			const {bytesRead} = await file.read(buffer, 0, Math.min(buffer.length, range.to - position), position);
			if (bytesRead === 0) {
				return;
			}
			await each(buffer.subarray(0, bytesRead));
			position += bytesRead;
		}
	} finally {
		await file.close();
	}
}

/** Length and SHA-256 of the log as it lies on disk now. */
export async function digestLog(log: StepLog): Promise<{bytes: number; sha256: string}> {
	const hash = createHash('sha256');
	const bytes = log.bytes();
	await readLog(log.path, {from: 0, to: bytes}, chunk => {
		hash.update(chunk);
	});
	return {bytes, sha256: hash.digest('hex')};
}
