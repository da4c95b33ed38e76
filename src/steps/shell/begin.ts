import {type ChildProcess, type StdioOptions, spawn} from 'node:child_process';
import {once} from 'node:events';
import {Duplex, type Readable} from 'node:stream';
import {setTimeout as pause} from 'node:timers/promises';
import {drainMs, Telling, toldBytesMax} from './telling.ts';
import {bashFor, type Call} from './wrapper.ts';

/** A program to be begun in a session of its own, so that it can't reach this terminal. */
export type Beginning = {
	readonly command: readonly [string, ...string[]] | Call;
	/** All that it sees of the environment. */
	readonly env: Readonly<Record<string, string>>;
	readonly cwd?: string;
	/** Descriptor for stdout, and for stderr unless that is collected; `ignore` is nothing. */
	readonly output: number | 'ignore';
	/** For stdin, then its end; otherwise stdin is nothing. */
	readonly input?: string | Uint8Array;
	/** Takes what comes through stderr (`2`) or an extra descriptor (`3`), up to 2 MiB. */
	readonly collect?: 2 | 3;
	/** Gives it a two-way channel as descriptor 4, beside descriptor 3. */
	readonly channel?: true;
	/** Once this has come through what is collected, only a grandchild can keep the program from ending. */
	readonly lastWords?: string;
};

/** How a process ended: its exit code or the name of a signal; `lost`, where neither is known, is the reason for that. */
export type HowItEnded = {
	readonly exit: number | null;
	readonly signal: string | null;
	readonly lost?: string;
};

/** A program that runs. */
export type Begun = {
	readonly pid: number;
	readonly ended: Promise<HowItEnded>;
	/** To be called after its end. @returns what was collected. */
	readonly collected: () => Promise<Buffer>;
	/** This end of the channel, where one was asked for. */
	readonly channel?: Duplex;
	/** Resolves some time after the last words; never where there are none. */
	readonly spoken?: Promise<'spoken'>;
};

/** It never ran: the reason in words. */
export type Unstarted = {readonly unstarted: string};

/** After the last words of a script on a host, ssh itself ends within milliseconds unless a daemon holds its channel. */
const lastWordsMs = 2000;

export async function begin(options: Beginning): Promise<Begun | Unstarted> {
	const command = 'call' in options.command ? bashFor(options.command) : options.command;
	const telling = options.collect === 3 ? Telling.open() : undefined;
	const child = spawned(command, options, telling?.fd);
	telling?.begun();
	if (child instanceof Error || child.pid === undefined) {
		const error: unknown = child instanceof Error ? child : (await once(child, 'error'))[0];
		await telling?.end();
		return {unstarted: whyUnstarted(command[0], error)};
	}
	child.on('error', () => {});
	feed(child.stdin, options.input);
	const stream = options.collect === undefined ? undefined : child.stdio[options.collect];
	const heard = telling === undefined && stream ? listen(stream as Readable, options.lastWords) : undefined;
	return {
		pid: child.pid,
		ended: new Promise(resolve => {
			child.once('exit', (exit, signal) => resolve({exit, signal}));
		}),
		collected: async () => (await (telling ?? heard)?.end()) ?? Buffer.alloc(0),
		...(heard === undefined ? {} : {spoken: heard.spoken}),
		...(child.stdio[4] instanceof Duplex ? {channel: child.stdio[4]} : {}),
	};
}

function spawned(
	command: readonly [string, ...string[]],
	{env, cwd, output, input, collect, channel}: Beginning,
	telling: number | undefined,
): ChildProcess | Error {
	const stdin = input === undefined ? 'ignore' : 'pipe';
	const stdio: StdioOptions =
		collect === 3
			? [stdin, output, output, telling ?? 'pipe', ...(channel === true ? (['pipe'] as const) : [])]
			: [stdin, output, collect === 2 ? 'pipe' : output];
	try {
		return spawn(command[0], command.slice(1), {
			env: {...env},
			...(cwd === undefined ? {} : {cwd}),
			detached: true,
			stdio,
		});
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

/** A child that does not read all of it closes the pipe, which is its own affair. */
function feed(stdin: NodeJS.WritableStream | null, input: string | Uint8Array | undefined): void {
	if (stdin !== null && input !== undefined) {
		stdin.on('error', () => {});
		stdin.end(input);
	}
}

function listen(
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
		if (bytes < toldBytesMax) {
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

function whyUnstarted(program: string, error: unknown): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	switch (code) {
		case 'ENOENT':
			return `${program} is not on this machine, or the working directory does not exist.`;
		case 'EACCES':
			return `${program} may not be run, or the working directory may not be entered.`;
		default:
			return `${program} could not be started${code === '' ? '' : ` (${code})`}.`;
	}
}
