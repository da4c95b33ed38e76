import stringWidth from 'string-width';
import {isOldMark} from './old-marks.ts';

/**
What a character is to a screen that must not be deceived.

- `plain`: printed as it is.
- `mark`: joins the character before it.
- `dress`: only changes how the emoji or digit before it looks (variation selectors 15 and 16, keycap, skin tone);
  terminals disagree about the width it makes, so it is left out.
- `control`: C0 and DEL; has a picture of its own.
- `hidden`: can't be seen, turns text around, or is of a width terminals disagree about; shown as `⟨U+202E⟩`.
- `broken`: half of a surrogate pair.
*/
export type CharacterKind = 'plain' | 'mark' | 'dress' | 'control' | 'hidden' | 'broken';

export function kindOf(codePoint: number): CharacterKind {
	const known = kinds.get(codePoint);
	if (known !== undefined) {
		return known;
	}
	const kind = classify(codePoint);
	remember(kinds, codePoint, kind);
	return kind;
}

/** Columns of one character standing alone: 0, 1 or 2. */
export function columnsOf(codePoint: number): number {
	const known = columns.get(codePoint);
	if (known !== undefined) {
		return known;
	}
	const width = stringWidth(String.fromCodePoint(codePoint));
	remember(columns, codePoint, width);
	return width;
}

/** A visible stand-in: `␇` for a control character, `⟨U+202E⟩` for anything else. */
export function pictureOf(codePoint: number): string {
	if (codePoint < 0x20) {
		return String.fromCodePoint(0x2400 + codePoint);
	}
	return codePoint === 0x7f ? '␡' : `⟨U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** Text rarely uses more different characters than this; when it does, the memory starts anew. */
const rememberedMax = 20_000;
const kinds = new Map<number, CharacterKind>();
const columns = new Map<number, number>();

function remember<T>(memory: Map<number, T>, codePoint: number, value: T): void {
	if (memory.size >= rememberedMax) {
		memory.clear();
	}
	memory.set(codePoint, value);
}

const dress = /[\ufe0e\ufe0f\u20e3\u{1f3fb}-\u{1f3ff}]/u;

/** Format characters, bidi controls, fillers, line and paragraph separators, C1, and what Unicode has not assigned. */
const unseen = /[\p{Cf}\p{Cc}\p{Cn}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u;

/** Letters that swallow the one after them (Grapheme_Cluster_Break=Prepend and its like), and numbers and notes of doubtful width. */
const swallowing =
	/[\u0d4e\u3248-\u324f\u{111c2}\u{111c3}\u{113d1}\u{1193f}\u{11941}\u{11a84}-\u{11a89}\u{11d46}\u{11f02}\u{16d63}\u{16d67}-\u{16d6a}\u{1d15e}-\u{1d164}\u{1d1bb}-\u{1d1c0}]/u;

/** Vowels and finals of Hangul written in parts: most terminals draw them into the cell before. */
const jamo = /[\u1160-\u11ff\ud7b0-\ud7ff]/u;

function classify(codePoint: number): CharacterKind {
	if (codePoint < 0x20 || codePoint === 0x7f) {
		return 'control';
	}
	if (codePoint >= 0xd800 && codePoint <= 0xdfff) {
		return 'broken';
	}
	const character = String.fromCodePoint(codePoint);
	if (dress.test(character)) {
		return 'dress';
	}
	if (unseen.test(character) || swallowing.test(character)) {
		return 'hidden';
	}
	if (/[\p{Mn}\p{Me}]/u.test(character)) {
		return isOldMark(codePoint) ? 'mark' : 'hidden';
	}
	return jamo.test(character) || /\p{Mc}/u.test(character) ? 'mark' : 'plain';
}
