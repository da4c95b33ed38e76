import {closingOf, unquote} from './quoting.ts';
import {scan, type Token} from './scan.ts';

export type Redirect = {readonly operator: string; readonly target: string};

/** One program call as the shell sees it: pipes, lists, compounds and substitutions taken apart. */
export type SimpleCommand = {
	/** Program and arguments, quotes taken away; variables and substitutions as written. Empty for a bare assignment. */
	readonly words: readonly string[];
	/** The same, as written. */
	readonly raw: readonly string[];
	/** `NAME=value` before the program, as written. */
	readonly assignments: readonly string[];
	readonly redirects: readonly Redirect[];
	/** Body of its here-document. */
	readonly heredoc?: string;
	/** Reads the output of the command before it. */
	readonly piped: boolean;
	/** Stands inside `$(…)`, backticks or `<(…)`. */
	readonly nested: boolean;
	/** UTF-16 offset of its first word in the text (in the substitution's text where nested). */
	readonly start: number;
};

/** Substitutions within substitutions; deeper ones are not looked into. */
const nestingMax = 6;

/** Takes a shell text apart into its program calls, in order; those of substitutions directly after their own. */
export function simpleCommands(text: string, depth = 0): readonly SimpleCommand[] {
	const found: Draft[] = [];
	const parser: Parser = {
		found,
		current: undefined,
		piped: false,
		atCommand: true,
		skip: undefined,
		heredocs: [],
	};
	for (const token of scan(text)) {
		take(parser, token);
	}
	return found.flatMap(draft => [
		finished(draft, depth > 0),
		...(depth < nestingMax ? nestedIn(draft, depth + 1) : []),
	]);
}

type Draft = {
	readonly raw: string[];
	readonly assignments: string[];
	readonly redirects: Redirect[];
	heredoc: string | undefined;
	readonly piped: boolean;
	readonly start: number;
};

type Parser = {
	readonly found: Draft[];
	current: Draft | undefined;
	piped: boolean;
	atCommand: boolean;
	/** Words that are no program call: a loop's list, a pattern, a redirect's target. */
	skip: 'list' | 'target' | undefined;
	/** Drafts whose here-document has not come yet. */
	heredocs: Draft[];
};

const keywords = new Set([
	'if',
	'then',
	'elif',
	'else',
	'fi',
	'do',
	'done',
	'while',
	'until',
	'esac',
	'{',
	'}',
	'!',
	'time',
]);
const lists = new Set(['for', 'case', 'select', 'function']);

function take(parser: Parser, token: Token): void {
	switch (token.is) {
		case 'comment':
			return;
		case 'heredoc': {
			const owner = parser.heredocs.shift();
			if (owner !== undefined) {
				owner.heredoc = token.text;
			}
			return;
		}
		case 'newline':
			endCommand(parser);
			return;
		case 'operator':
			takeOperator(parser, token);
			return;
		case 'word':
			takeWord(parser, token);
	}
}

function takeOperator(parser: Parser, token: Token): void {
	if (/[<>]/.test(token.text)) {
		takeRedirect(parser, token);
		return;
	}
	if (
		token.text === ')' &&
		parser.current !== undefined &&
		parser.current.raw.length <= 1 &&
		isPattern(parser)
	) {
		parser.found.pop();
	}
	endCommand(parser);
	parser.piped = token.text === '|' || token.text === '|&';
}

/** `word)` inside `case`: the bracket was never opened, and no space stands before it. */
function isPattern(parser: Parser): boolean {
	const word = parser.current?.raw[0] ?? '';
	return /^["']?[\w.*?[\]|-]+["']?$/.test(word) && parser.found.some(draft => draft.raw[0] === 'case');
}

function takeRedirect(parser: Parser, token: Token): void {
	const owner = parser.current ?? begin(parser, token.start);
	owner.redirects.push({operator: token.text.replace(/^\d+/, ''), target: ''});
	if (/<<-?$/.test(token.text)) {
		parser.heredocs.push(owner);
	}
	parser.skip = 'target';
}

function takeWord(parser: Parser, token: Token): void {
	const {text} = token;
	if (parser.skip === 'target') {
		const redirects = parser.current?.redirects;
		const last = redirects?.pop();
		redirects?.push({operator: last?.operator ?? '', target: unquote(text)});
		parser.skip = undefined;
		return;
	}
	if (parser.skip === 'list' && text !== 'in') {
		parser.current?.raw.push(text);
		return;
	}
	if (parser.atCommand && keywords.has(text)) {
		return;
	}
	const draft = parser.current ?? begin(parser, token.start);
	if (parser.atCommand && /^[A-Za-z_]\w*(\[[^\]]*\])?\+?=/.test(text)) {
		draft.assignments.push(text);
		return;
	}
	parser.skip = parser.atCommand && lists.has(text) ? 'list' : parser.skip;
	parser.atCommand = false;
	draft.raw.push(text);
}

function begin(parser: Parser, start: number): Draft {
	const draft: Draft = {
		raw: [],
		assignments: [],
		redirects: [],
		heredoc: undefined,
		piped: parser.piped,
		start,
	};
	parser.found.push(draft);
	parser.current = draft;
	parser.piped = false;
	return draft;
}

function endCommand(parser: Parser): void {
	parser.current = undefined;
	parser.atCommand = true;
	parser.skip = undefined;
}

function finished(draft: Draft, nested: boolean): SimpleCommand {
	const {heredoc, ...rest} = draft;
	return {...rest, words: draft.raw.map(unquote), nested, ...(heredoc === undefined ? {} : {heredoc})};
}

function nestedIn(draft: Draft, depth: number): readonly SimpleCommand[] {
	const texts = [...draft.assignments, ...draft.raw].flatMap(substitutionsIn);
	const redirected = draft.redirects.flatMap(redirect => substitutionsIn(redirect.target));
	return [...texts, ...redirected].flatMap(text => simpleCommands(text, depth));
}

/** The scripts inside `$(…)`, backticks, `<(…)` of a word; single-quoted text has none. */
function substitutionsIn(word: string): readonly string[] {
	const scripts: string[] = [];
	let isDouble = false;
	for (let at = 0; at < word.length; ) {
		const char = word.charAt(at);
		const opensAt = /^[$<>]\((?!\()/.test(word.slice(at, at + 3)) ? at + 1 : char === '`' ? at : undefined;
		const end = opensAt === undefined ? undefined : closingOf(word, opensAt);
		isDouble = char === '"' ? !isDouble : isDouble;
		if (opensAt !== undefined && end !== undefined) {
			scripts.push(word.slice(opensAt + 1, end - 1));
			at = end;
		} else if (char === "'" && !isDouble) {
			at = closingOf(word, at) ?? at + 1;
		} else {
			at += char === '\\' ? 2 : 1;
		}
	}
	return scripts;
}

/** Something is fed to its standard input: it can't ask a person there. */
export function feeds(command: SimpleCommand): boolean {
	return (
		command.piped ||
		command.heredoc !== undefined ||
		command.redirects.some(redirect => redirect.operator.startsWith('<'))
	);
}
