import type {Live} from '../../engine/live.ts';

/** A wait that can be given up; it never rejects. */
export type Wait = {readonly promise: Promise<void>; cancel(): void};

/** Resolves as soon as `isSo` holds; it is asked now and after every change of the run. */
export function whenever(live: Live, isSo: () => boolean): Wait {
	const {promise, resolve} = Promise.withResolvers<void>();
	const look = (): void => {
		if (isSo()) {
			cancel();
			resolve();
		}
	};
	const cancel = live.subscribe(look);
	look();
	return {promise, cancel: () => void cancel()};
}

/** Resolves after `ms`, or when cancelled never. */
export function pause(ms: number): Wait {
	const {promise, resolve} = Promise.withResolvers<void>();
	const timer = setTimeout(resolve, ms);
	return {promise, cancel: () => clearTimeout(timer)};
}

/** Waits for the first of several, then gives the others up. */
export async function first(...waits: readonly Wait[]): Promise<void> {
	try {
		await Promise.race(waits.map(wait => wait.promise));
	} finally {
		for (const wait of waits) {
			wait.cancel();
		}
	}
}
