import {closeSync, openSync} from 'node:fs';
import {formatDuration} from '../text/duration.ts';
import {runChild} from './shell/child.ts';
import {localEnvironment} from './shell/environment.ts';

/** A program that knows a version or a commit says so at once; one that asks someone far away gets as long as this. */
const askedWithinMs = 30_000;
/** A value is a line; a program that says more than this has misunderstood. Bytes. */
const answerBytesMax = 65_536;

/**
Asks a script on this machine for a value: the last line it writes. It has no terminal, and nothing of it is kept on disk.

@param variables what it sees beside the program's own environment.
*/
export async function askCommand(
	script: string,
	variables: Readonly<Record<string, string>>,
): Promise<{readonly ok: true; readonly value: string} | {readonly ok: false; readonly why: string}> {
	const nowhere = openSync('/dev/null', 'w');
	try {
		const ended = await runChild({
			command: ['bash', '--noprofile', '--norc', '-euo', 'pipefail', '-c', `exec >&3 3>&-\n${script}`],
			env: localEnvironment(variables),
			output: nowhere,
			collect: 3,
			signal: new AbortController().signal,
			timeoutMs: askedWithinMs,
		});
		if (ended.unstarted !== undefined || ended.stopped !== undefined || ended.exit !== 0) {
			return {ok: false, why: whyNot(ended)};
		}
		const said = ended.collected.toString('utf8').trimEnd();
		if (ended.collected.length > answerBytesMax) {
			return {ok: false, why: 'it says far more than a value'};
		}
		const value = said.split('\n').at(-1)?.trim() ?? '';
		return value === '' ? {ok: false, why: 'it says nothing'} : {ok: true, value};
	} finally {
		closeSync(nowhere);
	}
}

function whyNot({unstarted, stopped, exit, signal}: Awaited<ReturnType<typeof runChild>>): string {
	if (stopped !== undefined) {
		return `it was not done within ${formatDuration(askedWithinMs)}`;
	}
	return (
		unstarted ??
		(signal === undefined ? `it ended with exit code ${exit ?? 'unknown'}` : `it ended by ${signal}`)
	);
}
