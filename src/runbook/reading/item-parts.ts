import type {Prose} from '../step-model.ts';
import type {ShellCommand} from '../work-model.ts';
import {gatherNotes} from './admonitions.ts';
import type {Block, Html, Item, List, NoteBlock, Paragraph} from './blocks.ts';
import {readBoldLed} from './bold-led.ts';
import type {Sheet} from './draft.ts';
import {inlineCommands, wholeCommand} from './inline.ts';
import {readLeadIn} from './lead-in.ts';
import {repairLists} from './lists.ts';
import {asksForAction, isAction, type Piece, readPiece} from './piece.ts';
import {plainText} from './plain.ts';
import {displaySlice} from './source.ts';

/** What one list item holds, sorted. */
export type ItemParts = {
	/** First paragraph, the tick box taken away. */
	readonly head: string;
	readonly ticked?: boolean;
	readonly prose: Prose;
	readonly points: readonly string[];
	readonly suggested: readonly ShellCommand[];
	/** Fences that ask for something, with the sentence before them. */
	readonly pieces: readonly {readonly piece: Piece; readonly before: string}[];
	/** Nested lists whose items are steps of their own, in order with the pieces by line. */
	readonly steps: readonly List[];
	readonly notes: readonly NoteBlock[];
	readonly comments: readonly Html[];
};

/** A box alone is a task when something stands below it; else it is a row nobody filled in. */
const tickBox = /^\[([ xX])\](?:\s+|$)/;

export function isTask(item: Item): boolean {
	const first = item.blocks[0];
	return (
		first?.is === 'paragraph' && tickBox.test(first.text) && (first.text.length > 3 || item.blocks.length > 1)
	);
}

/** True when a fence of the item asks for something to be done; pictures and samples ask for nothing. */
export function ownsAction(item: Item): boolean {
	return item.blocks.some(
		block =>
			(block.is === 'fence' && asksForAction(block)) || (block.is === 'list' && block.items.some(ownsAction)),
	);
}

/** @param isSteps says whether a nested list holds steps rather than points. */
export function readItemParts(
	sheet: Sheet,
	item: Item,
	isSteps: (list: List, lead: string) => boolean,
): ItemParts {
	const blocks = repairLists(gatherNotes(item.blocks));
	const first = blocks[0]?.is === 'paragraph' ? blocks[0] : undefined;
	const box = first ? tickBox.exec(first.text) : null;
	const head = first ? first.text.slice(box?.[0].length ?? 0) : '';
	const reader = new PartsReader(sheet, isSteps);
	if (first) reader.takeHead(head, first);
	for (const block of first ? blocks.slice(1) : blocks) reader.take(block);
	return {...reader.finished(), head: reader.headText, ...(box ? {ticked: box[1] !== ' '} : {})};
}

class PartsReader {
	headText = '';
	private readonly sheet: Sheet;
	private readonly isSteps: (list: List, lead: string) => boolean;
	private before = '';
	private prose: Record<string, string> = {};
	private readonly points: string[] = [];
	private readonly suggested: ShellCommand[] = [];
	private readonly pieces: {piece: Piece; before: string}[] = [];
	private readonly steps: List[] = [];
	private readonly notes: NoteBlock[] = [];
	private readonly comments: Html[] = [];

	constructor(sheet: Sheet, isSteps: (list: List, lead: string) => boolean) {
		this.sheet = sheet;
		this.isSteps = isSteps;
	}

	finished(): Omit<ItemParts, 'head' | 'ticked'> {
		const {points, suggested, pieces, steps, notes, comments} = this;
		return {prose: this.prose as Prose, points, suggested, pieces, steps, notes, comments};
	}

	takeHead(text: string, {line}: Paragraph): void {
		const led = readBoldLed(text.split('\n').slice(1).join('\n'));
		this.headText = led ? [text.split('\n')[0], led.rest].filter(part => part !== '').join('\n') : text;
		if (led) this.say(led.prose);
		this.before = this.headText;
		this.suggested.push(...(wholeCommand(this.headText, line) ?? inlineCommands(this.headText, line)));
		this.takeBareLines(line);
	}

