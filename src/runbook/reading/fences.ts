import {isKnownCommand} from '../shell/known.ts';
import {logicalLines} from '../shell/logical-lines.ts';
import {readTranscript} from '../shell/prompts.ts';
import {replOf} from '../shell/repl.ts';
import type {Fence} from './blocks.ts';
import {interpreterOf, type LanguageKind, languageKind, languageOf, promisesPrompts} from './languages.ts';
import type {LeadIn} from './lead-in.ts';
import {firstWord, isAssignment, looksLikeOutput, readsAsCommand} from './lines-kind.ts';
import {mixesPrograms, toldOutput} from './mixed-fences.ts';

/** What a fence is, decided by its language and its lines (rule R4). Unsure is shown, never run. */
export type FenceKind =
	| {
			readonly as: 'shell';
			readonly interpreter: string;
			readonly script: string;
			readonly scriptLine: number;
			readonly rule: string;
			readonly lines?: readonly {readonly text: string; readonly line: number}[];
			readonly output?: string;
			readonly host?: string;
			readonly mixed: boolean;
	  }
	| {readonly as: 'http' | 'sql'; readonly rule: string}
	| {readonly as: 'structured'; readonly rule: string}
	/** Typed by a person into a session that is open. */
	| {readonly as: 'statements'; readonly statements: readonly string[]; readonly rule: string}
	/** To be put somewhere: a file's content, code, a message. */
	| {readonly as: 'content'; readonly language: string; readonly rule: string}
	| {readonly as: 'notes'; readonly points: readonly string[]; readonly rule: string}
	| {readonly as: 'output'; readonly rule: string}
	| {readonly as: 'reference'; readonly kind: string; readonly rule: string};

/** What the author's attributes say before anything is guessed. */
export type FenceMarks = {readonly shell?: string; readonly run: boolean; readonly show: boolean};

export function readFence(fence: Fence, marks: FenceMarks, lead: LeadIn): FenceKind {
	const language = languageOf(fence.info);
	const kind = languageKind(language);
	if (marks.show) return {as: 'reference', kind: 'shown', rule: 'R4h'};
	if (!fence.closed) return {as: 'reference', kind: 'unclosed', rule: 'R21'};
	if (fence.body.length > bodyMax) return {as: 'reference', kind: 'too-long', rule: 'R4'};
	if (marks.shell !== undefined) return shell(fence, {interpreter: marks.shell, rule: 'R4h', mixed: false});
	if (marks.run && kind !== 'structured')
		return shell(fence, {interpreter: runnerOf(language, kind), rule: 'R4h', mixed: false});
	return byLanguage(fence, {language, kind, lead});
}

/** Characters; nobody reads a longer block before confirming it, so it is shown and not run. */
const bodyMax = 256_000;

function runnerOf(language: string, kind: LanguageKind): string {
	return kind === 'shell' || kind === 'unlabelled' ? interpreterOf(language) : language;
}

function byLanguage(
	fence: Fence,
	{language, kind, lead}: {language: string; kind: LanguageKind; lead: LeadIn},
): FenceKind {
	switch (kind) {
		case 'shell':
			return ofShell(fence, language, lead);
		case 'unlabelled':
			return ofUnlabelled(fence, lead);
		case 'http':
		case 'sql':
			return ofStatements(fence) ?? {as: kind, rule: 'R4g'};
		case 'structured':
			return {as: 'structured', rule: 'R4g'};
		case 'content':
			return lead.content && !lead.output
				? {as: 'content', language, rule: 'R4g'}
				: {as: lead.output ? 'output' : 'reference', kind: 'file', rule: 'R4g'};
		case 'code':
			return ofStatements(fence) ?? {as: 'content', language, rule: 'R4g'};
		case 'output':
			return {as: 'output', rule: 'R4e'};
		case 'diagram':
			return {as: 'reference', kind: 'diagram', rule: 'R4g'};
		case 'query':
			return {as: 'reference', kind: 'query', rule: 'R4g'};
		case 'other':
			return lead.message
				? {as: 'content', language, rule: 'R4g'}
				: {as: 'reference', kind: 'other', rule: 'R4g'};
	}
}

