import {
	close,
	constants,
	fchmod,
	fchown,
	fdatasync,
	fstat,
	fsync,
	ftruncate,
	lstatSync,
	open,
	read,
	type Stats,
	watch,
	writeSync,
} from 'node:fs';
import {chmod, chown, mkdir, readdir, realpath, rename, statfs, unlink} from 'node:fs/promises';
import {promisify} from 'node:util';

/** One open file or directory. Every call rejects with node's own error, `code` included. */
export type OpenFile = {
	stat(): Promise<Stats>;
	/** One `write(2)`. @returns the bytes that were taken, which can be fewer than were given. */
	write(bytes: Uint8Array): Promise<number>;
	/** One `pread(2)`. @returns the bytes that were read; 0 at the end. */
	read(into: Uint8Array, position: number): Promise<number>;
	truncate(bytes: number): Promise<void>;
	/** Contents and length on disk. */
	datasync(): Promise<void>;
	/** The same with all that the file system keeps about it; what a directory needs. */
	sync(): Promise<void>;
	chmod(mode: number): Promise<void>;
	chown(user: number, group: number): Promise<void>;
	close(): Promise<void>;
};

/**
The operating system as this room sees it. Everything that is written passes here, so that a test can make any single
write or sync fail, fall short or be the last thing the process did.
*/
export type Files = {
	open(path: string, flags: number, mode?: number): Promise<OpenFile>;
	mkdir(path: string, mode: number): Promise<void>;
	chmod(path: string, mode: number): Promise<void>;
	chown(path: string, user: number, group: number): Promise<void>;
	rename(from: string, to: string): Promise<void>;
	unlink(path: string): Promise<void>;
	/** Never follows a symbolic link. */
	lstat(path: string): Promise<Stats>;
	/** Where a path leads when every symbolic link on the way was followed. */
	realpath(path: string): Promise<string>;
	readdir(path: string): Promise<string[]>;
	/** The file system's magic number (Linux). */
	fileSystemType(path: string): Promise<number>;
	/** Calls `changed` when the file may have changed; a hint that can be missing. @returns stops watching. */
	watch(path: string, changed: () => void): () => void;
};

/** How a file is opened: never through a symbolic link, and never waiting for the other end of a FIFO. */
const safely = constants.O_NOFOLLOW | constants.O_NONBLOCK;

export const opening = {
	read: constants.O_RDONLY | safely,
	append: constants.O_RDWR | constants.O_APPEND | safely,
	appendNew: constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL | safely,
	writeNew: constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | safely,
	/** To be synced only, which goes through a link harmlessly: above the state directory there may be one. */
	directory: constants.O_RDONLY | constants.O_DIRECTORY,
} as const;

export const nodeFiles: Files = {
	open: async (path, flags, mode) => openFile(await onDescriptor.open(path, flags, mode)),
	mkdir: async (path, mode) => {
		await mkdir(path, {mode});
	},
	chmod,
	chown,
	rename,
	unlink,
	lstat: async path => lstatSync(path),
	realpath: path => realpath(path),
	readdir: path => readdir(path),
	fileSystemType: async path => (await statfs(path)).type,
	watch: watchFile,
};

/**
Plain descriptors: node's FileHandle ends the process when one is collected before it was closed, and a journal that
somebody forgot is no reason for that.
*/
const onDescriptor = {
	open: promisify(open),
	fstat: promisify(fstat),
	read: promisify(read),
	ftruncate: promisify(ftruncate),
	fdatasync: promisify(fdatasync),
	fsync: promisify(fsync),
	fchmod: promisify(fchmod),
	fchown: promisify(fchown),
	close: promisify(close),
};

function openFile(fd: number): OpenFile {
	return {
		stat: () => onDescriptor.fstat(fd),
		// Into the page cache, which takes microseconds; a thread for it costs ten times that, twice a step. The sync waits.
		write: async bytes => writeSync(fd, bytes),
		read: async (into, position) => (await onDescriptor.read(fd, into, 0, into.length, position)).bytesRead,
		truncate: bytes => onDescriptor.ftruncate(fd, bytes),
		datasync: () => onDescriptor.fdatasync(fd),
		sync: () => onDescriptor.fsync(fd),
		chmod: mode => onDescriptor.fchmod(fd, mode),
		chown: (user, group) => onDescriptor.fchown(fd, user, group),
		close: () => onDescriptor.close(fd),
	};
}

/** Watching is refused where the system's limit of watches is reached; whoever watches also looks from time to time. */
function watchFile(path: string, changed: () => void): () => void {
	try {
		const watcher = watch(path, {persistent: false}, changed);
		watcher.on('error', () => watcher.close());
		return () => watcher.close();
	} catch {
		return () => {};
	}
}

/** `ENOSPC` and its like, or undefined for what is no error of the operating system (`ERR_…` is our bug). */
export function errnoOf(error: unknown): string | undefined {
	const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
	return /^E(?!RR_)[A-Z0-9]+$/.test(code) ? code : undefined;
}
