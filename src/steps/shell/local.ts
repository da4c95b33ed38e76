import {randomBytes} from 'node:crypto';
import {unlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {CommandWork} from '../../runbook/work-model.ts';
import type {Attempt} from '../finding.ts';
import {inDirectory} from '../in-directory.ts';
import {atStart} from './at-start.ts';
import {readTold, type Told} from './carry.ts';
import {type ChildEnd, runChild} from './child.ts';
import {localEnvironment} from './environment.ts';
import {isBash, programOf} from './interpreter.ts';
import {openSink} from './masked-pipe.ts';
import {inTerminal} from './pseudo-terminal.ts';
import {watchRoom} from './room-watch.ts';
import {bashFor, callOf} from './wrapper.ts';

/** One script to be run, here or on a host. */
export type Script = {
	readonly text: string;
	readonly variables: Readonly<Record<string, string>>;
	/** File with the state to start from. */
	readonly before?: string;
	readonly timeoutMs?: number;
	readonly cwd?: string;
	/** Told the number of its process group once it runs. */
	readonly onStart?: (pid: number) => void;
};

export type ScriptEnd = ChildEnd & {
	readonly told: Told;
	/** Where its output stands in the log. */
	readonly from: number;
	readonly to: number;
	/** Output may be missing from the log, or its end is not known: the reason. */
	readonly doubt?: string;
};

/** A background script that still runs after this counts as started. */
export const backgroundProofMs = 1000;

/** Runs a script on this machine; its output goes to the log. */
export async function runLocally(attempt: Attempt, run: CommandWork, script: Script): Promise<ScriptEnd> {
	const nonce = randomBytes(12).toString('hex');
	const env = localEnvironment(script.variables);
	// A terminal says things of its own to whom it starts.
	const start = run.interactive || run.tty ? undefined : atStart(env);
	const file = writeScript(attempt, script.text);
	const from = attempt.log.bytes();
	try {
		const call = callOf({
			source: {file},
			strict: run.strict,
			nonce,
			isStartKnown: start?.known !== undefined,
			...(script.before === undefined ? {} : {before: {file: script.before}}),
			...(script.cwd === undefined ? {} : {cwd: script.cwd}),
			...(isBash(run.interpreter) ? {} : {interpreter: programOf(run.interpreter, run.strict)}),
		});
		const wrapped = {...script, call, env};
		const end = await (run.interactive ? interactively(attempt, wrapped) : unattended(attempt, run, wrapped));
		const told = readTold(end.collected, nonce);
		start?.learn(told.start);
		const known = start?.known === undefined ? {} : {start: start.known};
		return {...end, told: {...known, ...told}, from, to: attempt.log.bytes()};
	} finally {
		removeScript(file);
	}
}

type Wrapped = Pick<Script, 'timeoutMs' | 'onStart'> & {
	readonly call: string;
	readonly env: Readonly<Record<string, string>>;
};

async function unattended(
	attempt: Attempt,
	run: CommandWork,
	{call, env, timeoutMs, onStart}: Wrapped,
): Promise<ChildEnd & {doubt?: string}> {
	const sink = openSink(attempt.log);
	let room: {end(): void} | undefined;
	const end = await runChild({
		command: run.tty ? inTerminal(bashFor({call})) : {call},
		env,
		output: sink.fd,
		...(sink.log === undefined ? {} : {log: sink.log}),
		collect: 3,
		signal: attempt.tools.signal,
		...(timeoutMs === undefined ? {} : {timeoutMs}),
		onStart(pid) {
			// What goes on in the background outlives this attempt and its log.
			room = run.background ? undefined : watchRoom({pid, log: attempt.log, report: attempt.tools.report});
			onStart?.(pid);
		},
	});
	room?.end();
	const doubt = await sink.settle();
	return doubt === undefined ? end : {...end, doubt};
}

/** Lends the child the terminal itself. What stands on it then is between the child and the person: the log says only that. */
async function interactively(attempt: Attempt, {call, env, timeoutMs}: Wrapped): Promise<ChildEnd> {
	const {handOver, signal} = attempt.tools;
	if (handOver === undefined) {
		return {
			unstarted: 'It needs a terminal to talk to a person, and there is none here.',
			collected: Buffer.alloc(0),
		};
	}
	attempt.log.note('(interactive: it was given the terminal; what it wrote there is not in this log)');
	let end: ChildEnd | undefined;
	const {runInTerminal} = await import('./interactive.ts');
	await handOver(async () => {
		end = await runInTerminal({
			command: bashFor({call}),
			env,
			signal,
			...(timeoutMs === undefined ? {} : {timeoutMs}),
		});
	});
	return end ?? {unstarted: 'The terminal could not be handed over.', collected: Buffer.alloc(0)};
}

/** The script stands in a file so that bash names its lines in messages; it is removed when the script has ended. */
function writeScript({tools, order}: Attempt, text: string): string {
	const file = join(tools.directory, 'shell', `${order.step.id}.${order.attempt}.sh`);
	inDirectory(file, () => writeFileSync(file, `${text}\n`, {mode: 0o600}));
	return file;
}

function removeScript(file: string): void {
	try {
		unlinkSync(file);
	} catch {
		// The script itself, or someone else, has tidied up.
	}
}
