/** What one more character did to an escape sequence that is being read. */
export type SequenceStep =
	| {readonly is: 'more'}
	/** It is whole; `look` holds the parameters when it was SGR. */
	| {readonly is: 'done'; readonly look?: string}
	/** It was none: show what was held as text, then read the character again (after an ESC, where one was pending). */
	| {readonly is: 'broken'; readonly escape: boolean};

type Shape =
	/** ESC has been read. */
	| 'escape'
	/** ESC and intermediates (0x20 to 0x2F). */
	| 'between'
	/** Control sequence: parameters and intermediates up to a final character. */
	| 'control'
	/** OSC, DCS, SOS, PM, APC and the title form of screen: anything up to ST. */
	| 'string'
	/** A string and the ESC that may end it. */
	| 'string-end';

/** No honest sequence has more parameters; a longer one is shown as text. */
const controlCharsMax = 256;
/** What is kept of a string, to be shown should it never end. */
const heldCharsMax = 4096;

const more: SequenceStep = {is: 'more'};
const done: SequenceStep = {is: 'done'};
const broken: SequenceStep = {is: 'broken', escape: false};

/** The C1 forms: what follows ESC in their seven-bit spelling. */
const introducers: Readonly<Record<string, string>> = {
	'\u0090': 'P',
	'\u0098': 'X',
	'\u009B': '[',
	'\u009D': ']',
	'\u009E': '^',
	'\u009F': '_',
};

export function startsSequence(codePoint: number): boolean {
	return (
		codePoint === 0x1b ||
		(codePoint >= 0x90 && codePoint <= 0x9f && introducers[String.fromCodePoint(codePoint)] !== undefined)
	);
}

/** Reads one escape sequence (ECMA-48, ISO 2022, xterm) character by character; a newline always breaks it. */
export class SequenceReader {
	/** What was read so far, without its first character. */
	held = '';
	/** Characters of a string beyond what is held. */
	beyond = 0;
	readonly first: string;

	#shape: Shape = 'escape';
	#bellEnds = false;

	constructor(first: string) {
		this.first = first;
		const introducer = introducers[first];
		if (introducer !== undefined) {
			this.#introduce(introducer);
		}
	}

	/** True while anything but an end belongs to it, so that whole runs can be handed over. */
	get takesRuns(): boolean {
		return this.#shape === 'string';
	}

	/** Takes characters that can't end a string. */
	run(text: string): void {
		const room = heldCharsMax - this.held.length;
		this.held += text.slice(0, room);
		this.beyond += Math.max(0, text.length - room);
	}

	step(character: string): SequenceStep {
		switch (this.#shape) {
			case 'escape':
				return this.#escape(character);
			case 'between':
				return this.#between(character);
			case 'control':
				return this.#control(character);
			case 'string':
				return this.#string(character);
			case 'string-end':
				return character === '\\' ? done : {is: 'broken', escape: true};
		}
	}

	#escape(character: string): SequenceStep {
		if (this.#introduce(character)) {
			this.held = character;
			return more;
		}
		if (character >= ' ' && character <= '/') {
			this.#shape = 'between';
			this.held = character;
			return more;
		}
		return character >= '0' && character <= '~' ? done : broken;
	}

	#introduce(character: string): boolean {
		if (character === '[') {
			this.#shape = 'control';
			return true;
		}
		if (']PX^_k'.includes(character)) {
			this.#shape = 'string';
			this.#bellEnds = character === ']' || character === 'k';
			return true;
		}
		return false;
	}

	#between(character: string): SequenceStep {
		if (character < ' ' || character > '~' || this.held.length >= controlCharsMax) {
			return broken;
		}
		this.held += character;
		return character <= '/' ? more : done;
	}

	#control(character: string): SequenceStep {
		if (character < ' ' || character > '~' || this.held.length >= controlCharsMax) {
			return broken;
		}
		if (character <= '?') {
			this.held += character;
			return more;
		}
		const parameters = this.held.startsWith('[') ? this.held.slice(1) : this.held;
		return character === 'm' && /^[\d;]*$/.test(parameters) ? {is: 'done', look: parameters} : done;
	}

	#string(character: string): SequenceStep {
		if (character === '\u009C' || (character === '\u0007' && this.#bellEnds)) {
			return done;
		}
		if (character === '\u001B') {
			this.#shape = 'string-end';
			return more;
		}
		if ('\n\r\u0018\u001A'.includes(character)) {
			return broken;
		}
		this.run(character);
		return more;
	}
}
