import {randomBytes} from 'node:crypto';
import {readFileSync} from 'node:fs';
import type {CommandWork} from '../../runbook/work-model.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import type {Attempt} from '../finding.ts';
import {readTold} from '../shell/carry.ts';
import {type ChildEnd, runChild} from '../shell/child.ts';
import {localEnvironment} from '../shell/environment.ts';
import type {Script, ScriptEnd} from '../shell/local.ts';
import {openSink} from '../shell/masked-pipe.ts';
import {loginProblem, sshCommand} from './client.ts';
import {notWhole, remoteCommand, remoteScript} from './remote-script.ts';
import {stopThere} from './stop.ts';
import type {Target} from './target.ts';

/**
Runs a script on a host. What it writes goes to the log; what its shell tells of itself comes back through ssh's own
stderr. Without the mark at its end nobody knows how far it came: the outcome is unknown.
*/
export async function runRemotely(
	attempt: Attempt,
	target: Target,
	{run, script}: {readonly run: CommandWork; readonly script: Script},
): Promise<ScriptEnd> {
	const nonce = randomBytes(12).toString('hex');
	const before = script.before === undefined ? {} : {before: readFileSync(script.before)};
	const from = attempt.log.bytes();
	const sink = openSink(attempt.log);
	const end = await runChild({
		command: sshCommand(target, remoteCommand(nonce)),
		env: localEnvironment({}),
		input: remoteScript({run, script, nonce, ...before}),
		output: sink.fd,
		collect: 2,
		lastWords: `\0${nonce}code\0`,
		signal: attempt.tools.signal,
		...(script.timeoutMs === undefined ? {} : {timeoutMs: script.timeoutMs}),
		...(script.onStart === undefined ? {} : {onStart: script.onStart}),
	});
	const doubt = await sink.settle();
	const words = wordsAround(end.collected, nonce);
	const pid = markIn(end.collected, `${nonce}pid`);
	if (words !== '') {
		attempt.log.note(`(ssh: ${words})`);
	}
	if (end.stopped !== undefined && pid !== undefined) {
		await stopThere(target, pid);
	}
	return {
		...endThere(end, {words, isStarted: pid !== undefined, code: markIn(end.collected, `${nonce}code`)}),
		told: readTold(end.collected, nonce),
		from,
		to: attempt.log.bytes(),
		...(doubt === undefined ? {} : {doubt}),
	};
}

type Signs = {
	readonly words: string;
	/** The script was whole and has begun. */
	readonly isStarted: boolean;
	/** Its exit code, once it came to its end. */
	readonly code: number | undefined;
};

function endThere(end: ChildEnd, {words, isStarted, code}: Signs): ChildEnd & {lost?: string} {
	const {collected, stopped} = end;
	const known = {collected, ...(stopped === undefined ? {} : {stopped})};
	if (end.unstarted !== undefined) {
		return end;
	}
	if (code !== undefined) {
		return {...known, exit: code};
	}
	if (isStarted) {
		const how =
			stopped === undefined
				? `The connection was lost${words === '' ? '' : ` (${words})`}`
				: 'The connection was given up';
		return {...known, lost: `${how} before the script came to its end: what it did there is not known.`};
	}
	return notStarted(end, words, known);
}

function notStarted(
	end: ChildEnd,
	words: string,
	known: Pick<ChildEnd, 'collected' | 'stopped'>,
): ChildEnd & {lost?: string} {
	const problem = loginProblem(words);
	if (problem !== undefined) {
		return {...known, unstarted: `${problem} Nothing was run there.`};
	}
	switch (end.exit) {
		case notWhole:
			return {...known, unstarted: 'The script did not arrive there whole, so it was not run.'};
		case 127:
			return {
				...known,
				unstarted: `There is no bash there, so nothing was run${words === '' ? '' : ` (${words})`}.`,
			};
		default:
			return {
				...known,
				lost: `No word came back from there${words === '' ? '' : ` (${words})`}: whether anything was run is not known.`,
			};
	}
}

/** The number that follows a mark. */
function markIn(bytes: Buffer, mark: string): number | undefined {
	const items = bytes.toString('latin1').split('\0');
	const at = items.indexOf(mark);
	const value = at === -1 ? '' : (items[at + 1] ?? '');
	return /^\d{1,10}$/.test(value) && at + 2 < items.length ? Number(value) : undefined;
}

/** How ssh's own lines begin; what a cut connection left half told of the shell looks different. */
const sshLine =
	/^(?:(?:Shared )?[Cc]onnection |client_loop|Timeout|packet_write|Received disconnect|Disconnected|mux_|[Cc]ontrol|ssh|bash: )/;

/** What ssh itself said, before and behind what the script's shell told. */
function wordsAround(bytes: Buffer, nonce: string): string {
	const text = bytes.toString('utf8');
	const first = text.indexOf(`\0${nonce}`);
	const before = first === -1 ? text : text.slice(0, first);
	const behind = first === -1 ? '' : text.slice(text.lastIndexOf('\0') + 1);
	const lines = [...before.split('\n'), ...behind.split('\n').filter(line => sshLine.test(line))];
	return sanitiseLine(
		lines
			.map(line => line.trim())
			.filter(line => line !== '')
			.join('; '),
		400,
	);
}
