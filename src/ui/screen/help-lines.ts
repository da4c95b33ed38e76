import type {KeyRow} from '../key-row.ts';
import {keyName, keyTable} from '../keys.ts';
import {blank, type Line, line, span, wrapLine} from '../line.ts';
import {dangerMarks, type Mark, marks, type Tone} from '../theme.ts';
import {type Offer, whyNot} from '../view/offer.ts';
import type {Frame} from './frame.ts';
import {heading} from './pairs.ts';

/** Every key, those that work now first; then the signs. */
export function helpLines(frame: Frame, width: number): readonly Line[] {
	// While this page is open the question is not: what counts is what works behind it.
	const offer: Offer = {...frame.offer, deaf: false};
	const now = keyTable.filter(row => whyNot(row.action, offer) === undefined);
	const later = keyTable.filter(row => !now.includes(row));
	return [
		heading('Keys that work now'),
		...now.flatMap(row => rowLines(row, width, 'plain')),
		...wrapLine(
			line(' '.repeat(keyColumn), span('A numbered choice has its number as key.', 'quiet')),
			width,
		),
		blank,
		heading('In a form'),
		...wrapLine(line(formHelp), width),
		blank,
		heading('Keys for other moments'),
		...later.flatMap(row => rowLines(row, width, 'quiet')),
		blank,
		heading('Signs'),
		...signLines([...Object.values(marks), ...Object.values(dangerMarks)], width),
	];
}

const formHelp =
	'enter goes on and hands in at the end, tab and shift-tab move, ← → pick a choice, ctrl-u empties a field, ' +
	'ctrl-d hands in text of several lines, esc leaves. What is pasted is typed and never hands anything in.';

const keyColumn = 14;

function rowLines(row: KeyRow, width: number, tone: Tone): readonly Line[] {
	const keys = row.keys.map(keyName).join(' ').padEnd(keyColumn);
	const indent = line(' '.repeat(keyColumn));
	return wrapLine(line(span(keys, tone === 'plain' ? 'strong' : tone), span(row.help, tone)), width, indent);
}

function signLines(signs: readonly Mark[], width: number): readonly Line[] {
	return wrapLine(
		line(...signs.flatMap(sign => [span(`${sign.glyph} ${sign.word}`, sign.tone), span('   ')])),
		width,
	);
}
