import type {Token} from 'markdown-it';
import {type NoteOpening, parseTokens} from '../markdown.ts';
import {repairMojibake} from '../mojibake.ts';

/** Where a block stands: 1-based first and last line in the runbook file. */
export type Lines = {
	readonly line: number;
	readonly endLine: number;
	/** Columns its first line is indented by, a tab up to the next multiple of four; quote marks end it. */
	readonly indent?: number;
};

export type Heading = Lines & {readonly is: 'heading'; readonly level: number; readonly text: string};
export type Paragraph = Lines & {readonly is: 'paragraph'; readonly text: string};
export type Fence = Lines & {
	readonly is: 'fence';
	/** The info string as written; empty for an indented block. */
	readonly info: string;
	readonly body: string;
	/** 1-based line of the first line of the body. */
	readonly bodyLine: number;
	readonly closed: boolean;
};
export type Item = Lines & {
	/** The author's number; undefined for a bullet. */
	readonly number?: number;
	readonly blocks: readonly Block[];
};
export type List = Lines & {readonly is: 'list'; readonly ordered: boolean; readonly items: readonly Item[]};
export type Quote = Lines & {readonly is: 'quote'; readonly blocks: readonly Block[]};
export type Table = Lines & {
	readonly is: 'table';
	readonly header: readonly string[];
	readonly rows: readonly {readonly line: number; readonly cells: readonly string[]}[];
};
export type Html = Lines & {readonly is: 'html'; readonly text: string};
export type Rule = Lines & {readonly is: 'rule'};
/** An admonition or a folded part (rule R17). */
export type NoteBlock = Lines & {
	readonly is: 'note';
	readonly word: string;
	readonly title: string;
	readonly folded: boolean;
	readonly blocks: readonly Block[];
};

export type Block = Heading | Paragraph | Fence | List | Quote | Table | Html | Rule | NoteBlock;

/**
The text as a tree of blocks; text fields are exact source without indentation, mojibake put right.

@param lineAt 1-based line in the runbook file of a 0-based line of `text`; may go past the last line.
*/
export function readBlocks(text: string, lineAt: (line: number) => number): readonly Block[] {
	const lines = text.split('\n');
	const build = new TreeBuilder(lines, lineAt);
	for (const token of parseTokens(text)) build.take(token);
	return build.finished();
}

type Open = {
	readonly token: Token;
	readonly blocks: Block[];
	readonly items: Item[];
	cells: string[];
	readonly rows: {line: number; cells: string[]}[];
};

/** Folds markdown-it's flat tokens into nested blocks. */
class TreeBuilder {
	private readonly lines: readonly string[];
	private readonly lineAt: (line: number) => number;
	private readonly root: Block[] = [];
	private readonly open: Open[] = [];

	constructor(lines: readonly string[], lineAt: (line: number) => number) {
		this.lines = lines;
		this.lineAt = lineAt;
	}

	finished(): readonly Block[] {
		return this.root;
	}

	take(token: Token): void {
		if (token.nesting === 1) {
			this.open.push({token, blocks: [], items: [], cells: [], rows: []});
			return;
		}
		if (token.nesting === -1) {
			const closed = this.open.pop();
			if (closed) this.close(closed);
			return;
		}
		const leaf = this.leaf(token);
		if (leaf) this.add(leaf);
	}

	private add(block: Block): void {
		(this.open.at(-1)?.blocks ?? this.root).push(block);
	}

	private leaf(token: Token): Block | undefined {
		const where = this.where(token);
		switch (token.type) {
			case 'fence':
				return this.fence(token);
			case 'code_block':
				return indentedFence(token.content, where);
			case 'html_block':
				return {is: 'html', text: repairMojibake(token.content), ...where};
			case 'hr':
				return {is: 'rule', ...where};
			case 'inline':
				this.inline(token, where);
				return;
			default:
				return;
		}
	}

