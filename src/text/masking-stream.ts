import type {NeedleSearch} from './needle-search.ts';
import {SequenceBytes, type Sight} from './sequence-bytes.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const escapeByte = 0x1b;
/** First byte of the C1 controls in UTF-8. */
const c1Lead = 0xc2;

/**
A line that ends with fewer bytes of a candidate than this is handed on whole, else most lines would wait for the next
one; should the candidate become a secret, it is masked from the next line on.
*/
const wrappedDepthMin = 4;
/** A secret torn apart by more invisible bytes than this is given up; it bounds what is held back. */
const spreadBytesMax = 65_536;

/**
Two searches over one stream: one over every byte, one over the bytes a screen would show. While nothing invisible
stands in the way they are one and the same, and a fast loop runs them as one.
*/
export class MaskingStream {
	readonly #search: NeedleSearch;
	readonly #token: Uint8Array;
	readonly #sequence = new SequenceBytes();
	/** State of the search over every byte, and of the one over visible bytes. */
	#raw = 0;
	#seen = 0;
	/** Visible bytes read so far. */
	#visible = 0;
	/** Invisible bytes inside the visible search's candidate: `bytes` of them after the visible byte number `after`. */
	#gaps: {after: number; bytes: number}[] = [];
	/** Place just after the last line end that nothing before it had to wait for. */
	#releasedUntil = 0;
	/** Place in the stream of the next byte to be read. */
	#at = 0;
	/** Bytes taken in and not handed on, and the place of the first. */
	#held: Uint8Array = new Uint8Array(0);
	#heldFrom = 0;
	/** Found and not handed on: in order, not overlapping. */
	#finds: {from: number; to: number}[] = [];
	/** Place just after the last find that was handed on. */
	#maskedUntil = 0;

	constructor(search: NeedleSearch, token: string) {
		this.#search = search;
		this.#token = Buffer.from(token, 'utf8');
	}

	write(bytes: Uint8Array): Uint8Array {
		const buffer = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
		let index = this.#held.length;
		while (index < buffer.length) {
			index = this.#isPlain() ? this.#readRun(buffer, index) : this.#readOne(buffer, index);
		}
		return this.#handOn(buffer, this.#settledUntil());
	}

	end(): Uint8Array {
		return this.#handOn(this.#held, this.#at);
	}

