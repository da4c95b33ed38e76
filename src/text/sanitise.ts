import {LineWriter} from './line-writer.ts';
import {SanitisingStream} from './sanitising-stream.ts';

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
	return new SanitisingStream(new LineWriter({lineCharsMax, keepColour, oneLine: false}));
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
	const sanitiser = new SanitisingStream(new LineWriter({lineCharsMax, keepColour: false, oneLine: true}));
	return sanitiser.write(text) + sanitiser.end();
}

const onlyAscii = /^[ -~]*$/;