	/** Text of the paragraph, heading or table cell that is open. */
	private inline(token: Token, where: Lines): void {
		const parent = this.open.at(-1);
		const text = repairMojibake(token.content);
		if (parent?.token.type === 'th_open' || parent?.token.type === 'td_open') {
			const row = this.open.findLast(one => one.token.type === 'tr_open');
			row?.cells.push(text);
			return;
		}
		parent?.blocks.push({is: 'paragraph', text, ...where});
	}

	private close({token, blocks, items, cells, rows}: Open): void {
		const where = this.where(token);
		switch (token.type) {
			case 'paragraph_open':
				for (const block of blocks) this.add(block);
				return;
			case 'heading_open':
				this.add(headingOf(token, textOf(blocks), where));
				return;
			case 'list_item_open':
				this.open
					.at(-1)
					?.items.push({...where, ...(token.info === '' ? {} : {number: Number(token.info)}), blocks});
				return;
			case 'ordered_list_open':
			case 'bullet_list_open':
				this.add({is: 'list', ordered: token.type === 'ordered_list_open', items, ...where});
				return;
			case 'blockquote_open':
				this.add({is: 'quote', blocks, ...where});
				return;
			case 'note_open':
				this.add({is: 'note', ...(token.meta as NoteOpening), blocks, ...where});
				return;
			case 'tr_open':
				this.open.findLast(one => one.token.type === 'table_open')?.rows.push({line: where.line, cells});
				return;
			case 'table_open':
				this.add({is: 'table', header: rows[0]?.cells ?? [], rows: rows.slice(1), ...where});
				return;
			default:
				return;
		}
	}

	private fence(token: Token): Fence {
		const [first, after] = token.map ?? [0, 0];
		const last = this.lines[after - 1] ?? '';
		const mark = token.markup.charAt(0);
		const closing = /^[\s>]*(`{3,}|~{3,})\s*$/.exec(last.slice(0, 200))?.[1];
		const closed = after - 1 > first && closing?.startsWith(mark) === true;
		return {
			is: 'fence',
			info: token.info.trim(),
			body: token.content.replace(/\n$/, ''),
			bodyLine: this.lineAt(first + 1),
			closed,
			...this.where(token),
		};
	}

	private where(token: Token): Lines {
		const [first, after] = token.map ?? [0, 1];
		let last = Math.max(first, after - 1);
		while (last > first && (this.lines[last] ?? '').trim() === '') last--;
		return {line: this.lineAt(first), endLine: this.lineAt(last), indent: indentOf(this.lines[first] ?? '')};
	}
}

/** A sentence or a longer text over a line of dashes was meant as a paragraph over a rule. */
function headingOf(token: Token, text: string, where: Lines): Block {
	const isProse = token.markup === '-' && (text.includes('\n') || text.length > 100 || /[.:;,]$/.test(text));
	return isProse
		? {is: 'paragraph', text, ...where}
		: {is: 'heading', level: Number(token.tag.slice(1)), text, ...where};
}

function indentOf(line: string): number {
	let columns = 0;
	for (const character of line.slice(0, 500)) {
		if (character === ' ') columns++;
		else if (character === '\t') columns += 4 - (columns % 4);
		else break;
	}
	return columns;
}

function textOf(blocks: readonly Block[]): string {
	return blocks.map(block => (block.is === 'paragraph' ? block.text : '')).join('\n');
}

/** An indented block; one that holds a fence indented too far is read as that fence. */
function indentedFence(content: string, where: Lines): Fence {
	const lines = content.replace(/\n+$/, '').split('\n');
	const opening = /^\s{0,3}(`{3,}|~{3,})\s*([^`]*)$/.exec((lines[0] ?? '').slice(0, 500));
	const last = (lines.at(-1) ?? '').slice(0, 200).trim();
	if (opening && lines.length > 1 && last.startsWith(opening[1] ?? '```')) {
		const body = lines.slice(1, -1).join('\n');
		return {
			is: 'fence',
			info: (opening[2] ?? '').trim(),
			body,
			bodyLine: where.line + 1,
			closed: true,
			...where,
		};
	}
	return {is: 'fence', info: '', body: lines.join('\n'), bodyLine: where.line, closed: true, ...where};
}
