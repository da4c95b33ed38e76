import {stateChannel} from './state-channel.ts';

/** How the wrapped script comes to bash: from a file beside the run, or in a variable (over ssh, where no file is left behind). */
export type Source = {readonly file: string} | {readonly variable: string};

/** Descriptor the shell's state is written to; it is moved out of the script's way first. */
type StateFd = 2 | 3;

export type Wrapping = {
	readonly source: Source;
	/** `errexit`, `nounset` and `pipefail` for the script; the rest of the wrapping never depends on them. */
	readonly strict: boolean;
	/** Marks our own words among whatever else comes through that descriptor. */
	readonly nonce: string;
	/** Text that bash can source: what the step before left behind. */
	readonly before?: Source;
	readonly cwd?: string;
	/** What the shell is before the script is known already: it is told at the end alone. */
	readonly isStartKnown?: boolean;
	/** Another program to run the script's file with, after the state has been taken over. */
	readonly interpreter?: readonly string[];
};

/** What a shell is given to run: wrapped text, or what comes behind the prelude that every wrapped text begins with. */
export type Call = {readonly call: string};

/**
Bash text around a step's script: takes over the directory and the variables of the step before, runs the script, and
tells at its end what they have become, also when the script says `exit` or is ended by `errexit`.

Works in bash 3.2 (macOS) and later. Builtins are called as such, so that a function of the same name can't get between.
*/
export function wrap(wrapping: Wrapping & {readonly stateFd: StateFd}): string {
	return `${prelude(wrapping.stateFd)}\n${callOf(wrapping)}`;
}

/** @returns program and arguments for a step on this machine, which tells its state through descriptor 3. */
export function bashFor({call}: Call): readonly [string, ...string[]] {
	return bash(`${prelude(3)}\n${call}`);
}

/** @returns program and arguments for a shell that runs this text. */
export function bash(text: string): readonly [string, ...string[]] {
	return ['bash', '--noprofile', '--norc', '-c', text, 'gonogo'];
}

/** The part of the wrapping that is the same for every script. */
export function prelude(stateFd: StateFd): string {
	return [
		`exec ${stateChannel}>&${stateFd} ${stateFd === 2 ? '2>&1' : `${stateFd}>&-`}`,
		telling,
		ending,
	].join('\n');
}

/** The part of the wrapping that is about this script. */
export function callOf({nonce, before, cwd, ...wrapping}: Wrapping): string {
	return [
		`__gonogo_nonce=${nonce}`,
		// What tells takes the wrapping's own functions away.
		...(wrapping.isStartKnown === true ? [] : ['__gonogo_tell start', ending]),
		...(before === undefined ? [] : [run(before)]),
		...(cwd === undefined ? [] : [`cd -- ${quote(cwd)} || exit 1`]),
		...(wrapping.interpreter === undefined
			? [...strictness(wrapping.strict), 'trap __gonogo_end EXIT', run(wrapping.source), '__gonogo_end']
			: [handOver(wrapping)]),
	].join('\n');
}

/** One word that every POSIX shell reads as this text. */
export function quote(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}

function run(source: Source): string {
	return 'file' in source ? `. ${quote(source.file)}` : `eval "$${source.variable}"`;
}

function strictness(strict: boolean): readonly string[] {
	return strict ? ['set -euo pipefail'] : [];
}

function handOver(wrapping: Pick<Wrapping, 'interpreter' | 'source'>): string {
	const [program = '', ...flags] = wrapping.interpreter ?? [];
	const last = 'file' in wrapping.source ? quote(wrapping.source.file) : `"$${wrapping.source.variable}"`;
	return `exec ${stateChannel}>&- ${[program, ...flags].map(quote).join(' ')} ${last}`;
}

/**
NUL ends every item: section, directory, all variables as `declare -p` prints them, name and body of each function in
turns, then an empty name. One write for all variables, and no process where no function is known: what a step tells
must cost less than the step. `exit` is the wrapping's own and no function to hand on.
*/
const telling = `__gonogo_tell() {
	{ builtin set +ux; } 2>/dev/null
	builtin unset -f exit
	{
		builtin printf '\\0%s\\0%s\\0' "$__gonogo_nonce$1" "$PWD"
		builtin declare -p
		builtin printf '\\0'
		if builtin compgen -A function -X '__gonogo_*' >/dev/null; then
			while IFS= builtin read -r __gonogo_name; do
				builtin printf '%s()\\0' "$__gonogo_name"
				builtin declare -f "$__gonogo_name"
				builtin printf '\\0'
			done < <(builtin compgen -A function)
		fi
		builtin printf '\\0'
	} 1>&${stateChannel} 2>/dev/null
}`;

/** `exit` is wrapped because a script's own EXIT trap replaces ours. */
const ending = `__gonogo_end() {
	__gonogo_status=$?
	{ builtin set +eux; } 2>/dev/null
	if [ "$BASH_SUBSHELL" = "$__gonogo_depth" ]; then __gonogo_depth=told; __gonogo_tell end; fi
	builtin exit "$__gonogo_status"
}
exit() {
	__gonogo_status=$?
	{ builtin set +eux; } 2>/dev/null
	if [ "$BASH_SUBSHELL" = "$__gonogo_depth" ]; then __gonogo_depth=told; __gonogo_tell end; fi
	builtin exit "\${1:-$__gonogo_status}"
}
__gonogo_depth=$BASH_SUBSHELL`;
