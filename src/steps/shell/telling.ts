import {closeSync, constants, openSync, readSync} from 'node:fs';
import {platform} from 'node:process';
import {setTimeout as pause} from 'node:timers/promises';
import {openPipe} from './pipe.ts';

/** What comes through an extra descriptor beyond this is dropped. Bytes. */
export const toldBytesMax = 2_097_152;
/** After the child's end, what it wrote there has arrived within this, unless a grandchild keeps it open. */
export const drainMs = 300;
/** How much a pipe of Linux holds. */
const pipeBytes = 65_536;
/** A child that has filled the pipe waits for the next look at it: soon while it has much to say, seldom while it says nothing. */
const lookMs = {soonest: 10, latest: 160};

/**
A pipe that is read in large pieces, beside the output of one child. A shell writes what it tells line by line; a stream
would wake this program for each of them, which takes longer than most steps do.
*/
export class Telling {
	readonly #read: number;
	readonly #write: number;
	readonly #chunks: Buffer[] = [];
	#bytes = 0;
	#timer: NodeJS.Timeout | undefined;

	private constructor(ends: {readonly read: number; readonly write: number}) {
		this.#read = ends.read;
		this.#write = ends.write;
	}

	/** @returns undefined where no such pipe can be had: /proc has to open a pipe's other end again (Linux). */
	static open(): Telling | undefined {
		const ends = takeEnds();
		return ends === undefined ? undefined : new Telling(ends);
	}

	/** Write end, for the child. */
	get fd(): number {
		return this.#write;
	}

	/** The child has its end, or will never have it. */
	begun(): void {
		closeSync(this.#write);
		this.#lookIn(lookMs.soonest);
	}

	/** To be called after the child's end. @returns what it wrote. */
	async end(): Promise<Buffer> {
		clearTimeout(this.#timer);
		const until = performance.now() + drainMs;
		let came = this.#drain();
		while (came !== 'end' && performance.now() < until) {
			await pause(lookMs.soonest);
			came = this.#drain();
		}
		if (came === 'end') {
			free.push(this.#read);
		} else {
			closeSync(this.#read);
		}
		return Buffer.concat(this.#chunks);
	}

	#lookIn(ms: number): void {
		this.#timer = setTimeout(() => {
			this.#lookIn(this.#drain() === 'some' ? lookMs.soonest : Math.min(lookMs.latest, ms * 2));
		}, ms);
	}

	#drain(): 'some' | 'nothing' | 'end' {
		for (let came: 'some' | 'nothing' = 'nothing'; ; came = 'some') {
			const chunk = readNow(this.#read);
			if (chunk === undefined || chunk.length === 0) {
				return chunk === undefined ? came : 'end';
			}
			if (this.#bytes < toldBytesMax) {
				this.#chunks.push(chunk);
				this.#bytes += chunk.length;
			}
		}
	}
}

/** Read ends that nobody can write to any more, for the next child. */
const free: number[] = [];
/** Pipes can't be opened again everywhere; to find that out takes as long as a step. */
let isPossible = platform === 'linux';

function takeEnds(): {read: number; write: number} | undefined {
	if (!isPossible) {
		return undefined;
	}
	try {
		const read = free.pop() ?? newRead();
		return {read, write: openSync(`/proc/self/fd/${read}`, constants.O_WRONLY)};
	} catch {
		isPossible = false;
		return undefined;
	}
}

/** A read end that never waits. */
function newRead(): number {
	const {read, write} = openPipe();
	const quiet = openSync(`/proc/self/fd/${read}`, constants.O_RDONLY | constants.O_NONBLOCK);
	closeSync(read);
	closeSync(write);
	return quiet;
}

const room = Buffer.allocUnsafe(pipeBytes);

/** @returns what the pipe holds now: nothing at its end, undefined when more may come. */
function readNow(read: number): Buffer | undefined {
	try {
		return Buffer.from(room.subarray(0, readSync(read, room)));
	} catch {
		return undefined;
	}
}
