import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import type {CommandWork} from '../../runbook/work-model.ts';
import {type Attempt, wordsOf} from '../finding.ts';
import {localEnvironment} from '../shell/environment.ts';
import {runInTerminal} from '../shell/interactive.ts';
import type {Script, ScriptEnd} from '../shell/local.ts';
import {quote} from '../shell/wrapper.ts';
import {loginProblem, sshCommand} from './client.ts';
import type {Target} from './target.ts';

/** Bringing a script there takes a moment; a host that takes longer does not answer. */
const bringMs = 30_000;
/** ssh's own exit code for a connection that failed. */
const sshFailed = 255;

/**
Gives a script on a host the operator's terminal. The terminal is its stdin, so the script is brought there first, in a
file that only its user can read and that deletes itself. It takes over what a step before left, and leaves nothing.
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
	const brought = await bring(target, fileText(run, script));
	if (!brought.ok) {
		return {...at, unstarted: brought.why};
	}
	attempt.log.note('(interactive: it was given the terminal; what it wrote there is not in this log)');
	const command = sshCommand(target, `exec bash ${brought.path}`, {terminal: true});
	let end: Partial<ScriptEnd> = {unstarted: 'The terminal could not be handed over.'};
	await handOver(async () => {
		end = await runInTerminal({
			command,
			env: localEnvironment({}),
			signal,
			...(script.timeoutMs === undefined ? {} : {timeoutMs: script.timeoutMs}),
		});
	});
	if (end.exit === sshFailed || end.unstarted !== undefined) {
		await takeBack(target, brought.path);
	}
	const isLost = end.exit === sshFailed || end.stopped !== undefined;
	return {
		...at,
		...end,
		to: attempt.log.bytes(),
		...(isLost ? {lost: 'The connection ended before the script did: what it did there is not known.'} : {}),
	};
}

/** A script that never began has not deleted itself, and its inputs stand in it. */
async function takeBack(target: Target, path: string): Promise<void> {
	const [program, ...rest] = sshCommand(target, `rm -f -- ${path}`);
	await promisify(execFile)(program, rest, {timeout: bringMs}).catch(() => {});
}

function fileText(run: CommandWork, script: Script): string {
	return [
		'rm -f -- "$0"',
		...Object.entries(script.variables).map(([name, value]) => `export ${name}=${quote(value)}`),
		...(script.cwd === undefined ? [] : [`cd -- ${quote(script.cwd)} || exit 1`]),
		...(run.strict ? ['set -euo pipefail'] : []),
		script.text,
		'',
	].join('\n');
}

async function bring(
	target: Target,
	text: string,
): Promise<{readonly ok: true; readonly path: string} | {readonly ok: false; readonly why: string}> {
	const remote = `exec sh -c 'umask 077; f=$(mktemp) && cat > "$f" && echo "$f"'`;
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