type ShellMarks = {readonly interpreter: string; readonly rule: string; readonly mixed: boolean};

function shell(fence: Fence, marks: ShellMarks): FenceKind {
	return {as: 'shell', ...marks, script: fence.body, scriptLine: fence.bodyLine};
}

function ofStatements(fence: Fence): FenceKind | undefined {
	const statements = replOf(fence.body.split('\n'))?.statements.map(statement => statement.text) ?? [];
	return statements.length > 0 ? {as: 'statements', statements, rule: 'R4c'} : undefined;
}

function ofTranscript(fence: Fence, interpreter: string): FenceKind | undefined {
	const transcript = readTranscript(fence.body.split('\n'), fence.bodyLine);
	if (!transcript || transcript.commands.length === 0) return ofStatements(fence);
	const {commands} = transcript;
	const isAsked = transcript.unsure;
	return {
		as: 'shell',
		interpreter: /^\s*PS [A-Z]:\\/m.test(fence.body.slice(0, 500)) ? 'pwsh' : interpreter,
		script: commands.map(command => command.text).join('\n'),
		scriptLine: commands[0]?.line ?? fence.bodyLine,
		lines: commands,
		...(transcript.output.trim() === '' ? {} : {output: transcript.output}),
		...(transcript.promptHost === undefined ? {} : {host: transcript.promptHost}),
		mixed: isAsked,
		rule: isAsked ? 'R4b' : 'R4a',
	};
}

function ofShell(fence: Fence, language: string, lead: LeadIn): FenceKind {
	const interpreter = interpreterOf(language);
	const told = toldOutput(fence.body);
	if (told) {
		const kind = ofShell({...fence, body: told.script}, language, lead);
		return kind.as === 'shell' && kind.output === undefined ? {...kind, output: told.output} : kind;
	}
	if (mixesPrograms(fence.body)) return shell(fence, {interpreter, rule: 'R4f', mixed: true});
	const transcript = ofTranscript(fence, interpreter);
	if (transcript) return transcript;
	if (lead.printed) return {as: 'output', rule: 'R6'};
	const commands = commandsIn(fence.body);
	const first = commands[0];
	if (!first) return ofComments(fence);
	if (isSql(first.text)) return {as: 'statements', statements: [fence.body], rule: 'R4g'};
	if (looksLikeOutput(first.text)) return {as: 'reference', kind: 'output', rule: 'R4d'};
	if (promisesPrompts(language) && !commands.some(command => isKnownCommand(firstWord(command.text)))) {
		return {as: 'reference', kind: 'output', rule: 'R4d'};
	}
	if (isScriptFile(fence.body, lead)) return {as: 'content', language, rule: 'R4g'};
	if (isLibrary(commands.map(command => command.text)))
		return {as: 'reference', kind: 'library', rule: 'R4i'};
	const mixed = commands.slice(1).some(command => looksLikeOutput(command.text));
	return shell(fence, {interpreter, rule: mixed ? 'R4f' : 'R4d', mixed});
}

