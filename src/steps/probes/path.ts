import {homedir} from 'node:os';
import {join, resolve} from 'node:path';

/** A path as a person writes it: `~/…` is in the home directory, a relative one counts from where gonogo was started. */
export function homePath(path: string): string {
	return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : resolve(path);
}

/** Waits for work that can't be stopped itself (a network file system that hangs), but not longer than the signal says. */
export async function withinTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	const {promise, reject} = Promise.withResolvers<never>();
	const onAbort = () => reject(new Error('It does not answer in time.'));
	signal.addEventListener('abort', onAbort, {once: true});
	if (signal.aborted) {
		onAbort();
	}
	try {
		return await Promise.race([work, promise]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
}
