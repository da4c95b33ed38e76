import {createDecoder} from '../text/decode.ts';
import {readPattern, withinReason} from '../text/pattern.ts';
import {lineCharsMaxDefault, sanitiseText} from '../text/sanitise.ts';
import {readLog} from './log.ts';

export type Wanted = {
	readonly failOn?: string;
	readonly expectOutput?: string;
	/** Name → regular expression whose first group counts (the whole match where it has none), or `last-line`. */
	readonly capture: Readonly<Record<string, string>>;
};

export type Reading = {
	/** The first line that matches `failOn`. */
	readonly failLine?: string;
	/** A line matches `expectOutput`, or nothing was expected. */
	readonly isExpected: boolean;
	/** By name; where several lines match, the last one counts. */
	readonly captured: Readonly<Record<string, string>>;
	/** Names nothing was found for. */
	readonly missing: readonly string[];
	readonly lastLine: string;
	/** A pattern is none, or took too long: no verdict can be had. */
	readonly problem?: string;
};

/** A captured value is a name, a digest, a path; more is output, not a value. UTF-16 units. */
const captureCharsMax = 4096;

/**
Looks for an author's patterns in a stretch of a log, line by line and without colours. Lines are looked at up to
4,096 characters, and memory stays flat whatever the length.
*/
export async function readOutput(
	path: string,
	range: {readonly from: number; readonly to: number},
	wanted: Wanted,
): Promise<Reading> {
	const reader = new Reader(wanted);
	if (reader.problem === undefined) {
		const start = reader.readsAll ? range.from : Math.max(range.from, range.to - tailBytes);
		await readLog(path, {from: start, to: range.to}, bytes => reader.take(bytes));
	}
	return reader.end();
}

/** Enough for the last line, which is all that is wanted where there are no patterns. */
const tailBytes = 16_384;

class Reader {
	problem: string | undefined;
	readonly #failOn: RegExp | undefined;
	readonly #expect: RegExp | undefined;
	readonly #capture = new Map<string, RegExp>();
	readonly #wanted: Wanted;
	readonly #decoder = createDecoder();
	readonly #captured: Record<string, string> = {};
	#rest = '';
	#failLine: string | undefined;
	#isExpected: boolean;
	#lastLine = '';

	constructor(wanted: Wanted) {
		this.#wanted = wanted;
		this.#failOn = this.#read(wanted.failOn);
		this.#expect = this.#read(wanted.expectOutput);
		this.#isExpected = wanted.expectOutput === undefined;
		for (const [name, source] of Object.entries(wanted.capture)) {
			const regex = source === 'last-line' ? undefined : this.#read(source);
			if (regex !== undefined) {
				this.#capture.set(name, regex);
			}
		}
	}

	get readsAll(): boolean {
		return this.#failOn !== undefined || this.#expect !== undefined || this.#capture.size > 0;
	}

	take(bytes: Uint8Array): void {
		this.#split(this.#decoder.write(bytes));
	}

	end(): Reading {
		this.#split(this.#decoder.end());
		this.#lines([this.#rest]);
		for (const [name, source] of Object.entries(this.#wanted.capture)) {
			if (source === 'last-line' && this.#lastLine !== '') {
				this.#captured[name] = this.#lastLine.trim().slice(0, captureCharsMax);
			}
		}
		return {
			isExpected: this.#isExpected,
			captured: this.#captured,
			missing: Object.keys(this.#wanted.capture).filter(name => this.#captured[name] === undefined),
			lastLine: this.#lastLine,
			...(this.#failLine === undefined ? {} : {failLine: this.#failLine}),
			...(this.problem === undefined ? {} : {problem: this.problem}),
		};
	}

	#read(source: string | undefined): RegExp | undefined {
		if (source === undefined) {
			return undefined;
		}
		const pattern = readPattern(source);
		if (!pattern.ok) {
			this.problem = pattern.why;
			return undefined;
		}
		return pattern.regex;
	}

	#split(text: string): void {
		const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
		const last = lines.pop() ?? '';
		this.#rest = last.length > lineCharsMax ? last.slice(0, lineCharsMax) : last;
		this.#lines(lines);
	}

	#lines(lines: readonly string[]): void {
		if (this.problem !== undefined) {
			return;
		}
		const read = () => {
			for (const line of lines) {
				this.#line(cleaned(line));
			}
			return {value: true};
		};
		// The clock over patterns is a thread of its own: it is only started where an author has written one.
		const done = this.readsAll ? withinReason(read) : read();
		if (done === undefined) {
			this.problem =
				'A pattern over the output took longer than 2 s on one piece of it; write it so that it needn’t backtrack.';
		}
	}

	#line(line: string): void {
		if (line.trim() === '') {
			return;
		}
		this.#lastLine = line;
		if (this.#failLine === undefined && this.#failOn?.test(line) === true) {
			this.#failLine = line;
		}
		this.#isExpected ||= this.#expect?.test(line) === true;
		for (const [name, regex] of this.#capture) {
			const match = regex.exec(line);
			if (match !== null) {
				this.#captured[name] = (match[1] ?? match[0]).slice(0, captureCharsMax);
			}
		}
	}
}

/** What is kept of an unfinished line: more than is looked at, so that its sequences are whole. UTF-16 units. */
const lineCharsMax = 65_536;

const plain = /^[ -~]*$/;

function cleaned(line: string): string {
	const cut = line.length > lineCharsMaxDefault * 2 ? line.slice(0, lineCharsMaxDefault * 2) : line;
	const text = plain.test(cut) ? cut : sanitiseText(cut);
	return text.length > lineCharsMaxDefault ? text.slice(0, lineCharsMaxDefault) : text;
}
