import type {Note} from '../step-model.ts';
import {noteLevel} from './admonitions.ts';
import type {Block, NoteBlock} from './blocks.ts';
import {addNote, type Draft, type Place, type Sheet} from './draft.ts';
import {readLeadIn} from './lead-in.ts';
import {isAction, readPiece} from './piece.ts';
import {keepPiece} from './piece-steps.ts';
import {cut, plainText, titleOf} from './plain.ts';
import {displaySlice} from './source.ts';
import {readStop} from './stops.ts';

/** A note as a value: its level, and its text without quote marks. */
function noteOf(sheet: Sheet, note: NoteBlock): Note {
	const [first] = note.blocks;
	const source = first
		? displaySlice(sheet.source, first.line, note.blocks.at(-1)?.endLine ?? first.endLine)
		: '';
	const text = source
		.split('\n')
		.map(line => line.replace(/^\s*>\s?/, ''))
		.join('\n')
		.replace(/^\[!\w+\][+-]?\s*/, '')
		.trim();
	return {level: noteLevel(note.word), text: [note.title, text].filter(part => part !== '').join('\n')};
}

/** Keeps a note: with its step when there is one, its commands aside, its "do not proceed" as a stop (rules R17, R19). */
export function readNote(sheet: Sheet, place: Place, {note, step}: {note: NoteBlock; step?: Draft}): Note {
	const read = noteOf(sheet, note);
	if (step) addNote(step, read);
	readStop(sheet, read.text, note.line);
	keepCommandsOf(sheet, {...place, branch: 'aside', contingent: true}, note);
	return read;
}

function keepCommandsOf(sheet: Sheet, place: Place, note: NoteBlock): void {
	let before = note.title;
	const visit = (block: Block): void => {
		if (block.is === 'paragraph') before = block.text;
		if (block.is === 'list') for (const item of block.items) item.blocks.forEach(visit);
		if (block.is === 'quote' || block.is === 'note') block.blocks.forEach(visit);
		if (block.is !== 'fence') return;
		const lead = readLeadIn(plainText(before));
		const piece = readPiece(sheet, block, lead);
		const {line, endLine} = block;
		if (!isAction(piece)) {
			sheet.references.push({
				kind: piece.asks.is === 'reference' ? piece.asks.kind : 'output',
				line,
				endLine,
				rule: piece.rule,
			});
			return;
		}
		const title = titleOf(before) || cut(block.body.trim().split('\n')[0] ?? 'Command', 72);
		keepPiece(sheet, place, {piece, given: {title, line, endLine, prose: {}, lead, rule: 'R17'}});
	};
	note.blocks.forEach(visit);
}
