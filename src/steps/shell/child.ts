import {type StoppedBy, stoppedBy} from '../finding.ts';
import {type Beginning, type Begun, begin, type HowItEnded} from './begin.ts';
import {type BegunThere, beginElsewhere} from './starter.ts';
import {stopAll} from './stop.ts';

export type ChildOptions = Beginning & {
	/** Path of the log that `output` is, where nothing stands between: then a smaller process may begin it. */
	readonly log?: string;
	readonly signal: AbortSignal;
	readonly timeoutMs?: number;
	/** Between TERM and KILL. */
	readonly graceMs?: number;
	/** Told once it runs. */
	readonly onStart?: (pid: number) => void;
};

export type ChildEnd = {
	readonly exit?: number;
	/** Name of the signal that ended it, e.g. `SIGKILL`. */
	readonly signal?: string;
	readonly stopped?: StoppedBy;
	/** It never ran: the reason in words. */
	readonly unstarted?: string;
	/** Its end is not known: the reason. What it did may be anything. */
	readonly lost?: string;
	readonly collected: Buffer;
};

/** Programs that tidy up on TERM are done within seconds; a person who pressed `x` waits no longer than this. */
const graceMsDefault = 5000;
/** Longest a timer of Node.js can be set to; a longer one would fire at once. */
const timerMsMax = 2_147_483_647;

/**
Runs a program in a session of its own, so that it can't reach this terminal, and waits for its end: never for a
grandchild that still holds an output open. Stopping is TERM to the whole group, then KILL.
*/
export async function runChild(options: ChildOptions): Promise<ChildEnd> {
	if (options.signal.aborted) {
		return {
			unstarted: 'It was stopped before it began.',
			stopped: stoppedBy(options.signal),
			collected: Buffer.alloc(0),
		};
	}
	const begun = await beginSomewhere(options);
	if (!('pid' in begun)) {
		return {...begun, collected: Buffer.alloc(0)};
	}
	options.onStart?.(begun.pid);
	const {exit, signal, ...end} = await endOf(begun, options);
	const collected = await begun.collected();
	return {...(exit === null ? {} : {exit}), ...(signal === null ? {} : {signal}), ...end, collected};
}

async function beginSomewhere(options: ChildOptions): Promise<BegunThere> {
	const {command, env, cwd, log} = options;
	const isPlain = options.collect === 3 && options.input === undefined;
	const there =
		log === undefined || !isPlain
			? undefined
			: beginElsewhere({command, env, log, ...(cwd === undefined ? {} : {cwd})});
	return (await there) ?? begin(options);
}

async function endOf(
	{pid, ended, spoken}: Begun,
	options: ChildOptions,
): Promise<HowItEnded & {stopped?: StoppedBy}> {
	const asked = stopAsked(options);
	const first = await Promise.race([
		ended.then(() => undefined),
		asked.promise,
		...(spoken === undefined ? [] : [spoken]),
	]);
	asked.forget();
	if (first === undefined) {
		return ended;
	}
	await stopAll({pid, leadsGroup: true}, options.graceMs ?? graceMsDefault);
	return first === 'spoken' ? ended : {...(await ended), stopped: first};
}

/** Resolves when the time is up or the operator says so, whichever comes first. */
export function stopAsked(options: Pick<ChildOptions, 'signal' | 'timeoutMs'>): {
	promise: Promise<StoppedBy>;
	forget: () => void;
} {
	const {promise, resolve} = Promise.withResolvers<StoppedBy>();
	const {signal, timeoutMs} = options;
	const onAbort = () => resolve(stoppedBy(signal));
	const timer =
		timeoutMs === undefined
			? undefined
			: setTimeout(() => resolve('timeout'), Math.min(timeoutMs, timerMsMax));
	signal.addEventListener('abort', onAbort, {once: true});
	if (signal.aborted) {
		onAbort();
	}
	return {
		promise,
		forget() {
			clearTimeout(timer);
			signal.removeEventListener('abort', onAbort);
		},
	};
}
