import type {Live} from '../../engine/live.ts';

/** A wait that can be given up; it never rejects. */
export type Wait = {readonly promise: Promise<void>; cancel(): void};

/** Resolves as soon as `isSo` holds; it is asked now, after every change of the run, and when the signal is aborted. */
export function whenever(live: Live, isSo: () => boolean, signal?: AbortSignal): Wait {
	const {promise, resolve} = Promise.withResolvers<void>();
	const look = (): void => {
		if (isSo()) {
			resolve();
		}
	};
	const unsubscribe = live.subscribe(look);
	signal?.addEventListener('abort', look);
	look();
	return {
		promise,
		cancel() {
			unsubscribe();
			signal?.removeEventListener('abort', look);
		},
	};
}

/** Resolves after `ms`, or when cancelled never. */
export function pause(ms: number): Wait {
	const {promise, resolve} = Promise.withResolvers<void>();
	const timer = setTimeout(resolve, ms);
	return {promise, cancel: () => clearTimeout(timer)};
}

/** The first of several; the others are given up with it. */
export function either(...waits: readonly Wait[]): Wait {
	const cancel = (): void => {
		for (const wait of waits) {
			wait.cancel();
		}
	};
	return {promise: Promise.race(waits.map(wait => wait.promise)).finally(cancel), cancel};
}
