/** Shell variables of one script: read from outside, and set in it. */
export type Variables = {
	/** Expanded by the shell and without a default of their own, with their UTF-16 offset. */
	readonly used: readonly {readonly name: string; readonly index: number}[];
	readonly assigned: ReadonlySet<string>;
};

/** Longer scripts are searched to here only. */
const textMax = 200_000;

/** Single quotes, comments and quoted here-documents are passed over: there a `$` means itself. */
export function findVariables(text: string): Variables {
	const source = text.slice(0, textMax);
	const used: {name: string; index: number}[] = [];
	const assigned = new Set<string>();
	let quoted = false;
	let skipUntil: string | undefined;
	for (let at = 0; at < source.length; at++) {
		const character = source[at];
		if (character === '\n' && skipUntil !== undefined) {
			at = endOfHeredoc(source, at, skipUntil);
			skipUntil = undefined;
			continue;
		}
		if (character === '\\') at++;
		else if (character === '"') quoted = !quoted;
		else if (character === "'" && !quoted) at = indexOr(source, "'", at + 1);
		else if (character === '#' && !quoted && (at === 0 || /\s/.test(source[at - 1] ?? '')))
			at = indexOr(source, '\n', at) - 1;
		else if (character === '<' && !quoted && source[at + 1] === '<')
			skipUntil ??= quotedDelimiter(source, at);
		else if (character === '$') takeVariable(source, at, {used, assigned});
	}
	for (const name of assignments(source)) assigned.add(name);
	return {used, assigned};
}

function indexOr(source: string, part: string, from: number): number {
	const index = source.indexOf(part, from);
	return index < 0 ? source.length : index;
}

function takeVariable(
	source: string,
	at: number,
	{used, assigned}: {used: {name: string; index: number}[]; assigned: Set<string>},
): void {
	const match = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)([^}]?[^}]?))/.exec(source.slice(at, at + 130));
	const name = match?.[1] ?? match?.[2];
	if (name === undefined) return;
	const operator = match?.[3] ?? '';
	if (/^:?[-=+]/.test(operator)) {
		if (/^:?=/.test(operator)) assigned.add(name);
		return;
	}
	used.push({name, index: at});
}

/** The word after `<<` when it is quoted: nothing in that document is expanded. */
function quotedDelimiter(source: string, at: number): string | undefined {
	const match = /^<<-?[ \t]*(?:'([^'\n]{1,80})'|"([^"\n]{1,80})"|\\(\w{1,80}))/.exec(
		source.slice(at, at + 100),
	);
	return match?.[1] ?? match?.[2] ?? match?.[3];
}

function endOfHeredoc(source: string, at: number, delimiter: string): number {
	let line = at + 1;
	while (line < source.length) {
		const end = indexOr(source, '\n', line);
		if (source.slice(line, end).trim() === delimiter) return end - 1;
		line = end + 1;
	}
	return source.length;
}

function* assignments(source: string): Generator<string> {
	for (const match of source.matchAll(/(?:^|[\s;&|(`])([A-Za-z_]\w*)\+?=(?!=)/g)) yield match[1] ?? '';
	for (const match of source.matchAll(/\b(?:for|select)\s+([A-Za-z_]\w*)\s+in\b/g)) yield match[1] ?? '';
	for (const match of source.matchAll(/\b(?:read|mapfile|readarray|getopts)\b([^\n;|&<]{1,200})/g)) {
		for (const word of (match[1] ?? '').matchAll(/(?:^|\s)([A-Za-z_]\w*)(?=\s|$)/g)) yield word[1] ?? '';
	}
	for (const match of source.matchAll(/\bprintf\s+-v\s+([A-Za-z_]\w*)/g)) yield match[1] ?? '';
}

/** Set by the shell or the login, whatever the runbook is about. */
const wellKnown = new Set(
	'HOME USER PWD PATH SHELL HOSTNAME LOGNAME OLDPWD RANDOM SECONDS UID EUID PPID GROUPS LINENO IFS TMPDIR LANG LC_ALL TERM EDITOR VISUAL PAGER OSTYPE HOSTTYPE MACHTYPE SHLVL REPLY PIPESTATUS FUNCNAME OPTARG OPTIND DISPLAY SSH_CONNECTION SSH_CLIENT SSH_TTY SSH_AUTH_SOCK COLUMNS LINES HISTFILE BASH BASH_VERSION BASH_SOURCE BASHPID EPOCHSECONDS ENV MAIL _'.split(
		' ',
	),
);

export function isWellKnown(name: string): boolean {
	return wellKnown.has(name) || name.startsWith('XDG_') || name.startsWith('BASH_') || name.length < 2;
}