	/** Commands on lines of their own, without code marks, below a line that announces them. */
	private takeBareLines(line: number): void {
		const lines = this.headText.split('\n');
		const first = lines.findIndex((text, index) => index > 0 && wholeCommand(text, line) !== undefined);
		if (first < 1 || !/[:：]\s*$/.test(lines[first - 1] ?? '')) return;
		for (const [index, text] of lines.entries())
			if (index >= first) this.suggested.push(...(wholeCommand(text, line + index) ?? []));
		this.say({explanation: lines.slice(first).join('\n')});
		this.headText = lines.slice(0, first).join('\n');
	}

	take(block: Block): void {
		switch (block.is) {
			case 'paragraph':
				this.takeParagraph(block);
				return;
			case 'fence':
				this.takePiece(readPiece(this.sheet, block, readLeadIn(plainText(this.before))));
				return;
			case 'list':
				this.takeList(block);
				return;
			case 'note':
				this.notes.push(block);
				return;
			case 'html':
				this.comments.push(block);
				return;
			case 'rule':
				return;
			default:
				this.explain(displaySlice(this.sheet.source, block.line, block.endLine));
		}
	}

	private takeParagraph({text, line}: Paragraph): void {
		const led = readBoldLed(text);
		if (led) this.say(led.prose);
		const rest = led ? led.rest : text;
		if (rest === '') return;
		if (this.headText === '') this.headText = rest;
		else if (this.pieces.length > 0 && readLeadIn(plainText(rest)).output && !/[:：]$/.test(rest))
			this.say({expect: rest});
		else this.explain(rest);
		this.before = rest;
		this.suggested.push(...inlineCommands(rest, line));
	}

	private takePiece(piece: Piece): void {
		if (isAction(piece)) {
			this.pieces.push({piece, before: this.before});
			return;
		}
		const isOutput =
			piece.asks.is === 'output' ||
			/^(?:text|json|)$/.test(piece.fence.info) ||
			readLeadIn(plainText(this.before)).output;
		if (isOutput && this.pieces.length > 0) {
			if (!this.expectOfLast(piece.fence.body)) this.say({expect: `\`\`\`\n${piece.fence.body}\n\`\`\``});
			return;
		}
		const {line, endLine} = piece.fence;
		this.sheet.references.push({kind: referenceKind(piece), line, endLine, rule: piece.rule});
		this.explain(displaySlice(this.sheet.source, line, endLine));
	}

	/** Sample output belongs to the command above it (rule R6). */
	private expectOfLast(body: string): boolean {
		const last = this.pieces.at(-1);
		if (last?.piece.asks.is !== 'command') return false;
		const {asks} = last.piece;
		const expected = asks.work.expected === undefined ? body : `${asks.work.expected}\n${body}`;
		this.pieces[this.pieces.length - 1] = {
			...last,
			piece: {...last.piece, asks: {...asks, work: {...asks.work, expected}}},
		};
		return true;
	}

	private takeList(list: List): void {
		if (this.isSteps(list, this.before)) {
			this.steps.push(list);
			if (!list.ordered) this.takePoints(list.items.filter(item => !isTask(item) && !ownsAction(item)));
			return;
		}
		this.takePoints(list.items);
	}

	private takePoints(items: readonly Item[]): void {
		for (const item of items) this.takePoint(item);
	}

	private takePoint(item: Item): void {
		const text = displaySlice(this.sheet.source, item.line, item.endLine).replace(
			/^(?:[-*+]|\d+[.)])\s+/,
			'',
		);
		const led = readBoldLed(text);
		if (led) this.say(led.prose);
		const rest = led ? led.rest : text;
		if (rest !== '') this.points.push(rest);
		this.suggestFrom(item);
	}

	/** Commands of a detail and of the details below it. */
	private suggestFrom(item: Item): void {
		for (const block of item.blocks) {
			if (block.is === 'paragraph')
				this.suggested.push(
					...(wholeCommand(block.text, item.line) ?? inlineCommands(block.text, item.line)),
				);
			else if (block.is === 'list') for (const one of block.items) this.suggestFrom(one);
		}
	}

	private explain(text: string): void {
		this.say({explanation: text});
	}

	private say(prose: Prose): void {
		for (const [key, value] of Object.entries(prose)) {
			const before = this.prose[key];
			if (typeof value === 'string') this.prose[key] = before === undefined ? value : `${before}\n\n${value}`;
		}
	}
}

function referenceKind(piece: Piece): string {
	return piece.asks.is === 'reference' ? piece.asks.kind : piece.asks.is;
}
