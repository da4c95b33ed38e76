import {randomBytes} from 'node:crypto';
import {basename, dirname, join} from 'node:path';
import {Fault} from '../fault.ts';
import {syncDirectory} from './directory.ts';
import {diskFault} from './disk-fault.ts';
import {errnoOf, type Files, type OpenFile, opening} from './fs-port.ts';
import type {Place} from './place.ts';
import {makeFile, openPlain} from './plain-file.ts';

/** A write that takes nothing this often in a row will not take more. */
const emptyWritesMax = 3;

/** Names of files on their way; what a crash leaves of them is of no use to anyone. */
const passing = '.passing-';

/**
Puts a whole file in place of another, or of none: whoever reads finds the one or the other, also after a power cut.

@throws Fault `store.unwritable`.
*/
export async function replaceFile(path: string, bytes: Uint8Array, place: Place): Promise<void> {
	const passingPath = join(dirname(path), `${passing}${randomBytes(6).toString('hex')}-${basename(path)}`);
	try {
		await writeNewFile(passingPath, bytes, place);
		await place.files.rename(passingPath, path);
		await syncDirectory(dirname(path), place.files);
	} catch (error) {
		await place.files.unlink(passingPath).catch(() => {});
		throw diskFault('write a file', path, error);
	}
}

/** Writes a file that is not there yet, durable but for its name: sync the directory when all are written. */
export async function writeNewFile(path: string, bytes: Uint8Array, place: Place): Promise<void> {
	const file = await makeFile(path, opening.writeNew, place);
	try {
		await writeAll(file, bytes);
		await file.datasync();
	} finally {
		await file.close();
	}
}

async function writeAll(file: OpenFile, bytes: Uint8Array): Promise<void> {
	let at = 0;
	let empty = 0;
	while (at < bytes.length) {
		const taken = await file.write(bytes.subarray(at));
		at += taken;
		empty = taken === 0 ? empty + 1 : 0;
		if (empty >= emptyWritesMax) {
			throw new Error('the system takes no more bytes and names no reason');
		}
	}
}

/**
Reads a whole plain file.

@returns undefined when there is none.
@throws Fault `store.unsafe` for what is no plain file of our own or is larger than `bytesMax`.
*/
export async function readWholeFile(
	path: string,
	bytesMax: number,
	files: Files,
): Promise<Buffer | undefined> {
	let file: OpenFile;
	try {
		file = await openPlain(path, opening.read, files);
	} catch (error) {
		if (errnoOf(error) === 'ENOENT') {
			return undefined;
		}
		throw diskFault('read a file', path, error);
	}
	try {
		return await readOpenFile(file, {path, bytesMax});
	} catch (error) {
		throw diskFault('read a file', path, error);
	} finally {
		await file.close();
	}
}

/** Reads what an open file holds at this moment, from its start. */
export async function readOpenFile(
	file: OpenFile,
	{path, bytesMax}: {path: string; bytesMax: number},
): Promise<Buffer> {
	const {size} = await file.stat();
	if (size > bytesMax) {
		throw new Fault(
			'store.unsafe',
			`${path} holds ${size} bytes, and at most ${bytesMax} are read.`,
			'Look what filled it; move it away if it is not of gonogo.',
		);
	}
	return readPart(file, 0, size);
}

/** Reads `length` bytes from `from` on; fewer where the file ends before. */
export async function readPart(file: OpenFile, from: number, length: number): Promise<Buffer> {
	const bytes = Buffer.alloc(length);
	let at = 0;
	while (at < length) {
		const count = await file.read(bytes.subarray(at), from + at);
		if (count === 0) {
			break;
		}
		at += count;
	}
	return bytes.subarray(0, at);
}
