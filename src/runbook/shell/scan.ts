import {closingOf} from './quoting.ts';

/** One lexical part of a shell script; `text` is the source as written. */
export type Token = {
	readonly is: 'word' | 'operator' | 'newline' | 'comment' | 'heredoc';
	readonly text: string;
	/** UTF-16 offsets into the script. */
	readonly start: number;
	readonly end: number;
};

/**
Cuts a script into tokens after the POSIX shell grammar (token recognition, here-documents, `$(…)`), and total: a
quote, substitution or here-document that never ends is taken as plain text, so that prose in a fence
(`don't`) does not swallow the lines after it. Placeholders such as `<pod name>` and `{{ version }}` stay in one word.
*/
export function scan(script: string): readonly Token[] {
	const reader: Reader = {script, at: 0, tokens: [], waiting: [], rescans: 0};
	while (reader.at < script.length) {
		step(reader);
	}
	return reader.tokens;
}

/** A heredoc's delimiter, read and not yet followed by its body. */
type Waiting = {readonly delimiter: string; readonly stripTabs: boolean};
type Reader = {
	readonly script: string;
	at: number;
	readonly tokens: Token[];
	waiting: Waiting[];
	rescans: number;
};

/** Looking for an end that isn't there reads to the end of the script; more often than this it is not looked for. */
const rescansMax = 24;

const operators = [
	'<<<',
	'<<-',
	'&>>',
	';;&',
	'<<',
	'>>',
	'<&',
	'>&',
	'<>',
	'>|',
	'&>',
	'&&',
	'||',
	'|&',
	';;',
	';&',
	'|',
	'&',
	';',
	'(',
	')',
	'<',
	'>',
];

function step(reader: Reader): void {
	const {script, at} = reader;
	const char = script.charAt(at);
	if (char === '\n') {
		add(reader, 'newline', at + 1);
		readHeredocs(reader);
	} else if (char === ' ' || char === '\t' || char === '\r') {
		reader.at++;
	} else if (script.startsWith('\\\n', at) || script.startsWith('\\\r\n', at)) {
		reader.at = script.indexOf('\n', at) + 1;
	} else if (char === '#') {
		add(reader, 'comment', lineEnd(script, at));
	} else {
		readOperatorOrWord(reader);
	}
}

function readOperatorOrWord(reader: Reader): void {
	const {script, at} = reader;
	const operator = operatorAt(script, at);
	if (operator === undefined) {
		const end = wordEnd(reader, at);
		const isDescriptor = /^\d+$/.test(script.slice(at, end)) && /[<>]/.test(script.charAt(end));
		const redirect = isDescriptor ? operatorAt(script, end) : undefined;
		add(reader, redirect === undefined ? 'word' : 'operator', end + (redirect?.length ?? 0));
		if (redirect !== undefined) {
			expectHeredoc(reader, redirect);
		}
		return;
	}
	add(reader, 'operator', at + operator.length);
	expectHeredoc(reader, operator);
}

function expectHeredoc(reader: Reader, operator: string): void {
	if (operator !== '<<' && operator !== '<<-') {
		return;
	}
	const gap = /^[ \t]*/.exec(reader.script.slice(reader.at, reader.at + 80))?.[0].length ?? 0;
	const start = reader.at + gap;
	const end = wordEnd(reader, start);
	const delimiter = reader.script.slice(start, end).replaceAll(/['"\\]/g, '');
	if (delimiter !== '') {
		reader.waiting.push({delimiter, stripTabs: operator === '<<-'});
	}
}

function readHeredocs(reader: Reader): void {
	for (const {delimiter, stripTabs} of reader.waiting) {
		const body = bodyEnd(reader, delimiter, stripTabs);
		if (body !== undefined) {
			reader.tokens.push({
				is: 'heredoc',
				text: reader.script.slice(reader.at, body.textEnd),
				start: reader.at,
				end: body.end,
			});
			reader.at = body.end;
		}
	}
	reader.waiting = [];
}

function bodyEnd(
	reader: Reader,
	delimiter: string,
	stripTabs: boolean,
): {textEnd: number; end: number} | undefined {
	const {script} = reader;
	if (reader.rescans >= rescansMax) {
		return undefined;
	}
	for (let at = reader.at; at < script.length; ) {
		const end = lineEnd(script, at);
		const line = script.slice(at, end).replace(/\r$/, '');
		if ((stripTabs ? line.replace(/^\t+/, '') : line) === delimiter) {
			return {textEnd: at, end: Math.min(end + 1, script.length)};
		}
		at = end + 1;
	}
	reader.rescans++;
	return undefined;
}

/** A `<name>`, `{{name}}` or hidden address that stands for something to be filled in. */
const placeholder = /^(?:\[email[ \u00A0]protected\]|<[A-Za-z][^<>\n|&;$"'`]{0,60}>|\{\{[^{}\n]{1,60}\}\})/;

function operatorAt(script: string, at: number): string | undefined {
	const isPlaceholder = script.charAt(at) === '<' && placeholder.test(script.slice(at, at + 64));
	const isArithmetic = script.startsWith('((', at);
	const isProcess = /^[<>]\(/.test(script.slice(at, at + 2));
	return isPlaceholder || isArithmetic || isProcess
		? undefined
		: operators.find(operator => script.startsWith(operator, at));
}

/** @returns the offset just after the word that starts at `from`. */
function wordEnd(reader: Reader, from: number): number {
	const {script} = reader;
	let at = from;
	while (at < script.length) {
		const next = partEnd(reader, at);
		if (next === at) {
			break;
		}
		at = next;
	}
	return Math.max(at, from + 1);
}

/** @returns the offset after one part of a word: a quotation, a substitution, a character; `at` itself where the word ends. */
function partEnd(reader: Reader, at: number): number {
	const {script} = reader;
	const char = script.charAt(at);
	switch (char) {
		case '\\':
			return Math.min(at + 2, script.length);
		case "'":
		case '"':
		case '`':
		case '$':
			return closed(reader, at) ?? at + 1;
		case '{':
		case '[':
		case '<':
			return (
				at +
				(placeholder.exec(script.slice(at, at + 64))?.[0].length ??
					(char === '<' ? processLength(reader, at) : 1))
			);
		case '>':
			return at + processLength(reader, at);
		case '(':
			return script.startsWith('((', at) ? (closed(reader, at) ?? at + 2) : at;
		case ' ':
		case '\t':
		case '\r':
		case '\n':
		case '|':
		case '&':
		case ';':
		case ')':
			return at;
		default:
			return at + 1;
	}
}

function processLength(reader: Reader, at: number): number {
	return reader.script.charAt(at + 1) === '(' ? (closed(reader, at + 1) ?? at + 2) - at : 0;
}

/** @returns the offset after the quotation or substitution that opens at `at`, or undefined when it never ends. */
function closed(reader: Reader, at: number): number | undefined {
	if (reader.rescans >= rescansMax) {
		return undefined;
	}
	const end = closingOf(reader.script, at);
	if (end === undefined) {
		reader.rescans++;
	}
	return end;
}

function lineEnd(script: string, from: number): number {
	const at = script.indexOf('\n', from);
	return at === -1 ? script.length : at;
}

function add(reader: Reader, is: Token['is'], end: number): void {
	reader.tokens.push({is, text: reader.script.slice(reader.at, end), start: reader.at, end});
	reader.at = end;
}
