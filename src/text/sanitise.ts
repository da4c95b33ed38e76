import {kindOf, pictureOf} from './characters.ts';
import {LineWriter} from './line-writer.ts';
import {SequenceReader, startsSequence} from './sequence.ts';

/** A line longer than this says nothing to a reader and costs the screen seconds. UTF-16 units. */
export const lineCharsMaxDefault = 4096;

export type SanitiserOptions = {
	/** Text beyond this in one line is left out, and the line says how much. UTF-16 units, default 4,096. */
	readonly lineCharsMax?: number;
	/** Keep the fixed list of colours (see colour.ts); else all are dropped. Default false. */
	readonly keepColour?: boolean;
};

/** Makes outside text safe while it arrives; the result is the same however it is split. */
export type Sanitiser = {
	write(chunk: string): string;
	/** What was still held back: a broken sequence, a last CR, the end of a long line. */
	end(): string;
	/** Characters of text left out so far by the caps. */
	readonly removed: number;
};

/**
Everything that reaches a screen, plain output or a report from outside passes here.

Leaves printable text, newlines, tabs as spaces and, if asked, a few colours that end with their line. Whole escape
sequences are dropped; broken ones are shown as text, so that nothing can be hidden behind them. A newline ends any
sequence. Carriage returns start a new line. Other controls become pictures, what can't be seen becomes `⟨U+202E⟩`.
*/
export function createSanitiser(options: SanitiserOptions = {}): Sanitiser {
	const {lineCharsMax = lineCharsMaxDefault, keepColour = false} = options;
	return new TextSanitiser(new LineWriter({lineCharsMax, keepColour, oneLine: false}));
}

/** Sanitises a whole text of several lines. */
export function sanitiseText(text: string, options: SanitiserOptions = {}): string {
	const sanitiser = createSanitiser(options);
	return sanitiser.write(text) + sanitiser.end();
}

/** Sanitises what has to stand on one line: a name, a title, a value. Line ends become `␊`; no colour. */
export function sanitiseLine(text: string, lineCharsMax: number = lineCharsMaxDefault): string {
	if (text.length <= lineCharsMax && onlyAscii.test(text)) {
		return text;
	}
	const sanitiser = new TextSanitiser(new LineWriter({lineCharsMax, keepColour: false, oneLine: true}));
	return sanitiser.write(text) + sanitiser.end();
}

