import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {open, readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';

export type DumpFormat = 'custom' | 'plain' | 'directory';

/** A dump that was made: a file, or for `directory` a directory of files. */
export type Dump = {
	readonly file: string;
	readonly format: DumpFormat;
	/** Connection to the database it was made of. */
	readonly url: string;
};

/** Bytes; of a directory, of all files in it, and 0 when any of them is empty: pg_restore takes such a one for good. */
export async function sizeOf(path: string): Promise<number> {
	let bytes = 0;
	for (const file of await filesOf(path)) {
		const {size} = await stat(file);
		if (size === 0) {
			return 0;
		}
		bytes += size;
	}
	return bytes;
}

/** Of a file its own; of a directory that of the list of its files' names and digests. */
export async function sha256Of(path: string): Promise<string> {
	const files = await filesOf(path);
	if (files.length === 1 && files[0] === path) {
		return digest(path);
	}
	const list = createHash('sha256');
	for (const file of files) {
		list.update(`${await digest(file)}  ${file.slice(path.length + 1)}\n`);
	}
	return list.digest('hex');
}

async function digest(file: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(file, {highWaterMark: 1_048_576})) {
		hash.update(chunk as Buffer);
	}
	return hash.digest('hex');
}

async function filesOf(path: string): Promise<readonly string[]> {
	const isDirectory = (await stat(path)).isDirectory();
	return isDirectory ? (await readdir(path)).sort().map(name => join(path, name)) : [path];
}

/** Enough for the last words of a plain dump. Bytes. */
const tailBytes = 4096;

export async function tailOf(path: string): Promise<string> {
	const file = await open(path, 'r');
	try {
		const {size} = await file.stat();
		const {buffer, bytesRead} = await file.read(
			Buffer.alloc(tailBytes),
			0,
			tailBytes,
			Math.max(0, size - tailBytes),
		);
		return buffer.toString('utf8', 0, bytesRead);
	} finally {
		await file.close();
	}
}
