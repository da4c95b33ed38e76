import createReader, {type MarkdownIt, type Token} from 'markdown-it';
import type {Note} from '../step-model.ts';

/** Runbook prose as a small tree, for showing: positions and HTML are gone, nothing in it is executable. */
export type Passage =
	| {readonly is: 'heading'; readonly level: number; readonly content: readonly Inline[]}
	| {readonly is: 'paragraph'; readonly content: readonly Inline[]}
	| {readonly is: 'list'; readonly start?: number; readonly items: readonly (readonly Passage[])[]}
	| {readonly is: 'code'; readonly language: string; readonly text: string}
	| {readonly is: 'quote'; readonly level?: Note['level']; readonly passages: readonly Passage[]}
	| {
			readonly is: 'table';
			readonly head: readonly (readonly Inline[])[];
			readonly rows: readonly (readonly (readonly Inline[])[])[];
	  }
	| {readonly is: 'rule'};

export type Inline =
	| {readonly is: 'text'; readonly text: string}
	| {readonly is: 'code'; readonly text: string}
	| {readonly is: 'strong' | 'emphasis' | 'struck'; readonly content: readonly Inline[]}
	| {readonly is: 'link'; readonly target: string; readonly content: readonly Inline[]}
	| {readonly is: 'break'};

/** Reads Markdown source into passages. Total: whatever the text is, something readable comes back. */
export function readProse(source: string): readonly Passage[] {
	return passagesOf(cursorOver(reader().parse(source, {})), 0);
}

/** The reader is built on first use: looking at a record or a help page needs none. */
let shared: MarkdownIt | undefined;

function reader(): MarkdownIt {
	shared ??= createReader({html: true});
	return shared;
}

type Cursor = {take(): Token | undefined; peek(): Token | undefined};

function cursorOver(tokens: readonly Token[]): Cursor {
	let at = 0;
	return {
		take: () => tokens[at++],
		peek: () => tokens[at],
	};
}

/** Deeper than this is drawn flat: nobody reads a seventeenth level, and the stack stays small. */
const depthMax = 16;

/** Reads passages up to the closing token of the block around them, which is taken. */
function passagesOf(cursor: Cursor, depth: number): readonly Passage[] {
	const passages: Passage[] = [];
	for (let token = cursor.take(); token !== undefined && token.nesting !== -1; token = cursor.take()) {
		const passage =
			depth > depthMax && token.nesting === 1 ? flat(cursor, depth) : passageOf(token, cursor, depth);
		if (passage !== undefined) {
			passages.push(passage);
		}
	}
	return passages;
}

function flat(cursor: Cursor, depth: number): Passage {
	return {is: 'quote', passages: passagesOf(cursor, depth + 1)};
}

function passageOf(token: Token, cursor: Cursor, depth: number): Passage | undefined {
	switch (token.type) {
		case 'heading_open':
			return {is: 'heading', level: Number(token.tag.slice(1)), content: leafOf(cursor)};
		case 'paragraph_open':
			return {is: 'paragraph', content: leafOf(cursor)};
		case 'bullet_list_open':
			return {is: 'list', items: itemsOf(cursor, depth)};
		case 'ordered_list_open':
			return {is: 'list', start: Number(token.attrGet('start') ?? 1), items: itemsOf(cursor, depth)};
		case 'blockquote_open':
			return quoteOf(passagesOf(cursor, depth + 1));
		case 'fence':
		case 'code_block':
			return {
				is: 'code',
				language: token.info.trim().split(/\s+/)[0] ?? '',
				text: token.content.replace(/\n$/, ''),
			};
		case 'table_open':
			return tableOf(cursor);
		case 'hr':
			return {is: 'rule'};
		case 'inline':
			return {is: 'paragraph', content: inlinesOf(token)};
		case 'html_block':
			return htmlPassage(token.content);
		default:
			return undefined;
	}
}

/** Tags go, words stay; a comment says nothing to a reader. */
function htmlPassage(html: string): Passage | undefined {
	const text = html
		.replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '')
		.replaceAll(hostTag, '')
		.trim();
	return text === '' ? undefined : {is: 'paragraph', content: [{is: 'text', text}]};
}

