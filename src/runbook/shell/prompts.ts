import {isKnownCommand} from './known.ts';
import {isComplete} from './logical-lines.ts';
import {looksLikeCommand} from './looks.ts';

/** A terminal session that was pasted into a runbook: what was typed, and what came back. */
export type Transcript = {
	readonly commands: readonly {readonly text: string; readonly line: number}[];
	/** Everything that was not typed, blank lines at the ends taken away. */
	readonly output: string;
	/** The machine or place the prompt names. */
	readonly promptHost?: string;
	/** The prompt is root's. */
	readonly root: boolean;
	/** All there is are lines `# command`: root's prompt or comments, so ask (rule R4b). */
	readonly unsure: boolean;
};

/**
Reads a fence whose lines carry shell prompts (rule R4a-b); continuations, `> ` lines and here-documents belong to the
command before them.

@param firstLine 1-based line of the first element in the runbook file.
@returns undefined when no line carries a prompt.
*/
export function readTranscript(lines: readonly string[], firstLine = 1): Transcript | undefined {
	const isRootOnly = !lines.some(line => promptOf(line) !== undefined) && hasRootPrompts(lines);
	const parts = partsOf(lines, line => (isRootOnly ? rootPrompt(line) : promptOf(line)));
	const typed = parts.filter(part => part.is === 'typed');
	if (typed.length === 0) {
		return undefined;
	}
	const host = typed.find(part => part.prompt.host !== undefined)?.prompt.host;
	return {
		commands: typed
			.filter(part => part.text.trim() !== '')
			.map(part => ({text: part.text.trim(), line: part.at + firstLine})),
		output: parts
			.filter((part, index) => part.is === 'output' && !isRemark(parts, index))
			.map(part => part.text)
			.join('\n')
			.replace(/^\s*\n|\s+$/g, ''),
		...(host === undefined ? {} : {promptHost: host}),
		root: typed.some(part => part.prompt.root),
		unsure: isRootOnly,
	};
}

