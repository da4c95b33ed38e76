import {Fault} from '../fault.ts';
import {errnoOf} from './fs-port.ts';

/** Errors of the operating system in words: why it refused, and what a person can do. */
const reasons: Readonly<Record<string, {readonly why: string; readonly next: string}>> = {
	ENOSPC: {why: 'the disk is full', next: 'Make room on it, then try again.'},
	EDQUOT: {why: 'your disk quota is used up', next: 'Make room, then try again.'},
	EROFS: {why: 'the file system is read-only', next: 'Choose another place with GONOGO_STATE.'},
	EACCES: {
		why: 'you have no permission',
		next: 'Give yourself access to it, or choose another place with GONOGO_STATE.',
	},
	EPERM: {
		why: 'it is not permitted',
		next: 'Give yourself access to it, or choose another place with GONOGO_STATE.',
	},
	EIO: {why: 'the disk reports an error', next: 'Look at the disk (`dmesg`) before you go on.'},
	ENOTDIR: {
		why: 'something on the way to it is no directory',
		next: 'Choose another place with GONOGO_STATE.',
	},
	ENOENT: {
		why: 'it, or a directory on the way to it, is not there',
		next: 'Look whether it was moved or deleted meanwhile, or choose another place with GONOGO_STATE.',
	},
	ENAMETOOLONG: {why: 'its name is too long', next: 'Choose a shorter path with GONOGO_STATE.'},
	EMFILE: {
		why: 'this process has too many files open',
		next: 'Raise the limit (`ulimit -n`), then try again.',
	},
	ENFILE: {why: 'the machine has too many files open', next: 'End what you do not need, then try again.'},
};

const unknownReason = {next: 'Mend that, then try again.'};

/** @param what the work in words: `write the journal`. */
export function diskFault(what: string, path: string, cause: unknown): Fault {
	if (cause instanceof Fault) {
		return cause;
	}
	const errno = errnoOf(cause);
	if (errno === 'ELOOP' || errno === 'ENXIO') {
		return notPlain(path, errno === 'ELOOP' ? 'a symbolic link' : 'a FIFO or a device', cause);
	}
	const {why, next} = reasons[errno ?? ''] ?? {...unknownReason, why: String(cause)};
	const name = errno === undefined ? '' : ` (${errno})`;
	return new Fault('store.unwritable', `Can't ${what} at ${path}: ${why}${name}.`, next, {cause});
}

/** Something stands where a plain file or a directory of this program's own was due. */
export function notPlain(path: string, is: string, cause?: unknown): Fault {
	return new Fault(
		'store.unsafe',
		`${path} is ${is}, and gonogo puts nothing through one: what it writes could go anywhere.`,
		'Look who made it, move it away, then try again.',
		{cause},
	);
}

/** Does work on a path and turns the operating system's refusal into a fault; a bug stays a bug. */
export async function onDisk<T>(what: string, path: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw errnoOf(error) === undefined ? error : diskFault(what, path, error);
	}
}

/** A disk or a quota without room: the one condition in which something may still be written, from the reserve. */
export function isFull(error: unknown): boolean {
	const errno = errnoOf(error);
	return errno === 'ENOSPC' || errno === 'EDQUOT';
}
