import {setImmediate as turn} from 'node:timers/promises';

/** A log file as its readers see it: positions in bytes, reads that may come back short at the end. */
export type LogFile = {
	readonly isClosed: boolean;
	stat(): {bytes: number; changedAt: number};
	readSync(position: number, bytes: number): Uint8Array;
};

/** Where lines begin, known for every 1,024th and counted on from there. */
export type LogIndex = {
	/** Reads on until the line or the end of the log is known. */
	growTo(line: number): Promise<void>;
	/** The nearest known beginning at or before the line. */
	before(line: number): {readonly line: number; readonly position: number};
	/** Lines before this position; undefined while more than `bytesMax` would have to be read for it. */
	linesBefore(position: number, bytesMax: number): number | undefined;
};

/** One number (8 bytes) for this many lines: 1 GB of short lines needs 100 kB, a seek reads about 80 kB. */
const linesPerMark = 1024;
/** Bytes read at once: half a millisecond of counting, so that keys are not kept waiting. */
export const chunkBytes = 262_144;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

export function createLogIndex(file: LogFile): LogIndex {
	return new MarkedLines(file);
}

/** Line ends: LF, or a run of CR that may end in LF. `wasReturn`: the bytes before ended in CR, which is not counted yet. */
export class LineEnds {
	wasReturn = false;

	/** Calls `each` with the index just behind every line end. A CR at the very end is kept until the next byte is seen. */
	scan(bytes: Uint8Array, each: (next: number) => void): void {
		if (!this.wasReturn && bytes.indexOf(carriageReturn) === -1) {
			for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) {
				each(at + 1);
			}
			return;
		}
		for (let at = 0; at < bytes.length; at += 1) {
			const byte = bytes[at];
			if (this.wasReturn && byte !== lineFeed && byte !== carriageReturn) {
				each(at);
			}
			this.wasReturn = byte === carriageReturn;
			if (byte === lineFeed) {
				each(at + 1);
			}
		}
	}
}

class MarkedLines implements LogIndex {
	readonly #file: LogFile;
	readonly #marks: number[] = [0];
	readonly #ends = new LineEnds();
	/** Lines that have ended before `#read`. */
	#lines = 0;
	#read = 0;

	constructor(file: LogFile) {
		this.#file = file;
	}

	async growTo(line: number): Promise<void> {
		while (this.#lines < line && this.#growOnce()) {
			await turn();
		}
	}

	before(line: number): {line: number; position: number} {
		const mark = Math.min(Math.floor(line / linesPerMark), this.#marks.length - 1);
		return {line: mark * linesPerMark, position: this.#marks[mark] ?? 0};
	}

	linesBefore(position: number, bytesMax: number): number | undefined {
		if (this.#read === 0 && position > 0) {
			return undefined;
		}
		if (position - this.#read > bytesMax) {
			return undefined;
		}
		while (this.#read < position && this.#growOnce()) {}
		return this.#countFromMark(position, bytesMax);
	}

	/** @returns false at the end of the log. */
	#growOnce(): boolean {
		const bytes = this.#file.isClosed ? new Uint8Array(0) : this.#file.readSync(this.#read, chunkBytes);
		this.#ends.scan(bytes, next => {
			this.#lines += 1;
			if (this.#lines % linesPerMark === 0) {
				this.#marks.push(this.#read + next);
			}
		});
		this.#read += bytes.length;
		return bytes.length > 0;
	}

	#countFromMark(position: number, bytesMax: number): number | undefined {
		const mark = this.#marks.findLastIndex(start => start <= position);
		const from = this.#marks[mark] ?? 0;
		if (position - from > bytesMax) {
			return undefined;
		}
		let line = mark * linesPerMark;
		const ends = new LineEnds();
		for (let at = from; at < position; at += chunkBytes) {
			ends.scan(this.#file.readSync(at, Math.min(chunkBytes, position - at)), () => {
				line += 1;
			});
		}
		return line;
	}
}
