import {kindOf, pictureOf} from './characters.ts';
import type {LineWriter} from './line-writer.ts';
import {SequenceReader, startsSequence} from './sequence.ts';

/** The state machine behind the sanitiser: text, escape sequences, and what waits for the next chunk. */
export class SanitisingStream {
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
			const isJoined =
				this.#out.lastMark !== '' && joiner.test(this.#out.lastMark) && /\p{L}/u.test(character);
			this.#out.character(isJoined ? nonJoiner + character : character);
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
