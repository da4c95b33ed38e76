import {columnsOf} from './characters.ts';
import {applySgr, type Look, ownLook, resetLook} from './colour.ts';

/** Every eighth column, as terminals have it. */
const tabColumns = 8;
/** Real scripts stack at most three or four marks; more is a way to paint over the lines above. */
const marksMax = 4;

/** Collects safe text line by line: caps each line, expands tabs, closes colours, says what it left out. */
export class LineWriter {
	/** Characters of text left out so far, over all lines. */
	removed = 0;

	readonly #lineCharsMax: number;
	readonly #keepColour: boolean;
	readonly #oneLine: boolean;
	#text = '';
	#chars = 0;
	#column = 0;
	#marks = 0;
	/** The mark the line ends with; empty when it ends with anything else. */
	lastMark = '';
	#leftOut = 0;
	/** The cap was reached: nothing more goes on this line, not even what would still fit. */
	#isFull = false;
	#wanted: Look = ownLook;
	#shown: Look = ownLook;

	/**
	@param options.lineCharsMax UTF-16 units of text in one line, colours not counted.
	@param options.oneLine shows line ends as `␊` instead of starting a line.
	*/
	constructor(options: {lineCharsMax: number; keepColour: boolean; oneLine: boolean}) {
		this.#lineCharsMax = options.lineCharsMax;
		this.#keepColour = options.keepColour;
		this.#oneLine = options.oneLine;
	}

	/** Adds a run of printable ASCII. */
	ascii(run: string): void {
		const room = this.#isFull ? 0 : this.#lineCharsMax - this.#chars;
		const kept = run.length <= room ? run : run.slice(0, room);
		if (kept !== '') {
			this.#put(kept, kept.length);
		}
		if (kept.length < run.length) {
			this.#isFull = true;
			this.leaveOut(run.length - kept.length);
		}
	}

	/** Adds one printable character or a picture, whole or not at all. */
	character(text: string): void {
		if (!this.#hasRoom(text)) {
			return;
		}
		this.#put(text, text.length === 1 ? columnsOf(text.charCodeAt(0)) : columnsOfAll(text));
	}

	/** Adds a mark to the character before it; a line's first character can't be one, so it gets a base. */
	mark(text: string): void {
		if (this.#column === 0 && !this.#isFull) {
			this.character('◌');
		}
		if (this.#marks >= marksMax) {
			this.leaveOut(1);
			return;
		}
		if (!this.#hasRoom(text)) {
			return;
		}
		const marks = this.#marks + 1;
		this.#put(text, columnsOf(text.codePointAt(0) ?? 0));
		this.#marks = marks;
		this.lastMark = text;
	}

	tab(): void {
		this.ascii(' '.repeat(tabColumns - (this.#column % tabColumns)));
	}

	/** True when the line has text that a mark or an emoji's dress can belong to. */
	get hasText(): boolean {
		return this.#column > 0;
	}

	/** Counts text that isn't shown on this line. */
	leaveOut(characters: number): void {
		this.#leftOut += characters;
		this.removed += characters;
	}

	look(parameters: string): void {
		if (this.#keepColour) {
			this.#wanted = applySgr(this.#wanted, parameters);
		}
	}

	newline(): void {
		if (this.#oneLine) {
			this.character('␊');
			return;
		}
		this.#closeLine();
		this.#text += '\n';
	}

	/** Hands over what has been collected. */
	take(): string {
		const text = this.#text;
		this.#text = '';
		return text;
	}

	/** Closes the last line, which had no newline. */
	end(): void {
		this.#closeLine();
	}

	#hasRoom(text: string): boolean {
		this.#isFull ||= this.#chars + text.length > this.#lineCharsMax;
		if (this.#isFull) {
			this.leaveOut(1);
		}
		return !this.#isFull;
	}

	#put(text: string, columns: number): void {
		if (this.#wanted !== this.#shown) {
			this.#turn(this.#wanted);
		}
		this.#text += text;
		this.#chars += text.length;
		this.#column += columns;
		this.#marks = 0;
		this.lastMark = '';
	}

	#turn(look: Look): void {
		this.#text += (this.#shown === ownLook ? '' : resetLook) + look.sgr;
		this.#shown = look;
	}

	#closeLine(): void {
		this.#wanted = ownLook;
		if (this.#shown !== ownLook) {
			this.#turn(ownLook);
		}
		if (this.#leftOut > 0) {
			this.#text += `⟨${this.#leftOut} ${this.#leftOut === 1 ? 'character' : 'characters'} left out⟩`;
		}
		this.#chars = 0;
		this.#column = 0;
		this.#marks = 0;
		this.lastMark = '';
		this.#leftOut = 0;
		this.#isFull = false;
	}
}

function columnsOfAll(text: string): number {
	let columns = 0;
	for (const character of text) {
		columns += columnsOf(character.codePointAt(0) ?? 0);
	}
	return columns;
}
