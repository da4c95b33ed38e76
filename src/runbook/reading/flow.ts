import {gatherNotes} from './admonitions.ts';
import type {Block, Fence, Html, List, NoteBlock, Table} from './blocks.ts';
import {readBoldLed} from './bold-led.ts';
import {readBullets, readTasks} from './bullets.ts';
import {addProse, type Draft, type Place, type Sheet} from './draft.ts';
import {addContactList} from './escalation.ts';
import {moodOf} from './imperative.ts';
import {isTask} from './item-parts.ts';
import type {LeadIn} from './lead-in.ts';
import {repairLists} from './lists.ts';
import {Margin} from './margin.ts';
import {readNote} from './notes.ts';
import {readOrdered} from './ordered.ts';
import {readParagraph, readQuotedCommand} from './paragraphs.ts';
import {isAction, type Piece, readPiece} from './piece.ts';
import {keepPiece} from './piece-steps.ts';
import {cut, plainText, titleOf} from './plain.ts';
import {displaySlice} from './source.ts';
import {seeOf} from './stops.ts';
import {readTable} from './tables.ts';

/** What is left of a section when its steps are taken out. */
export type FlowRest = {readonly prose: string; readonly goal?: string; readonly steps: number};

type Flow = {readonly sheet: Sheet; readonly place: Place; readonly margin: Margin};

/** Reads the blocks of one section in order; steps go to the sheet, prose that belongs to none comes back. */
export function readFlow(sheet: Sheet, place: Place, blocks: readonly Block[]): FlowRest {
	const flow: Flow = {sheet, place, margin: new Margin(place.section)};
	const tidy = repairLists(gatherNotes(blocks));
	for (const [index, block] of tidy.entries()) {
		if (block.is !== 'paragraph' || !readBoldLed(block.text)) flow.margin.settleBold(block);
		readBlock(flow, block, tidy[index + 1]);
		flow.margin.previousBlock = block.is;
		if (block.is !== 'fence' && block.is !== 'list') flow.margin.stepsGoOn = false;
		flow.margin.lastItem = block.is === 'list' ? lastWords(block) : undefined;
	}
	return flow.margin.close();
}

/** What the last item of a list tells to do: it introduces a fence that stands below (rule R6). */
function lastWords({items}: List): string | undefined {
	const blocks = items.at(-1)?.blocks ?? [];
	const only = blocks.length === 1 ? blocks[0] : undefined;
	const text = only?.is === 'paragraph' ? only.text.replace(/^\[[ xX]\]\s+/, '') : '';
	return moodOf(plainText(text)) === 'imperative' ? text : undefined;
}

function readBlock(flow: Flow, block: Block, next: Block | undefined): void {
	switch (block.is) {
		case 'paragraph':
		case 'heading':
			readParagraph(flow.sheet, {...block, is: 'paragraph'}, {...flow, next});
			return;
		case 'fence':
			readFence(flow, block);
			return;
		case 'list':
			readList(flow, block);
			return;
		case 'table':
			keepFrom(flow, block, () => readTable(flow.sheet, flow.place, block));
			return;
		case 'note':
			if (block.word === 'tab') readTab(flow, block);
			else if (!readQuotedCommand(flow.sheet, block, {...flow, next})) readNoteBlock(flow, block);
			return;
		case 'html':
			readHtml(flow, block);
			return;
		case 'quote':
		case 'rule':
			return;
	}
}

function readFence({sheet, place, margin}: Flow, fence: Fence): void {
	const lead = margin.lead();
	const piece = readPiece(sheet, fence, lead);
	const isExample = lead.example && repeats(margin.previous, piece);
	const isOnlyRead = place.section.role === 'reference' && piece.asks.is !== 'command';
	if (!isAction(piece) || isExample || isOnlyRead) {
		showPiece({sheet, place, margin}, piece, lead);
		return;
	}
	const {line, endLine} = fence;
	const title = titleFor({sheet, place, margin}, piece);
	const introduction = margin.introduction();
	const saysMore =
		introduction !== undefined && plainText(introduction.text).replace(/\s*[:：.]+$/, '') !== title;
	const prose = margin.explanation({withIntroduction: saysMore});
	const see = seeOf(introduction?.text ?? '');
	const given = {title, line, endLine, prose, lead, ...(see === undefined ? {} : {see})};
	margin.keep(keepPiece(sheet, place, {piece, given}));
}

/** The sentence before is the title; right under a heading it is the heading; else the fence's own first words. */
function titleFor({place, margin}: Flow, piece: Piece): string {
	const introduction = margin.introduction();
	const heading = place.section.title;
	if (introduction) return titleOf(introduction.text) || heading || 'Step';
	if (margin.lastItem !== undefined) return titleOf(margin.lastItem) || heading || 'Step';
	if (margin.steps === 0 && heading !== '') return heading;
	const {asks, fence} = piece;
	if (asks.is === 'structured') return structuredTitle(piece, asks.kind);
	const command = asks.is === 'command' ? asks.work.commands[0] : undefined;
	const words = command?.group ?? command?.text ?? fence.body.trim();
	return cut(words.split('\n')[0] ?? '', 72) || 'Step';
}

