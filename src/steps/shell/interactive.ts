import type {Readable} from 'node:stream';
import {setTimeout as pause} from 'node:timers/promises';
import {type ChildEnd, stopAsked} from './child.ts';
import {stopAll} from './stop.ts';

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
	});
	const chunks: Buffer[] = [];
	const extra = child.stdio[3] as unknown as Readable;
	extra.on('data', (chunk: Buffer) => chunks.push(chunk));
	extra.on('error', () => {});
	child.nodeChildProcess.once('exit', () => void pause(drainMs).then(() => extra.destroy()));
	const asked = stopAsked(options);
	const first = await Promise.race([child.then(() => undefined), asked.promise]);
	asked.forget();
	if (first !== undefined && child.pid !== undefined) {
		// It shares our process group, so those below it are looked up one by one.
		await stopAll({pid: child.pid, leadsGroup: false}, graceMs);
	}
	const result = await child;
	return {
		...(result.exitCode === undefined ? {} : {exit: result.exitCode}),
		...(result.signal === undefined ? {} : {signal: result.signal}),
		...(first === undefined ? {} : {stopped: first}),
		...(result.code === 'ENOENT' ? {unstarted: `${options.command[0]} is not on this machine.`} : {}),
		collected: Buffer.concat(chunks),
	};
}