function ofUnlabelled(fence: Fence, lead: LeadIn): FenceKind {
	const transcript = ofTranscript(fence, 'bash');
	if (transcript) return transcript;
	if (lead.printed) return {as: 'output', rule: 'R6'};
	if (isDiagram(fence.body)) return {as: 'reference', kind: 'diagram', rule: 'R4g'};
	if (isMessage(fence.body) && !lead.output) return {as: 'content', language: 'message', rule: 'R4g'};
	const commands = commandsIn(fence.body);
	const first = commands[0];
	if (!first) return {as: 'reference', kind: 'text', rule: 'R4e'};
	if (isSql(first.text)) return {as: 'statements', statements: [fence.body], rule: 'R4e'};
	if (commands.every(command => isAssignment(command.text) && !/\$\(|`/.test(command.text))) {
		return {as: lead.content ? 'content' : 'reference', language: 'env', kind: 'file', rule: 'R4e'};
	}
	const reads = commands.filter(command => readsAsCommand(command.text) || isAssignment(command.text)).length;
	const opening = commands.find(command => !isAssignment(command.text)) ?? first;
	if (readsAsCommand(opening.text) && reads >= commands.length * 0.6) {
		const mixed = commands.slice(1).some(command => looksLikeOutput(command.text));
		return shell(fence, {interpreter: 'bash', rule: mixed ? 'R4f' : 'R4e', mixed});
	}
	return ofText(fence, lead);
}

/** Text that is no command: what the sentence before it says decides what it is for. */
function ofText(fence: Fence, lead: LeadIn): FenceKind {
	if (lead.output) return {as: 'output', rule: 'R6'};
	if (lead.message) return {as: 'content', language: 'message', rule: 'R4g'};
	return lead.content && fence.info !== ''
		? {as: 'content', language: 'text', rule: 'R4g'}
		: {as: 'reference', kind: 'text', rule: 'R4e'};
}

/** Logical lines that are no comments. */
function commandsIn(body: string): readonly {readonly text: string}[] {
	return logicalLines(body).filter(line => line.is === 'command');
}

/** Nothing but comments: what they tell to do is done by a person (rule R4i). */
function ofComments(fence: Fence): FenceKind {
	const points = fence.body
		.split('\n')
		.map(line => line.replace(/^\s*#+!?\s*/, '').trim())
		.filter(line => line !== '');
	return points.length === 0
		? {as: 'reference', kind: 'text', rule: 'R4i'}
		: {as: 'notes', points, rule: 'R4i'};
}

/** Only functions are defined: to be sourced, not to be run. */
function isLibrary(commands: readonly string[]): boolean {
	return commands.every(text => /^(?:function\s+[\w:-]+\s*(?:\(\s*\))?|[\w:-]+\s*\(\s*\))\s*\{?/.test(text));
}

/** A program to be saved first: it opens with `#!` and takes arguments, or the sentence before says where to put it. */
function isScriptFile(body: string, lead: LeadIn): boolean {
	if (!/^\s*#!\s*\//.test(body)) return false;
	const bare = body.slice(0, 50_000).replace(/'[^']*'/g, '');
	return lead.content || lead.file || /\$(?:[1-9@*#]|\{[1-9@*#][^}]{0,40}\})/.test(bare);
}

function isSql(text: string): boolean {
	return /^(?:select\s+[\w*"'(]|insert\s+into\s|update\s+[\w."]+\s+set\s|delete\s+from\s|create\s+(?:or\s+replace\s+)?(?:unique\s+)?(?:table|index|view|database|role|user|extension|function|schema|materialized)\s|alter\s+(?:table|role|user|database|system|index)\s|drop\s+(?:table|index|view|database|role|user|schema)\s|truncate\s+table\s|grant\s+\w|revoke\s+\w|vacuum\b(?!db)|begin\s*;|show\s+\w+\s*;|set\s+\w+\s*(?:=|to)\s.*;|with\s+\w+\s+as\s*\()/i.test(
		text.slice(0, 500),
	);
}

function isDiagram(body: string): boolean {
	const lines = body
		.slice(0, 5_000)
		.split('\n')
		.filter(line => line.trim() !== '');
	const drawn = lines.filter(line =>
		/[─│┌┐└┘├┤┬┴┼═║╔╗╚╝▶▼▲◀→←↓↑]|\+-{2,}|--+>|<--+|^\s*\|\s.*\|\s*$|^\s*[|`]--/.test(line),
	).length;
	return drawn > 0 && drawn >= lines.length * 0.3;
}

/** A chat command, a mention or a letter: copied, never run. */
function isMessage(body: string): boolean {
	const first = body.trimStart().slice(0, 300).split('\n')[0] ?? '';
	return (
		/^\/[a-z][\w-]*(?:\s+[^/]|$)/i.test(first) ||
		/^@[\w-]+/.test(first) ||
		/^(?:subject|to|cc|hi|hello|dear|hey)\b\s*[:,]?\s/i.test(first) ||
		/^:[a-z_]+:\s/.test(first) ||
		/^\p{Extended_Pictographic}/u.test(first)
	);
}
