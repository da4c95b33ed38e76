import {closingOf} from './quoting.ts';
import {scan, type Token} from './scan.ts';

/** A logical line of a script, or a comment that stands alone on its line. */
export type LogicalLine = {
	readonly is: 'command' | 'comment';
	readonly text: string;
	/** UTF-16 offset of the text in the script. */
	readonly start: number;
	/** 1-based line in the script. */
	readonly line: number;
	/** An empty line stands directly before it. */
	readonly afterBlank: boolean;
};

/**
Cuts a script into logical lines. A compound that is never closed (`for` without `done`) is cut at its line ends, as
if it were no compound.
*/
export function logicalLines(script: string): readonly LogicalLine[] {
	const tokens = scan(script);
	return cut(script, tokens, true) ?? cut(script, tokens, false) ?? [];
}

/** Says whether a shell would run the text now, or ask for more: no quote, here-document, compound or pipe is left open. */
export function isComplete(script: string): boolean {
	const tokens = scan(script);
	const isQuoteOpen = tokens.some(
		token => token.is === 'word' && /^['"`]|[=(]['"]|\$\(/.test(token.text) && hasOpenQuote(token.text),
	);
	const waits =
		tokens.filter(token => token.is === 'operator' && /^\d*<<-?$/.test(token.text)).length >
		tokens.filter(token => token.is === 'heredoc').length;
	const last = tokens.findLast(token => token.is !== 'newline' && token.is !== 'comment')?.text ?? '';
	return (
		!isQuoteOpen &&
		!waits &&
		!continues.has(last) &&
		!/\\\s*$/.test(script) &&
		cut(script, tokens, true) !== undefined
	);
}

function hasOpenQuote(word: string): boolean {
	for (let at = 0; at < word.length; at++) {
		if (/['"`]/.test(word.charAt(at)) || /^\$[({]/.test(word.slice(at, at + 2))) {
			const end = closingOf(word, at);
			if (end === undefined) {
				return true;
			}
			at = end - 1;
		}
	}
	return false;
}

/** Keyword or bracket → what closes it. */
const closings: Readonly<Record<string, string>> = {
	for: 'done',
	while: 'done',
	until: 'done',
	select: 'done',
	if: 'fi',
	case: 'esac',
	'{': '}',
	'(': ')',
};
const continues = new Set(['|', '||', '&&', '|&']);
/** After these a command begins. */
const begins = new Set(['then', 'do', 'else', 'elif', '!', 'if', 'while', 'until', '{', 'time']);

type Cutter = {
	readonly script: string;
	readonly lines: LogicalLine[];
	/** What would close the compounds that are open now, innermost last. */
	readonly open: string[];
	start: number | undefined;
	end: number;
	last: string;
	/** The next word is the name of a command, so keywords count. */
	atCommand: boolean;
	newlines: number;
};

function cut(
	script: string,
	tokens: readonly Token[],
	compounds: boolean,
): readonly LogicalLine[] | undefined {
	const cutter: Cutter = {
		script,
		lines: [],
		open: [],
		start: undefined,
		end: 0,
		last: '',
		atCommand: true,
		newlines: 0,
	};
	for (const [index, token] of tokens.entries()) {
		take(cutter, token, compounds);
		if (endsLine(token) && tokens[index + 1]?.is !== 'heredoc') {
			finish(cutter);
		}
	}
	cutter.last = '';
	finish(cutter);
	return cutter.open.length === 0 || !compounds ? numbered(script, cutter.lines) : undefined;
}

function take(cutter: Cutter, token: Token, compounds: boolean): void {
	switch (token.is) {
		case 'newline':
			cutter.newlines++;
			cutter.atCommand = true;
			return;
		case 'comment':
			if (cutter.start === undefined) {
				cutter.lines.push(lineOf(cutter, 'comment', token));
				cutter.newlines = 0;
			}
			return;
		case 'heredoc':
			extend(cutter, token);
			return;
		default:
			extend(cutter, token);
			if (compounds) {
				follow(cutter, token);
			}
	}
}

function extend(cutter: Cutter, token: Token): void {
	cutter.start ??= token.start;
	cutter.end = token.end;
	cutter.last = token.text;
}

/** Keeps count of what is open. */
function follow(cutter: Cutter, token: Token): void {
	const innermost = cutter.open.at(-1);
	const {text} = token;
	if (token.is === 'operator') {
		followOperator(cutter, text);
		return;
	}
	if (cutter.atCommand && text === innermost) {
		cutter.open.pop();
		cutter.atCommand = false;
		return;
	}
	const closing = cutter.atCommand ? closings[text] : undefined;
	if (closing !== undefined) {
		cutter.open.push(closing);
	}
	cutter.atCommand = cutter.atCommand && begins.has(text);
}

function followOperator(cutter: Cutter, text: string): void {
	const innermost = cutter.open.at(-1);
	if (text === '(' && innermost !== 'esac') {
		cutter.open.push(')');
	} else if (text === ')' && innermost === ')') {
		cutter.open.pop();
	}
	cutter.atCommand = !/[<>]/.test(text);
}

function endsLine(token: Token): boolean {
	return token.is === 'newline' || token.is === 'heredoc';
}

/** Ends the logical line, unless a compound is open or the line says that it goes on. */
function finish(cutter: Cutter): void {
	if (cutter.start === undefined || cutter.open.length > 0 || continues.has(cutter.last)) {
		return;
	}
	cutter.lines.push(lineOf(cutter, 'command', {start: cutter.start, end: cutter.end}));
	cutter.start = undefined;
	cutter.last = '';
	cutter.newlines = 1;
	cutter.atCommand = true;
}

function lineOf(cutter: Cutter, is: LogicalLine['is'], range: {start: number; end: number}): LogicalLine {
	const text = cutter.script.slice(range.start, range.end).trimEnd();
	return {is, text, start: range.start, line: 0, afterBlank: cutter.newlines > 1};
}

/** Counts lines once, from the front: offsets rise. */
function numbered(script: string, lines: readonly LogicalLine[]): readonly LogicalLine[] {
	let line = 1;
	let at = 0;
	return lines.map(found => {
		for (; at < found.start; at++) {
			line += script.charAt(at) === '\n' ? 1 : 0;
		}
		return {...found, line};
	});
}
