import type {CommandWork} from '../../runbook/work-model.ts';
import {inlineFlagOf, isBash, programOf} from '../shell/interpreter.ts';
import type {Script} from '../shell/local.ts';
import {quote, wrap} from '../shell/wrapper.ts';

/**
What the other side's login shell is asked to do, in words that sh, csh and fish read alike: take in the whole script
first, make sure that it is whole, and run it with nothing to read from. Under `bash -s` a command that reads would
swallow the rest of the script.
*/
export function remoteCommand(nonce: string): string {
	return `exec bash -c 'g=$(cat); case "$g" in *"#${nonce}") ;; *) exit 125 ;; esac; eval "$g" </dev/null'`;
}

/** Exit code of the remote command when the script did not arrive whole. */
export const notWhole = 125;

export type RemoteScript = {
	readonly run: CommandWork;
	readonly script: Script;
	readonly nonce: string;
	/** The kept state to start from. */
	readonly before?: Buffer;
};

/** What goes over stdin: inputs as quoted assignments, the wrapped script, and the mark that all of it is there. */
export function remoteScript(remote: RemoteScript): Buffer {
	const {script, nonce} = remote;
	const tell = (what: string, value: string) => `printf '\\0%s\\0%s\\0' '${nonce}${what}' "${value}" >&2`;
	const head = ['unset g', tell('pid', '$$'), ...exportsOf(script.variables)];
	const tail = [
		'(',
		wrapped(remote, 2),
		')',
		'__gonogo_code=$?',
		// Only a script that really came to its end gets here; a connection that is cut leaves this out.
		tell('code', '$__gonogo_code'),
		'exit "$__gonogo_code"',
		`#${nonce}`,
	];
	return Buffer.concat([Buffer.from(`${head.join('\n')}\n`), given(remote), Buffer.from(tail.join('\n'))]);
}

/**
What is brought there as a file, for a script that has the terminal as its stdin: it deletes itself first, and tells of
its shell in the file `told` beside it.
*/
export function remoteFile(remote: RemoteScript): Buffer {
	const variables = Object.entries(remote.script.variables).map(
		([name, value]) => `export ${name}=${quote(value)}`,
	);
	const head = ['rm -f -- "$0"', ...variables, `exec 3>"\${0%/*}/told"`];
	return Buffer.concat([
		Buffer.from(`${head.join('\n')}\n`),
		given(remote),
		Buffer.from(`${wrapped(remote, 3)}\n`),
	]);
}

/** The script and the kept state, in variables. Kept state is bytes, whatever their encoding. */
function given({script, before}: RemoteScript): Buffer {
	const state = before === undefined ? '' : `__gonogo_before=${quote(before.toString('latin1'))}\n`;
	return Buffer.concat([
		Buffer.from(`__gonogo_script=${quote(`${script.text}\n`)}\n`),
		Buffer.from(state, 'latin1'),
	]);
}

function wrapped({run, script, nonce, before}: RemoteScript, stateFd: 2 | 3): string {
	return wrap({
		source: {variable: '__gonogo_script'},
		strict: run.strict,
		stateFd,
		nonce,
		...(before === undefined ? {} : {before: {variable: '__gonogo_before'}}),
		...(script.cwd === undefined ? {} : {cwd: script.cwd}),
		...(isBash(run.interpreter)
			? {}
			: {interpreter: [...programOf(run.interpreter, run.strict), inlineFlagOf(run.interpreter)]}),
	});
}

/** The step's variables there, and colours and whole lines at once as on this machine. */
function exportsOf(variables: Readonly<Record<string, string>>): readonly string[] {
	const defaults = ['FORCE_COLOR', 'CLICOLOR_FORCE', 'PYTHONUNBUFFERED'].map(
		name => `export ${name}="\${${name}-1}"`,
	);
	return [...defaults, ...Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`)];
}
