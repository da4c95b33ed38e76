import {execFile} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {promisify} from 'node:util';
import type {CommandWork} from '../../runbook/work-model.ts';
import {type Attempt, wordsOf} from '../finding.ts';
import {readTold, type Told} from '../shell/carry.ts';
import {localEnvironment} from '../shell/environment.ts';
import {runInTerminal} from '../shell/interactive.ts';
import type {Script, ScriptEnd} from '../shell/local.ts';
import {loginProblem, sshCommand} from './client.ts';
import {remoteFile} from './remote-script.ts';
import type {Target} from './target.ts';

/** Bringing a script there takes a moment; a host that takes longer does not answer. */
const bringMs = 30_000;
/** What a shell tells of itself is shorter (see carry.ts). */
const toldBytesMax = 2_097_152;
/** ssh's own exit code for a connection that failed. */
const sshFailed = 255;

/**
Gives a script on a host the operator's terminal. The terminal is its stdin, so the script is brought there first, into
a directory that only its user can read; the script's file deletes itself. What its shell tells of itself waits beside
it and is fetched, and the directory is removed.
*/
export async function runInteractively(
	attempt: Attempt,
	target: Target,
	{run, script}: {readonly run: CommandWork; readonly script: Script},
): Promise<ScriptEnd> {
	const {handOver, signal} = attempt.tools;
	const at = {from: attempt.log.bytes(), to: attempt.log.bytes(), told: {}, collected: Buffer.alloc(0)};
	if (handOver === undefined) {
		return {...at, unstarted: 'It needs a terminal to talk to a person, and there is none here.'};
	}
	const nonce = randomBytes(12).toString('hex');
	const before = script.before === undefined ? {} : {before: readFileSync(script.before)};
	const brought = await bring(target, remoteFile({run, script, nonce, ...before}));
	if (!brought.ok) {
		return {...at, unstarted: brought.why};
	}
	attempt.log.note('(interactive: it was given the terminal; what it wrote there is not in this log)');
	const command = sshCommand(target, `exec bash ${brought.path}/script`, {terminal: true});
	let end: Partial<ScriptEnd> = {unstarted: 'The terminal could not be handed over.'};
	await handOver(async () => {
		end = await runInTerminal({
			command,
			env: localEnvironment({}),
			signal,
			...(script.timeoutMs === undefined ? {} : {timeoutMs: script.timeoutMs}),
		});
	});
	const told = await fetchTold(target, brought.path, nonce);
	const isLost = end.exit === sshFailed || end.stopped !== undefined;
	return {
		...at,
		...end,
		told,
		to: attempt.log.bytes(),
		...(isLost ? {lost: 'The connection ended before the script did: what it did there is not known.'} : {}),
	};
}

/** Clears up there as well: a script that never began has not deleted itself, and its inputs stand in it. */
async function fetchTold(target: Target, path: string, nonce: string): Promise<Told> {
	const clear = `cat ${path}/told 2>/dev/null; rm -f -- ${path}/told ${path}/script; rmdir -- ${path}`;
	const [program, ...rest] = sshCommand(target, clear);
	const fetched = promisify(execFile)(program, rest, {
		timeout: bringMs,
		encoding: 'buffer',
		maxBuffer: toldBytesMax,
	});
	return fetched.then(
		({stdout}) => readTold(stdout, nonce),
		() => ({}),
	);
}

async function bring(
	target: Target,
	text: Buffer,
): Promise<{readonly ok: true; readonly path: string} | {readonly ok: false; readonly why: string}> {
	const remote = `exec sh -c 'umask 077; d=$(mktemp -d) && cat > "$d/script" && echo "$d"'`;
	const [program, ...rest] = sshCommand(target, remote);
	try {
		const running = promisify(execFile)(program, rest, {timeout: bringMs, encoding: 'utf8'});
		running.child.stdin?.end(text);
		const path = (await running).stdout.trim();
		return /^\/[A-Za-z0-9._/-]+$/.test(path)
			? {ok: true, path}
			: {ok: false, why: 'The script could not be brought there, so nothing was run.'};
	} catch (error) {
		const words = error instanceof Error && 'stderr' in error ? String(error.stderr) : wordsOf(error);
		return {
			ok: false,
			why: `${loginProblem(words) ?? 'The script could not be brought there.'} Nothing was run there.`,
		};
	}
}
