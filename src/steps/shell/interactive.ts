import type {Readable} from 'node:stream';
import {setTimeout as pause} from 'node:timers/promises';
import {stoppedBy} from '../finding.ts';
import type {ChildEnd} from './child.ts';

type Options = {
	readonly command: readonly [string, ...string[]];
	readonly env: Readonly<Record<string, string>>;
	readonly signal: AbortSignal;
	readonly timeoutMs?: number;
};

/** Between TERM and KILL for a child that holds the terminal. */
const graceMs = 5000;
/** The shell's last words have come through its extra descriptor within this. */
const drainMs = 300;

/** Runs a program on this program's own terminal and in its session, as sudo and editors need it. */
export async function runInTerminal(options: Options): Promise<ChildEnd> {
	const {execa} = await import('execa');
	const child = execa(options.command[0], options.command.slice(1), {
		env: options.env,
		extendEnv: false,
		reject: false,
		buffer: false,
		stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
		cancelSignal: options.signal,
		forceKillAfterDelay: graceMs,
		...(options.timeoutMs === undefined ? {} : {timeout: options.timeoutMs}),
	});
	const chunks: Buffer[] = [];
	const extra = child.stdio[3] as unknown as Readable;
	extra.on('data', (chunk: Buffer) => chunks.push(chunk));
	extra.on('error', () => {});
	child.nodeChildProcess.once('exit', () => void pause(drainMs).then(() => extra.destroy()));
	const result = await child;
	const stopped = result.timedOut ? 'timeout' : result.isCanceled ? stoppedBy(options.signal) : undefined;
	return {
		...(result.exitCode === undefined ? {} : {exit: result.exitCode}),
		...(result.signal === undefined ? {} : {signal: result.signal}),
		...(stopped === undefined ? {} : {stopped}),
		...(result.code === 'ENOENT' ? {unstarted: `${options.command[0]} is not on this machine.`} : {}),
		collected: Buffer.concat(chunks),
	};
}
