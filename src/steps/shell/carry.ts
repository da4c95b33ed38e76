import {chmodSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {createMasker} from '../../text/mask.ts';
import {inDirectory} from '../in-directory.ts';
import {atHost} from '../step-output.ts';
import {quote} from './wrapper.ts';

/** What a shell says of itself: directory, and name → declaration; functions are named `name()`. Text is Latin-1: one unit a byte. */
export type ShellState = {readonly directory: string; readonly declared: ReadonlyMap<string, string>};

export type Told = {readonly start?: ShellState; readonly end?: ShellState};

/** More than this is no working state but a data set that was read into a variable; nothing is kept then. Bytes. */
const stateBytesMax = 1_048_576;

/** Reads what a wrapped shell told (see wrapper.ts). A section that was cut off counts as not told. */
export function readTold(bytes: Buffer, nonce: string): Told {
	const items = bytes.toString('latin1').split('\0');
	const start = sectionOf(items, `${nonce}start`);
	const end = sectionOf(items, `${nonce}end`);
	return {...(start === undefined ? {} : {start}), ...(end === undefined ? {} : {end})};
}

function sectionOf(items: readonly string[], mark: string): ShellState | undefined {
	const at = items.indexOf(mark);
	const directory = items[at + 1];
	if (at === -1 || directory === undefined) {
		return undefined;
	}
	const declared = new Map(declarationsOf(items[at + 2] ?? ''));
	for (let index = at + 3; index < items.length; index += 2) {
		const name = items[index];
		if (name === '' || name === undefined) {
			return name === '' ? {directory, declared} : undefined;
		}
		declared.set(name, (items[index + 1] ?? '').trimEnd());
	}
	return undefined;
}

/** Name and declaration of each variable that has a value, of what `declare -p` printed. */
function* declarationsOf(text: string): Generator<[string, string]> {
	for (let from = 0; from < text.length; ) {
		plainDeclaration.lastIndex = from;
		const to = plainDeclaration.test(text) ? plainDeclaration.lastIndex - 1 : endOfDeclaration(text, from);
		const declaration = text.slice(from, to);
		const name = /^declare -\S+ ([^=\s]+)=/.exec(declaration)?.[1];
		if (name !== undefined) {
			yield [name, declaration];
		}
		from = to + 1;
	}
}

/** How nearly all of them look, with their newline. */
const plainDeclaration = /declare -\S+ [^=\s]+(?:="[^"\\]*(?:\\[\s\S][^"\\]*)*")?\n/y;

/** A value may hold newlines (bash before 5.2 prints them as they are): the first one outside of quotes ends it. */
function endOfDeclaration(text: string, from: number): number {
	let quote = '';
	for (let at = from; at < text.length; at += 1) {
		const character = text[at];
		if (character === '\\' && quote !== "'") {
			at += 1;
		} else if (quote !== '') {
			quote = character === quote.at(-1) ? '' : quote;
		} else if (character === '"') {
			quote = '"';
		} else if (character === "'") {
			quote = text[at - 1] === '$' ? "$'" : "'";
		} else if (character === '\n') {
			return at;
		}
	}
	return text.length;
}

/**
Writes down what a passed step leaves to the next one as text for bash to source.

Left out: what the shell keeps for itself, what can't be set again (readonly), every variable that is named like a
secret or holds one in any spelling.

@returns the text, or undefined when it would be longer than 1 MiB.
*/
export function textToKeep(
	told: {readonly start: ShellState; readonly end: ShellState},
	secrets: {readonly names: readonly string[]; readonly values: readonly string[]},
): string | undefined {
	const {start, end} = told;
	const lines = [
		`cd -- ${quote(end.directory)} || { echo 'The working directory that the step before left is gone.' >&2; builtin exit 1; }`,
	];
	for (const name of start.declared.keys()) {
		if (!end.declared.has(name) && isKeepable(name, secrets.names)) {
			lines.push(name.endsWith('()') ? `unset -f ${name.slice(0, -2)}` : `unset -v ${name}`);
		}
	}
	for (const [name, declaration] of end.declared) {
		const isChanged = start.declared.get(name) !== declaration;
		if (
			isChanged &&
			isKeepable(name, secrets.names) &&
			!isReadonly(declaration) &&
			!holdsSecret(declaration, secrets.values)
		) {
			lines.push(declaration);
		}
	}
	const text = `${lines.join('\n')}\n`;
	return text.length <= stateBytesMax && !holdsSecret(text, secrets.values) ? text : undefined;
}

const internal: ReadonlySet<string> = new Set([
	'_',
	'BASHOPTS',
	'BASHPID',
	'COLUMNS',
	'COPROC',
	'DIRSTACK',
	'EPOCHREALTIME',
	'EPOCHSECONDS',
	'EUID',
	'FUNCNAME',
	'GROUPS',
	'HISTCMD',
	'IFS',
	'LINENO',
	'LINES',
	'OLDPWD',
	'OPTARG',
	'OPTERR',
	'OPTIND',
	'PIPESTATUS',
	'PPID',
	'PS4',
	'PWD',
	'RANDOM',
	'REPLY',
	'SECONDS',
	'SHELLOPTS',
	'SHLVL',
	'SRANDOM',
	'UID',
	'exit()',
]);

function isKeepable(name: string, secretNames: readonly string[]): boolean {
	return (
		!internal.has(name) &&
		!/^(?:__gonogo_|GONOGO_|BASH_|COMP_)/.test(name) &&
		!secretNames.includes(name) &&
		/^[^\s;&|<>()$`\\"']+(?:\(\))?$/.test(name)
	);
}

function isReadonly(declaration: string): boolean {
	return /^declare -[A-Za-z]*r/.test(declaration);
}

function holdsSecret(text: string, secrets: readonly string[]): boolean {
	const masker = createMasker(secrets);
	const bytes = Buffer.from(text, 'latin1');
	return !Buffer.concat([masker.write(bytes), masker.end()]).equals(bytes);
}

/** Where the state that is known under this name lies; `host` is `` for this machine. */
export function statePath(directory: string, name: string, host: string): string {
	return join(directory, 'shell', `${host === '' ? name : atHost(name, host)}.env`);
}

export function writeState(file: string, text: string): void {
	inDirectory(file, () => writeFileSync(file, text, {encoding: 'latin1', mode: 0o600}));
	chmodSync(file, 0o600);
}

/** True when the state that a step started from is the one it leaves: then that stays. */
export function isState(file: string, text: string): boolean {
	try {
		return readFileSync(file, 'latin1') === text;
	} catch {
		return false;
	}
}

/**
The file to start from; no path where no step before has left anything.

@returns `isGone` when there should be one: to start without it could mean the wrong directory.
*/
export function stateBefore(
	directory: string,
	shell: Readonly<Record<string, string>>,
	host: string,
): {readonly path?: string; readonly isGone: boolean} {
	const name = shell[host];
	if (name === undefined) {
		return {isGone: false};
	}
	const path = statePath(directory, name, host);
	return existsSync(path) ? {path, isGone: false} : {isGone: true};
}
