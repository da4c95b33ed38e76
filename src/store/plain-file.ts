import {constants, type Stats} from 'node:fs';
import {Fault} from '../fault.ts';
import {notPlain} from './disk-fault.ts';
import type {Files, OpenFile} from './fs-port.ts';
import type {Place} from './place.ts';

/**
Opens a plain file.

@throws Fault `store.unsafe` for a symbolic link or a FIFO; for writing also for a hard link or what others can write.
*/
export async function openPlain(path: string, flags: number, files: Files): Promise<OpenFile> {
	const file = await files.open(path, flags);
	try {
		const stat = await file.stat();
		if (!stat.isFile()) {
			throw notPlain(path, whatIs(stat));
		}
		if ((flags & (constants.O_WRONLY | constants.O_RDWR)) !== 0) {
			refuseShared(path, stat);
		}
		return file;
	} catch (error) {
		await file.close();
		throw error;
	}
}

function refuseShared(path: string, stat: Stats): void {
	if (stat.nlink > 1) {
		throw notPlain(path, 'a file with a second name');
	}
	if ((stat.mode & 0o022) !== 0) {
		throw unsafe(
			path,
			`can be written by others (mode ${octal(stat.mode)})`,
			`Run \`chmod go-w ${path}\`, after a look at what changed in it.`,
		);
	}
}

/** Makes a new file with the access that is meant, whatever the umask. Rejects with EEXIST when there is one. */
export async function makeFile(path: string, flags: number, {files, access}: Place): Promise<OpenFile> {
	const file = await files.open(path, flags, access.file & 0o600);
	try {
		if (access.group !== undefined) {
			await file.chown(-1, access.group);
		}
		await file.chmod(access.file);
		return file;
	} catch (error) {
		await file.close();
		throw error;
	}
}

/**
Looks at a file that something else will open.

@throws Fault `store.unsafe` when it is no plain file.
*/
export async function checkPlain(path: string, files: Files): Promise<void> {
	const stat = await files.lstat(path);
	if (!stat.isFile()) {
		throw notPlain(path, whatIs(stat));
	}
}

export function whatIs(stat: Stats): string {
	if (stat.isSymbolicLink()) {
		return 'a symbolic link';
	}
	if (stat.isFIFO()) {
		return 'a FIFO';
	}
	return stat.isDirectory() ? 'a directory' : stat.isFile() ? 'a file' : 'a device or a socket';
}

export function unsafe(path: string, why: string, next: string): Fault {
	return new Fault('store.unsafe', `${path} ${why}, so a journal in it would prove nothing.`, next);
}

export function octal(mode: number): string {
	return (mode & 0o7777).toString(8).padStart(4, '0');
}
