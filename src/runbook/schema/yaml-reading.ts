import {type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument} from 'yaml';
import type {Problem} from '../model.ts';

/** Longer YAML is no front matter and no step. */
const yamlCharsMax = 64 * 1024;
/** Two thousand keys are compared with each other in a blink, ten thousand in seconds. */
const yamlLinesMax = 2000;
/** The first few mistakes of a text that is no YAML say enough. */
const errorsMax = 10;
/** Deeper nesting is a mistake or an attack: the parser takes the square of it in time. */
const nestingMax = 60;
/** Aliases expanded in one document; more is a bomb. */
const aliasesMax = 50;

/** YAML text with the place it stands at, so that problems name the line of the runbook. */
export type YamlText = {
	readonly text: string;
	/** 1-based line of the text's first line in the runbook file. */
	readonly firstLine: number;
	/** First part of problem codes, e.g. `front-matter`. */
	readonly code: string;
	/** What the text is called in messages, e.g. `The front matter`. */
	readonly called: string;
};

export type YamlDocument = {
	readonly source: YamlText;
	readonly document: Document;
	/** Plain values; undefined when the text is no YAML. */
	readonly value: unknown;
	readonly problems: readonly Problem[];
	/** 1-based position in the runbook of what stands at a path; of the nearest parent where it is missing. */
	place(
		path: readonly PropertyKey[],
		what: 'key' | 'value',
	): {readonly line: number; readonly column: number};
};

/** Reads YAML 1.2: duplicate keys are problems, aliases are limited, and nothing throws. */
export function readYaml(source: YamlText): YamlDocument {
	const counter = new LineCounter();
	const text = source.text.slice(0, yamlCharsMax).split('\n', yamlLinesMax).join('\n');
	const tooDeep = isTooDeep(text);
	const document = parseDocument(tooDeep ? '' : text, {
		lineCounter: counter,
		uniqueKeys: true,
		prettyErrors: false,
		strict: true,
		stringKeys: false,
		logLevel: 'silent',
	});
	const at = (offset: number): {line: number; column: number} => {
		const {line, col} = counter.linePos(Math.max(0, offset));
		return {line: Math.max(1, line) + source.firstLine - 1, column: Math.max(1, col)};
	};
	const problems = document.errors
		.slice(0, errorsMax)
		.map(error => problemOf(source, error, at(error.pos[0])));
	const plain = plainValue(document);
	const isCut = source.text.length > text.length;
	problems.push(
		...(isCut ? [wholeProblem(source, 'too-long', cutShort)] : []),
		...(tooDeep ? [wholeProblem(source, 'yaml', nested)] : []),
		...(plain.problem === undefined
			? []
			: [wholeProblem(source, 'yaml', {says: `can't be read: ${plain.problem}`, hint: aliasHint})]),
	);
	return {
		source,
		document,
		value: !tooDeep && (problems.length === 0 || isUsable(document)) ? plain.value : undefined,
		problems,
		place: (path, what) => at(offsetOf(document, path, what)),
	};
}

type Said = {readonly says: string; readonly hint: string};

const cutShort: Said = {
	says: 'is longer than 64 KiB or 2000 lines; only its first part was read.',
	hint: 'Move data into files of its own.',
};
const nested: Said = {
	says: `nests its values more than ${nestingMax} deep, so nothing of it was read.`,
	hint: 'Close brackets, and quote texts that hold them.',
};
const aliasHint = 'Write the values out instead of repeating them by alias.';

/** A problem of the text as a whole. */
function wholeProblem(source: YamlText, code: string, {says, hint}: Said): Problem {
	return {
		code: `${source.code}.${code}`,
		severity: 'error',
		line: source.firstLine,
		column: 1,
		message: `${source.called} ${says}`,
		hint,
	};
}

/** Brackets, `- - -` and indentation, counted without looking at quotes. */
function isTooDeep(text: string): boolean {
	let open = 0;
	for (const char of text) {
		open += char === '{' || char === '[' ? 1 : char === '}' || char === ']' ? -1 : 0;
		open = Math.max(0, open);
		if (open > nestingMax) {
			return true;
		}
	}
	const indents = new Set(text.split('\n').map(line => /^[ \t]*/.exec(line)?.[0].length ?? 0));
	return indents.size > nestingMax || /(?:[-?] ){60}/.test(text);
}

function plainValue(document: Document): {value?: unknown; problem?: string} {
	try {
		return {value: document.toJS({maxAliasCount: aliasesMax})};
	} catch (error) {
		return {problem: error instanceof Error ? error.message : 'its aliases are too many.'};
	}
}

/** A duplicate key leaves the rest readable. */
function isUsable(document: Document): boolean {
	return document.errors.every(error => error.code === 'DUPLICATE_KEY');
}

function problemOf(
	source: YamlText,
	error: {code: string; message: string},
	where: {line: number; column: number},
): Problem {
	const line = source.text.split('\n')[where.line - source.firstLine] ?? '';
	const hint = /:\s*\{\{/.test(line)
		? 'Quote a value that begins with {{: "{{name}}/health".'
		: /\t/.test(/^\s*/.exec(line)?.[0] ?? '')
			? 'YAML is indented with spaces, never with tabs.'
			: error.code === 'DUPLICATE_KEY'
				? 'Keep one of the two.'
				: 'Check the indentation and quote texts that hold “: ” or “ #”.';
	const message =
		error.code === 'DUPLICATE_KEY'
			? 'This key stands here twice.'
			: `${source.called} is not valid YAML here: ${error.message.split('\n')[0]?.replace(/\.?$/, '.') ?? ''}`;
	return {
		code: error.code === 'DUPLICATE_KEY' ? `${source.code}.duplicate-key` : `${source.code}.yaml`,
		severity: 'error',
		...where,
		message,
		hint,
	};
}

function offsetOf(document: Document, path: readonly PropertyKey[], what: 'key' | 'value'): number {
	for (let depth = path.length; depth > 0; depth--) {
		const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
		const last = path[depth - 1];
		const pair = isMap(parent)
			? parent.items.find(
					item => isPair(item) && isScalar(item.key) && String(item.key.value) === String(last),
				)
			: undefined;
		const key = pair !== undefined && isNode(pair.key) ? pair.key.range?.[0] : undefined;
		const node = document.getIn(path.slice(0, depth), true);
		const value = isNode(node) ? node.range?.[0] : undefined;
		const found = what === 'key' || depth < path.length ? (key ?? value) : (value ?? key);
		if (found !== undefined) {
			return found;
		}
	}
	return 0;
}
