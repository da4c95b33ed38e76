import type {Readable} from 'node:stream';
import {setTimeout as pause} from 'node:timers/promises';
import {type StoppedBy, stoppedBy} from '../finding.ts';
import {stopAll} from './stop.ts';

export type ChildOptions = {
	readonly command: readonly [string, ...string[]];
	readonly env: Readonly<Record<string, string>>;
	readonly cwd?: string;
	/** Descriptor for stdout, and for stderr unless that is collected. */
	readonly output: number;
	/** For stdin, then its end; otherwise stdin is nothing. */
	readonly input?: string | Uint8Array;
	/** Takes what comes through stderr (`2`) or an extra descriptor (`3`), up to 2 MiB. */
	readonly collect?: 2 | 3;
	/** Once this has come through what is collected, only a grandchild can keep the program from ending. */
	readonly lastWords?: string;
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
	readonly collected: Buffer;
};

/** Programs that tidy up on TERM are done within seconds; a person who pressed `x` waits no longer than this. */
const graceMsDefault = 5000;
/** Extra output beyond this is dropped. */
const collectBytesMax = 2_097_152;
/** After the child's end, what it wrote to the extra descriptor has arrived within this, unless a grandchild keeps it open. */
const drainMs = 300;
/** After the last words of a script on a host, ssh itself ends within milliseconds unless a daemon holds its channel. */
const lastWordsMs = 2000;
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
	const {execa} = await import('execa');
	const {command, collect, input} = options;
	// Its types know descriptors up to 9, it takes any.
	const output = options.output as 3;
	const stdin = input === undefined ? 'ignore' : 'pipe';
	const child = execa(command[0], command.slice(1), {
		env: {...options.env},
		extendEnv: false,
		...(options.cwd === undefined ? {} : {cwd: options.cwd}),
		detached: true,
		cleanup: false,
		reject: false,
		buffer: false,
		stdio: collect === 3 ? [stdin, output, output, 'pipe'] : [stdin, output, collect === 2 ? 'pipe' : output],
	});
	child.catch(() => {});
	if (child.pid === undefined) {
		const result = await child;
		return {unstarted: whyUnstarted(command[0], result.code), collected: Buffer.alloc(0)};
	}
	options.onStart?.(child.pid);
	feed(child.stdin, input);
	const extra =
		collect === undefined
			? undefined
			: collected(child.stdio[collect] as unknown as Readable, options.lastWords);
	const ended = new Promise<{exit: number | null; signal: string | null}>(resolve => {
		child.nodeChildProcess.once('exit', (exit, signal) => resolve({exit, signal}));
	});
	const {stopped, ...end} = await endOf(
		{pid: child.pid, ended, ...(extra === undefined ? {} : {spoken: extra.spoken})},
		options,
	);
	const bytes = (await extra?.end()) ?? Buffer.alloc(0);
	return {
		...(end.exit === null ? {} : {exit: end.exit}),
		...(end.signal === null ? {} : {signal: end.signal}),
		...(stopped === undefined ? {} : {stopped}),
		collected: bytes,
	};
}

type Running = {
	readonly pid: number;
	readonly ended: Promise<{exit: number | null; signal: string | null}>;
	/** Resolves some time after the last words; never where there are none. */
	readonly spoken?: Promise<'spoken'>;
};

async function endOf(
	{pid, ended, spoken}: Running,
	options: ChildOptions,
): Promise<{exit: number | null; signal: string | null; stopped?: StoppedBy}> {
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

/** A child that does not read all of it closes the pipe, which is its own affair. */
function feed(stdin: NodeJS.WritableStream | null | undefined, input: string | Uint8Array | undefined): void {
	if (stdin !== null && stdin !== undefined && input !== undefined) {
		stdin.on('error', () => {});
		stdin.end(input);
	}
}

function collected(
	stream: Readable,
	lastWords: string | undefined,
): {end: () => Promise<Buffer>; spoken: Promise<'spoken'>} {
	const chunks: Buffer[] = [];
	let bytes = 0;
	let heard = '';
	const {promise: spoken, resolve: speak} = Promise.withResolvers<'spoken'>();
	const closed = new Promise<void>(resolve => {
		stream.once('close', resolve);
		stream.on('error', () => resolve());
	});
	stream.on('data', (chunk: Buffer) => {
		if (bytes < collectBytesMax) {
			chunks.push(chunk);
			bytes += chunk.length;
		}
		if (lastWords !== undefined) {
			heard = (heard + chunk.toString('latin1')).slice(-lastWords.length - chunk.length);
			if (heard.includes(lastWords)) {
				setTimeout(() => speak('spoken'), lastWordsMs).unref();
			}
		}
	});
	return {
		spoken,
		async end() {
			await Promise.race([closed, pause(drainMs)]);
			stream.destroy();
			return Buffer.concat(chunks);
		},
	};
}

function whyUnstarted(program: string, code: string | undefined): string {
	switch (code) {
		case 'ENOENT':
			return `${program} is not on this machine, or the working directory does not exist.`;
		case 'EACCES':
			return `${program} may not be run, or the working directory may not be entered.`;
		default:
			return `${program} could not be started${code === undefined ? '' : ` (${code})`}.`;
	}
}