/** A gate asks its question; others are called by their id, or by what they are. */
function structuredTitle({fence, attributes}: Piece, kind: string): string {
	const question = /^question:\s*["']?(.{1,200}?)["']?\s*$/m.exec(fence.body.slice(0, 5_000))?.[1];
	const words = question ?? (attributes.id ?? kind).replaceAll(/[-_.]+/g, ' ');
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "For example:" after the same command with placeholders in it is no step of its own (rule R6). */
function repeats(previous: Draft | undefined, piece: Piece): boolean {
	const before = previous?.step;
	if (before?.kind !== 'command' || piece.asks.is !== 'command') return false;
	const start = (text: string | undefined): string => (text ?? '').split(/\s+/).slice(0, 2).join(' ');
	return start(before.run.commands[0]?.text) === start(piece.asks.work.commands[0]?.text);
}

/** A fence that asks for nothing: output of the command before it, or something to read. */
function showPiece({sheet, margin}: Flow, piece: Piece, lead: LeadIn): void {
	const {line, endLine, body, info} = piece.fence;
	const {previous, previousBlock} = margin;
	const follows = previousBlock === 'fence' && /^(?:json|text|txt|plain|plaintext|output|)$/.test(info);
	const isOutput = piece.asks.is === 'output' || (piece.asks.is === 'reference' && (lead.output || follows));
	margin.release();
	if (isOutput && previous?.step.kind === 'command') {
		const {run} = previous.step;
		const expected = run.expected === undefined ? body : `${run.expected}\n${body}`;
		previous.step = {...previous.step, run: {...run, expected}};
		return;
	}
	const kind = piece.asks.is === 'reference' ? piece.asks.kind : isAction(piece) ? 'example' : 'output';
	const language = info === '' ? {} : {language: info.slice(0, 40)};
	sheet.references.push({kind, line, endLine, rule: kind === 'example' ? 'R6' : piece.rule, ...language});
	margin.prose.push(displaySlice(sheet.source, line, endLine));
}

function readList(flow: Flow, list: List): void {
	const {sheet, place, margin} = flow;
	const said = margin.lead();
	const lead = margin.stepsGoOn && margin.isEmpty() ? {...said, steps: true} : said;
	const around = lead.forbidsList ? {...place, forbidden: true} : place;
	if (place.section.role === 'escalation' && !list.ordered) addContactList(sheet, list);
	keepFrom(flow, list, () => {
		if (list.items.some(isTask)) margin.prose.push(...readTasks(sheet, place, list));
		else if (list.ordered) readOrdered(sheet, around, {list, lead});
		else margin.stepsGoOn = readBullets(sheet, around, {list, lead}) === list.items.length;
		return false;
	});
}

/**
Reads a block of many items; one that gave no step is the explanation of the step before it, or prose.

@param read says whether its rows went elsewhere.
*/
function keepFrom({sheet, place, margin}: Flow, block: List | Table, read: () => boolean): void {
	const before = sheet.drafts.length;
	const isTaken = read();
	const added = sheet.drafts.slice(before);
	const mine = added.filter(draft => draft.parent === place.parent && draft.trouble === place.trouble);
	if (mine.length > 0) {
		margin.release();
		margin.keepAll(mine);
		return;
	}
	if (isTaken) return;
	const text = displaySlice(sheet.source, block.line, block.endLine);
	if (margin.previous && margin.isEmpty() && block.is === 'list') {
		addProse(margin.previous, {explanation: text});
		return;
	}
	margin.release();
	margin.prose.push(text);
}

function readNoteBlock({sheet, place, margin}: Flow, note: NoteBlock): void {
	margin.holdNote(readNote(sheet, place, {note}));
}

/** One of several tabs, for one system or another: its steps are offered and not walked unasked. */
function readTab({sheet, place, margin}: Flow, {blocks, title, line}: NoteBlock): void {
	const flow: Flow = {sheet, place: {...place, contingent: true}, margin};
	const inside = repairLists(gatherNotes(blocks));
	margin.hold({is: 'paragraph', text: `${title}:`, line, endLine: line});
	for (const [index, block] of inside.entries()) readBlock(flow, block, inside[index + 1]);
}

/** Comments are for the reader of the source; other HTML is shown as text. */
function readHtml({sheet, margin}: Flow, {text, line, endLine}: Html): void {
	if (/^\s*<!--/.test(text)) return;
	const tag = /^\s*<([A-Z]\w*)/.exec(text)?.[1];
	if (tag) sheet.problems.push(unknownTag(tag, line));
	margin.prose.push(displaySlice(sheet.source, line, endLine));
}

function unknownTag(tag: string, line: number): Sheet['problems'][number] {
	return {
		code: 'markup.unknown',
		severity: 'hint',
		line,
		column: 1,
		message: `<${tag}> is no Markdown; what stands in it is shown as text.`,
		hint: 'Use plain Markdown for anything that should be walked.',
	};
}