/** Tags that Git hosts render; any other `<word>` is a placeholder and stays readable. */
const hostTag =
	/<\/?(?:a|b|br|code|details|div|em|hr|i|img|kbd|li|ol|p|pre|s|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)(?:\s[^>]*)?\/?>/gi;

/** The inline content of a heading, paragraph or cell; its closing token is taken too. */
function leafOf(cursor: Cursor): readonly Inline[] {
	const content: Inline[] = [];
	for (let token = cursor.take(); token !== undefined && token.nesting !== -1; token = cursor.take()) {
		content.push(...inlinesOf(token));
	}
	return content;
}

function itemsOf(cursor: Cursor, depth: number): readonly (readonly Passage[])[] {
	const items: (readonly Passage[])[] = [];
	for (let token = cursor.take(); token?.type === 'list_item_open'; token = cursor.take()) {
		items.push(passagesOf(cursor, depth + 1));
	}
	return items;
}

function tableOf(cursor: Cursor): Passage {
	const rows: (readonly (readonly Inline[])[])[] = [];
	let row: (readonly Inline[])[] = [];
	for (
		let token = cursor.take();
		token !== undefined && token.type !== 'table_close';
		token = cursor.take()
	) {
		if (token.type === 'tr_open') {
			row = [];
		} else if (token.type === 'th_open' || token.type === 'td_open') {
			row.push(leafOf(cursor));
		} else if (token.type === 'tr_close') {
			rows.push(row);
		}
	}
	return {is: 'table', head: rows[0] ?? [], rows: rows.slice(1)};
}

/** `> [!WARNING]` is how Git hosts spell an admonition. */
function quoteOf(passages: readonly Passage[]): Passage {
	const [first, ...rest] = passages;
	const lead = first?.is === 'paragraph' ? first.content[0] : undefined;
	const word =
		lead?.is === 'text'
			? /^\[!(note|tip|important|warning|caution)\]\s*$/i.exec(lead.text)?.[1]?.toLowerCase()
			: undefined;
	if (first?.is !== 'paragraph' || word === undefined) {
		return {is: 'quote', passages};
	}
	const level = word === 'caution' ? 'danger' : (word as Note['level']);
	const content = first.content.slice(2);
	return {is: 'quote', level, passages: content.length === 0 ? rest : [{is: 'paragraph', content}, ...rest]};
}

function inlinesOf(token: Token): readonly Inline[] {
	return inlineRun(cursorOver(token.children ?? []));
}

function inlineRun(cursor: Cursor): readonly Inline[] {
	const run: Inline[] = [];
	for (let token = cursor.take(); token !== undefined && token.nesting !== -1; token = cursor.take()) {
		const inline = inlineOf(token, cursor);
		if (inline !== undefined) {
			run.push(inline);
		}
	}
	return run;
}

function inlineOf(token: Token, cursor: Cursor): Inline | undefined {
	switch (token.type) {
		case 'strong_open':
			return {is: 'strong', content: inlineRun(cursor)};
		case 'em_open':
			return {is: 'emphasis', content: inlineRun(cursor)};
		case 's_open':
			return {is: 'struck', content: inlineRun(cursor)};
		case 'link_open':
			return {is: 'link', target: String(token.attrGet('href') ?? ''), content: inlineRun(cursor)};
		case 'code_inline':
			return {is: 'code', text: token.content};
		case 'image':
			return {
				is: 'link',
				target: String(token.attrGet('src') ?? ''),
				content: [{is: 'text', text: token.content || 'image'}],
			};
		case 'hardbreak':
			return {is: 'break'};
		case 'softbreak':
			return {is: 'text', text: '\n'};
		case 'html_inline':
			return htmlInline(token.content);
		default:
			return token.content === '' ? undefined : {is: 'text', text: token.content};
	}
}

function htmlInline(html: string): Inline | undefined {
	if (/^<br\b/i.test(html)) {
		return {is: 'break'};
	}
	const text = html.startsWith('<!--') ? '' : html.replaceAll(hostTag, '');
	return text === '' ? undefined : {is: 'text', text};
}
