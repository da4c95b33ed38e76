import {setImmediate as turn} from 'node:timers/promises';
import {createDecoder} from '../text/decode.ts';
import {createSanitiser} from '../text/sanitise.ts';
import {chunkBytes, LineEnds, type LogFile, type LogIndex} from './log-index.ts';

export type {LogFile} from './log-index.ts';

export type LogSource = {
	readonly file: LogFile;
	readonly index: LogIndex;
	readonly look: {readonly keepColour: boolean; readonly lineCharsMax: number};
};

/** Lines asked for at once; a screen has a few hundred at most. */
const linesMax = 10_000;

/** Reads `count` sanitised lines from line `first`; fewer where the log ends. */
export async function readLines(source: LogSource, first: number, count: number): Promise<readonly string[]> {
	await source.index.growTo(first);
	const from = source.index.before(first);
	const wanted = Math.min(count, linesMax);
	const lines = new LineCollector(source.look, first - from.line, wanted);
	for (let position = from.position; !lines.isFull && !source.file.isClosed; ) {
		const bytes = source.file.readSync(position, chunkBytes);
		if (bytes.length === 0) {
			break;
		}
		lines.take(bytes);
		position += bytes.length;
		await turn();
	}
	return lines.end();
}

/** @returns the number of the next line, from `first` on, that shows `text` in any case; undefined where there is none. */
export async function findInLog(source: LogSource, text: string, first: number): Promise<number | undefined> {
	const needle = text.toLowerCase();
	if (needle === '') {
		return undefined;
	}
	await source.index.growTo(first);
	const from = source.index.before(first);
	const search = new Search(needle, from.line, first);
	for (let position = from.position; !source.file.isClosed; ) {
		const bytes = source.file.readSync(position, chunkBytes);
		const found = bytes.length === 0 ? search.end() : search.take(bytes);
		if (found !== undefined || bytes.length === 0) {
			return found;
		}
		position += bytes.length;
		await turn();
	}
	return undefined;
}

class LineCollector {
	readonly #decoder = createDecoder();
	readonly #sanitiser;
	#skip: number;
	readonly #count: number;
	readonly #lines: string[] = [];
	/** The line that has not ended yet; bounded by the sanitiser's cap. */
	#rest = '';

	constructor(look: LogSource['look'], skip: number, count: number) {
		this.#sanitiser = createSanitiser(look);
		this.#skip = skip;
		this.#count = count;
	}

	get isFull(): boolean {
		return this.#lines.length >= this.#count;
	}

	take(bytes: Uint8Array): void {
		this.#add(this.#sanitiser.write(this.#decoder.write(bytes)));
	}

	end(): readonly string[] {
		this.#add(this.#sanitiser.write(this.#decoder.end()) + this.#sanitiser.end());
		if (this.#rest !== '') {
			this.#keep(this.#rest);
		}
		return this.#lines.slice(0, this.#count);
	}

	#add(text: string): void {
		const parts = (this.#rest + text).split('\n');
		this.#rest = parts.pop() ?? '';
		for (const line of parts) {
			this.#keep(line);
		}
	}

	#keep(line: string): void {
		if (this.#skip > 0) {
			this.#skip -= 1;
		} else if (!this.isFull) {
			this.#lines.push(line);
		}
	}
}

/** A line without an end is searched in pieces of this many characters, so that memory stays flat. */
const pieceCharsMax = 1_048_576;

class Search {
	readonly #needle: string;
	readonly #first: number;
	readonly #decoder = createDecoder();
	#line: number;
	#rest = '';

	constructor(needle: string, line: number, first: number) {
		this.#needle = needle;
		this.#line = line;
		this.#first = first;
	}

	take(bytes: Uint8Array): number | undefined {
		return this.#search(this.#decoder.write(bytes));
	}

	end(): number | undefined {
		return this.#search(`${this.#decoder.end()}\n`);
	}

	/** Whole lines are searched in one go; what follows the last line end waits for more. */
	#search(text: string): number | undefined {
		const all = this.#rest + text.toLowerCase();
		const end = all.lastIndexOf('\n') + 1;
		const whole =
			end === 0 && all.length > pieceCharsMax
				? all.slice(0, -this.#needle.length).replace(/\r+$/, '')
				: all.slice(0, end);
		this.#rest = all.slice(whole.length);
		for (let at = whole.indexOf(this.#needle); at !== -1; at = whole.indexOf(this.#needle, at + 1)) {
			const line = this.#line + lineEndsIn(whole.slice(0, at));
			if (line >= this.#first) {
				return line;
			}
		}
		this.#line += lineEndsIn(whole);
		return undefined;
	}
}

function lineEndsIn(text: string): number {
	let count = 0;
	const ends = new LineEnds();
	ends.scan(Buffer.from(text, 'latin1'), () => {
		count += 1;
	});
	return ends.wasReturn ? count + 1 : count;
}
