import {execFile} from 'node:child_process';
import type {Readable} from 'node:stream';
import {setTimeout as pause} from 'node:timers/promises';
import {promisify} from 'node:util';
import {type ChildEnd, stopAsked} from './child.ts';

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
		await stopTree(child.pid);
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

/** Such a child shares our process group, so those below it are looked up one by one. */
async function stopTree(pid: number): Promise<void> {
	const tree = await treeOf(pid);
	send(tree, 'SIGTERM');
	for (let waitedMs = 0; waitedMs < graceMs && send(tree, 0); waitedMs += 50) {
		await pause(50);
	}
	send([...tree, ...(await treeOf(pid))], 'SIGKILL');
}

/** @returns true while any of them is there. */
function send(pids: readonly number[], signal: NodeJS.Signals | 0): boolean {
	const reached = pids.map(pid => {
		try {
			return process.kill(pid, signal);
		} catch {
			return false;
		}
	});
	return reached.includes(true);
}

/** The process and all below it, as `ps` sees them now. */
async function treeOf(root: number): Promise<readonly number[]> {
	const {stdout} = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']).catch(() => ({stdout: ''}));
	const pairs = stdout.split('\n').map(line => line.trim().split(/\s+/).map(Number));
	const tree = [root];
	for (const parent of tree) {
		tree.push(
			...pairs.flatMap(([pid, above]) =>
				above === parent && pid !== undefined && !tree.includes(pid) ? [pid] : [],
			),
		);
	}
	return tree;
}