	/** Both searches are in the same state for the same bytes. */
	#isPlain(): boolean {
		return this.#raw === this.#seen && this.#gaps.length === 0 && !this.#sequence.isOpen;
	}

	/** Reads visible bytes up to one that needs a closer look, and that one. @returns where to go on. */
	#readRun(buffer: Uint8Array, from: number): number {
		const {classOf, classes, next, found} = this.#search;
		const start = this.#at - from;
		let state = this.#raw;
		let index = from;
		for (; index < buffer.length; index += 1) {
			const byte = buffer[index] ?? 0;
			if (isSpecial[byte] === 1 && (byte > carriageReturn || state !== 0)) {
				break;
			}
			state = next[state + (classOf[byte] ?? 0)] ?? 0;
			if (state < 0) {
				state = ~state;
				const to = start + index + 1;
				this.#find(to - (found[state / classes] ?? 0), to);
			}
		}
		this.#raw = state;
		this.#seen = state;
		this.#visible += index - from;
		this.#at += index - from;
		return index < buffer.length ? this.#readOne(buffer, index) : index;
	}

	#readOne(buffer: Uint8Array, index: number): number {
		const byte = buffer[index] ?? 0;
		const {classOf, classes, next, found} = this.#search;
		this.#at += 1;
		const raw = next[this.#raw + (classOf[byte] ?? 0)] ?? 0;
		this.#raw = raw < 0 ? ~raw : raw;
		if (raw < 0) {
			this.#find(this.#at - (found[this.#raw / classes] ?? 0), this.#at);
		}
		this.#look(byte, this.#sequence.read(byte));
		return index + 1;
	}

	#look(byte: number, sight: Sight): void {
		if (sight === 'lead-was-seen') {
			this.#see(c1Lead, this.#at - 1);
			this.#look(byte, this.#sequence.read(byte));
		} else if (sight === 'seen') {
			this.#see(byte, this.#at);
		} else if (sight !== 'lead') {
			this.#passOver(sight === 'lead-was-unseen' ? 2 : 1);
		}
		if (sight === 'line-end' && this.#depthSeen() < wrappedDepthMin) {
			this.#releasedUntil = this.#at;
		}
	}

	/** @param at the place just after the byte. */
	#see(byte: number, at: number): void {
		const {classOf, classes, next, found} = this.#search;
		this.#visible += 1;
		const state = next[this.#seen + (classOf[byte] ?? 0)] ?? 0;
		this.#seen = state < 0 ? ~state : state;
		if (state < 0) {
			this.#find(Math.max(this.#releasedUntil, this.#startOf(found[this.#seen / classes] ?? 0, at)), at);
		}
		const first = this.#visible - this.#depthSeen();
		while (this.#gaps[0] !== undefined && this.#gaps[0].after <= first) {
			this.#gaps.shift();
		}
	}

	#passOver(bytes: number): void {
		if (this.#seen === 0) {
			return;
		}
		const last = this.#gaps.at(-1);
		if (last?.after === this.#visible) {
			last.bytes += bytes;
		} else {
			this.#gaps.push({after: this.#visible, bytes});
		}
		if (this.#at - this.#startOf(this.#depthSeen(), this.#at) > spreadBytesMax) {
			this.#forget();
		}
	}

	#forget(): void {
		this.#seen = 0;
		this.#gaps = [];
	}

	#depthSeen(): number {
		return this.#search.depth[this.#seen / this.#search.classes] ?? 0;
	}

	/** Place of the first of the last `count` visible bytes before `at`. */
	#startOf(count: number, at: number): number {
		const first = this.#visible - count;
		return this.#gaps.reduce((start, gap) => (gap.after > first ? start - gap.bytes : start), at - count);
	}

	/** Everything before this place is known to be no part of a secret still to come. */
	#settledUntil(): number {
		const {classes, depth} = this.#search;
		const at = this.#sequence.isLead ? this.#at - 1 : this.#at;
		const seenFrom = Math.max(this.#releasedUntil, this.#startOf(this.#depthSeen(), at));
		return Math.min(this.#at - (depth[this.#raw / classes] ?? 0), seenFrom);
	}

	/** Notes bytes to be masked, together with finds they overlap. */
	#find(from: number, to: number): void {
		const find = {from, to};
		for (
			let last = this.#finds.at(-1);
			last !== undefined && last.to > find.from;
			last = this.#finds.at(-1)
		) {
			find.from = Math.min(find.from, last.from);
			find.to = Math.max(find.to, last.to);
			this.#finds.pop();
		}
		this.#finds.push(find);
	}

	/** @param buffer the bytes from place `heldFrom` on. */
	#handOn(buffer: Uint8Array, until: number): Uint8Array {
		const bufferFrom = this.#heldFrom;
		const parts: Uint8Array[] = [];
		let place = bufferFrom;
		const settled = this.#finds.filter(find => find.from < until);
		for (const find of settled) {
			parts.push(buffer.subarray(place - bufferFrom, Math.max(place, find.from) - bufferFrom));
			if (find.from >= this.#maskedUntil) {
				parts.push(this.#token);
			}
			place = Math.max(place, find.to);
			this.#maskedUntil = find.to;
		}
		parts.push(buffer.subarray(place - bufferFrom, Math.max(place, until) - bufferFrom));
		this.#finds = this.#finds.slice(settled.length);
		this.#heldFrom = Math.max(place, until);
		// A copy: the caller may use its buffer again.
		this.#held = new Uint8Array(buffer.subarray(this.#heldFrom - bufferFrom));
		return parts.length === 1 ? (parts[0] ?? this.#token) : Buffer.concat(parts);
	}
}

/** Bytes that may be invisible: line ends, ESC, the lead of C1. */
const isSpecial = new Uint8Array(256);
for (const byte of [lineFeed, carriageReturn, escapeByte, c1Lead]) {
	isSpecial[byte] = 1;
}