/** A comment right above a prompt, or above another such comment, is the author's and came back from nowhere. */
function isRemark(parts: readonly Part[], index: number): boolean {
	for (let at = index; at < Math.min(parts.length, index + remarkLinesMax); at++) {
		const part = parts[at];
		if (part?.is === 'typed') return at > index;
		if (part === undefined || !/^\s*#(?:\s|$)/.test(part.text)) return false;
	}
	return false;
}

/** A longer run of `#` lines above a prompt is output. */
const remarkLinesMax = 20;

type Prompt = {readonly rest: string; readonly host?: string; readonly root: boolean};
type Part =
	| {readonly is: 'typed'; readonly text: string; readonly at: number; readonly prompt: Prompt}
	| {readonly is: 'output'; readonly text: string; readonly at: number};

/** A command that spans more lines than this is taken as cut short. */
const continuedLinesMax = 400;

function partsOf(lines: readonly string[], prompt: (line: string) => Prompt | undefined): readonly Part[] {
	const parts: Part[] = [];
	for (let at = 0; at < lines.length; at++) {
		const line = lines[at] ?? '';
		const found = prompt(line) ?? (parts.length === 0 ? lonePrompt(line) : quoteAfterLone(parts, line));
		if (found === undefined) {
			parts.push({is: 'output', text: line, at});
			continue;
		}
		const typed = readTyped(lines, at, found);
		parts.push({is: 'typed', text: typed.text, at, prompt: found});
		at = typed.last;
	}
	return parts;
}

/** Joins the lines that the shell would still have been waiting for. */
function readTyped(lines: readonly string[], from: number, prompt: Prompt): {text: string; last: number} {
	let text = prompt.rest;
	let last = from;
	while (!isComplete(text) && last + 1 < lines.length && last - from < continuedLinesMax) {
		const next = lines[last + 1] ?? '';
		if (promptOf(next) !== undefined) {
			break;
		}
		text += `\n${next.replace(/^\s*> ?/, '')}`;
		last++;
	}
	return isComplete(text) ? {text, last} : {text: prompt.rest, last: from};
}

type Pattern = {
	readonly pattern: RegExp;
	readonly root?: boolean;
	readonly needsCommand?: boolean;
	/** The place before the mark must not itself be a program: `echo $ x`. */
	readonly placeFirst?: boolean;
	/** The mark stands right before the words: `$mac date`, but `$sudo date` is a prompt without its space. */
	readonly bare?: boolean;
};

/** Groups: `host` names the place, `mark` the sign, `rest` what was typed. */
const patterns: readonly Pattern[] = [
	{pattern: /^\s*(?:\([\w.@/-]{1,40}\)\s*)?(?<mark>[$❯»])(?:\s+(?<rest>.*)|\s*)$/u},
	{pattern: /^\s*(?:\([\w.@/-]{1,40}\)\s*)?%\s+(?<rest>.*)$/, needsCommand: true},
	{
		pattern:
			/^\s*(?:\([\w.@/-]{1,40}\)\s*)?\[?(?<user>[\w.-]{1,40})@(?<host>[\w.-]{1,80})(?::|\s)?[^\s\]$#%>]{0,80}\]?\s?(?<mark>[$#%>])(?:\s+(?<rest>.*)|\s*)$/,
	},
	{
		pattern: /^\s*\[(?:[\w.-]{1,40}@)?(?<host>[\w.-]{1,60})[^\]]{0,60}\]\s*(?<mark>[$#])\s+(?<rest>.*)$/,
		needsCommand: true,
	},
	{pattern: /^\s*(?:ba|z|k|da)?sh-[\d.]+(?<mark>[$#])\s+(?<rest>.*)$/},
	{pattern: /^PS(?:\s+[^>]{0,80})?>\s*(?<rest>.*)$/},
	{pattern: /^[A-Z]:\\[^>]{0,80}>\s*(?<rest>.*)$/},
	{pattern: /^➜\s+\S{1,80}(?:\s+git:\(\S{1,80}\))?(?:\s+[✗✘])?\s+(?<rest>.+)$/u},
	{
		pattern: /^(?<host>[A-Za-z][\w.-]{0,40})(?::[\w~/.-]{0,60})?\s*(?<mark>[$%])\s+(?<rest>.*)$/,
		needsCommand: true,
	},
	{
		pattern:
			/^(?<host>[A-Za-z][\w.-]{0,40})(?::[\w~/.-]{0,60})?\s*(?<mark>\$)\s+(?<rest>[a-z.~/][\w./-]*(?:\s.*)?)$/,
		placeFirst: true,
	},
	{
		pattern:
			/^(?<host>[A-Za-z](?=[\w.]*[-\d])[\w.-]{1,40})\s(?<mark>#)\s+(?<rest>[A-Za-z_]\w*=\S.*|[a-z./][\w./-]*\s.*)$/,
		placeFirst: true,
	},
	{pattern: /^(?<host>[a-z][\w.-]{0,40})(?::[\w~/.-]{0,60})?(?<mark>#)\s+(?<rest>.*)$/, needsCommand: true},
	{pattern: /^\$(?<host>[a-z][a-z\d]{1,12})\s+(?<rest>.*)$/, needsCommand: true, bare: true},
];

/** Longer lines carry no prompt. */
const promptLineMax = 8000;

function promptOf(line: string): Prompt | undefined {
	if (line.length > promptLineMax) {
		return undefined;
	}
	for (const {pattern, needsCommand, placeFirst, bare} of patterns) {
		const groups = pattern.exec(line)?.groups;
		if ((placeFirst === true || bare === true) && isKnownCommand(groups?.host ?? '')) {
			if (bare === true) return {rest: line.trim().slice(1), root: false};
			continue;
		}
		const isTyped = needsCommand !== true && !(placeFirst === true && groups?.mark === '#');
		if (groups !== undefined && (isTyped || readsAsTyped(groups.rest ?? ''))) {
			const host = groups.host;
			return {
				rest: groups.rest ?? '',
				root: groups.mark === '#' || groups.user === 'root',
				...(host === undefined ? {} : {host}),
			};
		}
	}
	return undefined;
}

function readsAsTyped(rest: string): boolean {
	return looksLikeCommand(rest) || /^[A-Za-z_]\w*=\S/.test(rest);
}

/** A first line `> kubectl …`: a shell's second prompt stands for its first. */
function lonePrompt(line: string): Prompt | undefined {
	const rest = /^> (.+)$/.exec(line)?.[1];
	return rest !== undefined && looksLikeCommand(rest) ? {rest, root: false} : undefined;
}

function quoteAfterLone(parts: readonly Part[], line: string): Prompt | undefined {
	const [first] = parts;
	return first?.is === 'typed' &&
		first.at === 0 &&
		first.prompt.host === undefined &&
		first.text === first.prompt.rest
		? lonePrompt(line)
		: undefined;
}

function rootPrompt(line: string): Prompt | undefined {
	const rest = /^\s*#\s+(.+)$/.exec(line)?.[1];
	return rest !== undefined && looksLikeCommand(rest) ? {rest, root: true} : undefined;
}

/** Every `#` line is a command, and no line is a command without one. */
function hasRootPrompts(lines: readonly string[]): boolean {
	const marked = lines.filter(line => /^\s*#/.test(line));
	return (
		marked.length > 0 &&
		marked.every(line => rootPrompt(line) !== undefined) &&
		!lines.some(line => !/^\s*#/.test(line) && looksLikeCommand(line))
	);
}
