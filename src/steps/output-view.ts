import {closeSync, fstatSync, openSync, readSync} from 'node:fs';
import type {OutputView} from '../engine/live.ts';
import {createDecoder} from '../text/decode.ts';
import {sanitiseText} from '../text/sanitise.ts';
import {createLogIndex} from './log-index.ts';
import {findInLog, type LogFile, readLines} from './log-lines.ts';

export type OutputOptions = {
	/** Keep the fixed list of colours; default true. */
	readonly keepColour?: boolean;
	/** A longer line is cut and says so. UTF-16 units; default 4,096. */
	readonly lineCharsMax?: number;
};

/** Bytes read from the log's end for a tail: first this many, then four times as many while lines are missing. */
const tailBytesMin = 16_384;
/** Beyond this a frame would take longer than it may (about 5 ms of sanitising); fewer lines are shown instead. */
const tailBytesMax = 262_144;
/** A log that grew by less than this since it was indexed is counted on the spot for `linesBefore`. Bytes. */
const countBytesMax = 1_048_576;

/**
Looks into one attempt's log while it grows and after. The file need not exist yet. Memory does not grow with the log,
but for one number every 1,024 lines once somebody scrolls back.

Carriage returns count as line ends, so that nothing a step wrote can hide behind them; `tail` alone shows a redrawn
progress line as a terminal would.
*/
export function openOutput(path: string, options: OutputOptions = {}): OutputView {
	const file = new GrowingFile(path);
	const look = {keepColour: options.keepColour ?? true, lineCharsMax: options.lineCharsMax ?? 4096};
	const index = createLogIndex(file);
	let last: {bytes: number; count: number; tail: Tail} | undefined;

	return {
		tail(count) {
			const {bytes, changedAt} = file.stat();
			const quietMs = Math.max(0, Date.now() - changedAt);
			const tail =
				last?.bytes === bytes && last.count === count ? last.tail : readTail({file, bytes, look}, count);
			last = {bytes, count, tail};
			const before = index.linesBefore(tail.start, countBytesMax);
			return {lines: tail.lines, bytes, quietMs, ...(before === undefined ? {} : {linesBefore: before})};
		},
		async lines(first, count) {
			const lines = await readLines({file, index, look}, first, count);
			const {bytes, changedAt} = file.stat();
			return {lines, bytes, linesBefore: first, quietMs: Math.max(0, Date.now() - changedAt)};
		},
		find: (text, first) => findInLog({file, index, look}, text, first),
		close: () => file.close(),
	};
}

/** The last lines, and where in the log the first of what was read for them begins. */
type Tail = {readonly lines: readonly string[]; readonly start: number};
type TailSource = {readonly file: LogFile; readonly bytes: number; readonly look: Required<OutputOptions>};

function readTail(source: TailSource, count: number): Tail {
	const {file, bytes, look} = source;
	for (let size = tailBytesMin; ; size *= 4) {
		const start = Math.max(0, bytes - size);
		const chunk = file.readSync(start, Math.min(size, bytes));
		const cut = start === 0 ? 0 : afterFirstLineEnd(chunk);
		const lines = redrawn(textOf(chunk.subarray(cut)), look);
		if (lines.length >= count || start === 0 || size >= tailBytesMax) {
			return {lines: lines.slice(-count), start: start + cut};
		}
	}
}

/** The first line of a window is cut in its middle; where there is no line end at all, it is shown as it is. */
function afterFirstLineEnd(chunk: Uint8Array): number {
	return chunk.indexOf(0x0a) + 1;
}

function textOf(bytes: Uint8Array): string {
	const decoder = createDecoder();
	return decoder.write(bytes) + decoder.end();
}

/** Splits into lines; of a line that was redrawn with carriage returns only what stands in the end is kept. */
function redrawn(text: string, look: Required<OutputOptions>): readonly string[] {
	const body = text.endsWith('\n') ? text.slice(0, -1) : text;
	if (body === '') {
		return [];
	}
	return body.split('\n').map(line => sanitiseText(lastDrawn(line), look));
}

function lastDrawn(line: string): string {
	if (!line.includes('\r')) {
		return line;
	}
	return line.split('\r').findLast(part => part.trim() !== '') ?? '';
}

class GrowingFile implements LogFile {
	readonly #path: string;
	#fd: number | undefined;
	#isClosed = false;

	constructor(path: string) {
		this.#path = path;
	}

	get isClosed(): boolean {
		return this.#isClosed;
	}

	stat(): {bytes: number; changedAt: number} {
		const fd = this.#open();
		if (fd === undefined) {
			return {bytes: 0, changedAt: Date.now()};
		}
		const stat = fstatSync(fd);
		return {bytes: stat.size, changedAt: stat.mtimeMs};
	}

	readSync(position: number, bytes: number): Uint8Array {
		const fd = this.#open();
		const buffer = Buffer.allocUnsafe(bytes);
		return fd === undefined || bytes === 0
			? buffer.subarray(0, 0)
			: buffer.subarray(0, readSync(fd, buffer, 0, bytes, position));
	}

	close(): void {
		this.#isClosed = true;
		if (this.#fd !== undefined) {
			closeSync(this.#fd);
			this.#fd = undefined;
		}
	}

	#open(): number | undefined {
		if (this.#fd === undefined && !this.#isClosed) {
			try {
				this.#fd = openSync(this.#path, 'r');
			} catch {
				return undefined;
			}
		}
		return this.#fd;
	}
}