const onlyAscii = /^[ -~]*$/;
const asciiRun = /[ -~]+/y;
/** A whole colour: coloured output has one every few words. */
const colour = /\u001B\[[\d;]{0,32}m/y;
/** Inside a string sequence: everything that can't be its end. */
const stringRun = /[^\u0007\u0018\u001A\u001B\u009C\n\r]+/y;
const highSurrogateAtEnd = /[\uD800-\uDBFF]$/;

/** Viramas join the letter after them to the one before (Indic_Conjunct_Break=Linker): layout then counts one for two. */
const joiner = /[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u1039\u17d2]/;
/** Keeps a virama and the next letter apart; the only invisible character that is ever put in. */
const nonJoiner = '\u200C';
/** A mark and a letter in one, which layout counts as a mark alone. */
const thaiAm = '\u0E33';
const laoAm = '\u0EB3';

class TextSanitiser implements Sanitiser {
	readonly #out: LineWriter;
	#sequence: SequenceReader | undefined;
	#carriageReturn = false;
	/** The first half of a pair, waiting for the next chunk. */
	#half = '';

	constructor(out: LineWriter) {
		this.#out = out;
	}

	get removed(): number {
		return this.#out.removed;
	}

	write(chunk: string): string {
		let text = this.#half + chunk;
		this.#half = '';
		if (highSurrogateAtEnd.test(text)) {
			this.#half = text.slice(-1);
			text = text.slice(0, -1);
		}
		this.#read(text);
		return this.#out.take();
	}

	end(): string {
		this.#read(this.#half);
		this.#half = '';
		if (this.#sequence !== undefined) {
			this.#showBroken(this.#sequence);
		}
		this.#settleCarriageReturn();
		this.#out.end();
		return this.#out.take();
	}

	#read(text: string): void {
		let index = 0;
		while (index < text.length) {
			index += this.#runAt(text, index) || this.#one(text, index);
		}
	}

	/** Takes what stands together at once, as most text does. @returns how many characters. */
	#runAt(text: string, index: number): number {
		if (this.#sequence !== undefined) {
			return this.#sequence.takesRuns ? this.#stringAt(this.#sequence, text, index) : 0;
		}
		const code = text.charCodeAt(index);
		if (code >= 0x20 && code <= 0x7e) {
			asciiRun.lastIndex = index;
			asciiRun.test(text);
			this.#settleCarriageReturn();
			this.#out.ascii(text.slice(index, asciiRun.lastIndex));
			return asciiRun.lastIndex - index;
		}
		return code === 0x1b ? this.#colourAt(text, index) : 0;
	}

	#stringAt(sequence: SequenceReader, text: string, index: number): number {
		stringRun.lastIndex = index;
		if (!stringRun.test(text)) {
			return 0;
		}
		sequence.run(text.slice(index, stringRun.lastIndex));
		return stringRun.lastIndex - index;
	}

	#colourAt(text: string, index: number): number {
		colour.lastIndex = index;
		if (!colour.test(text)) {
			return 0;
		}
		this.#settleCarriageReturn();
		this.#out.look(text.slice(index + 2, colour.lastIndex - 1));
		return colour.lastIndex - index;
	}

	#one(text: string, index: number): number {
		const codePoint = text.codePointAt(index) ?? 0;
		const character = String.fromCodePoint(codePoint);
		if (this.#sequence === undefined) {
			this.#ground(character, codePoint);
		} else {
			this.#inSequence(this.#sequence, character, codePoint);
		}
		return character.length;
	}

	#inSequence(sequence: SequenceReader, character: string, codePoint: number): void {
		const step = sequence.step(character);
		if (step.is === 'more') {
			return;
		}
		this.#sequence = undefined;
		if (step.is === 'done') {
			if (step.look !== undefined) {
				this.#out.look(step.look);
			}
			return;
		}
		this.#showBroken(sequence);
		if (step.escape) {
			const next = new SequenceReader('\u001B');
			this.#sequence = next;
			this.#inSequence(next, character, codePoint);
		} else {
			this.#ground(character, codePoint);
		}
	}

	#showBroken(sequence: SequenceReader): void {
		this.#sequence = undefined;
		this.#out.character(pictureOf(sequence.first.codePointAt(0) ?? 0));
		for (const character of sequence.held) {
			if (character === '\t') {
				this.#out.tab();
			} else {
				this.#print(character, character.codePointAt(0) ?? 0);
			}
		}
		this.#out.leaveOut(sequence.beyond);
	}

	#ground(character: string, codePoint: number): void {
		if (character === '\n') {
			this.#carriageReturn = false;
			this.#out.newline();
			return;
		}
		if (character === '\r') {
			this.#carriageReturn = true;
			return;
		}
		this.#settleCarriageReturn();
		if (startsSequence(codePoint)) {
			this.#sequence = new SequenceReader(character);
		} else if (character === '\t') {
			this.#out.tab();
		} else {
			this.#print(character, codePoint);
		}
	}

	#print(character: string, codePoint: number): void {
		const kind = kindOf(codePoint);
		if (kind === 'hidden' && character === nonJoiner && joiner.test(this.#out.lastMark)) {
			// Put in again where a letter follows, so that sanitised text stays as it is.
			return;
		}
		if (kind === 'plain') {
			this.#letter(character);
		} else if (kind === 'mark') {
			this.#out.mark(character);
		} else if (kind === 'broken') {
			this.#out.character('\uFFFD');
		} else if (kind !== 'dress' || !this.#out.hasText) {
			this.#out.character(pictureOf(codePoint));
		}
	}

	/** Spells a letter so that it takes the same columns in every terminal and in every layout. */
	#letter(character: string): void {
		if (character === thaiAm || character === laoAm) {
			const [mark = '', letter = ''] = character.normalize('NFKD');
			this.#out.mark(mark);
			this.#out.character(letter);
		} else {
			this.#out.character(
				this.#out.lastMark !== '' && joiner.test(this.#out.lastMark) ? nonJoiner + character : character,
			);
		}
	}

	/** A run of carriage returns with or without a newline behind it is one line end. */
	#settleCarriageReturn(): void {
		if (this.#carriageReturn) {
			this.#carriageReturn = false;
			this.#out.newline();
		}
	}
}
