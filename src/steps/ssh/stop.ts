import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {sshCommand} from './client.ts';
import type {Target} from './target.ts';

/** A stop that takes longer than this is not coming; the outcome is unknown either way. */
const stopMs = 10_000;

/** Asks the other side to end the script's process group; over the connection that is already there, where it still is. */
export async function stopThere(target: Target, pid: number): Promise<void> {
	const remote = `kill -TERM -- -${pid} 2>/dev/null; sleep 1; kill -KILL -- -${pid} 2>/dev/null; true`;
	const [program, ...rest] = sshCommand(target, remote);
	await promisify(execFile)(program, rest, {timeout: stopMs, killSignal: 'SIGKILL'}).catch(() => {});
}
