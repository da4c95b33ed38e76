import type {ChainedEntry, RunId} from '../engine/entry.ts';
import {type Link, lineBytesMax, looksLikeEntry, newline, readLine} from './chain.ts';

/** What the bytes of a journal are, from the first to the last. */
export type ChainReading = {
	/** The entries before the first line that is not good. */
	readonly entries: readonly ChainedEntry[];
	/** Bytes of those entries: where the next one would begin. */
	readonly goodBytes: number;
	readonly end: ChainEnd;
};

export type ChainEnd =
	| {readonly is: 'whole'}
	/** A last line that was not finished, or that is whole in length and bad: nothing good follows it. */
	| {readonly is: 'torn'; readonly bytes: number; readonly endsWithNewline: boolean; readonly why: string}
	/** A bad line that a good one follows: no crash leaves that. `seq` is the one that was due. */
	| {readonly is: 'broken'; readonly seq: number; readonly why: string}
	/** `gonogo`: the version that wrote it, as far as the journal says. */
	| {readonly is: 'newer'; readonly seq: number; readonly why: string; readonly gonogo?: string};

/**
Reads a whole journal.

@param run the run whose journal it must be, where that is known.
*/
export function readChain(bytes: Uint8Array, run?: RunId): ChainReading {
	const entries: ChainedEntry[] = [];
	let at = 0;
	let link: Link | undefined;
	while (at < bytes.length) {
		const end = bytes.indexOf(newline, at);
		const reading = end === -1 ? undefined : readLine(bytes.subarray(at, end), link, run);
		if (reading?.is !== 'good') {
			return {entries, goodBytes: at, end: endOf({entries, tail: bytes.subarray(at), reading})};
		}
		entries.push(reading.entry);
		link = {seq: reading.entry.seq, head: reading.entry.h};
		at = end + 1;
	}
	return {entries, goodBytes: at, end: {is: 'whole'}};
}

/** Says what stands behind the good entries. `reading` is absent where no newline was found. */
function endOf(found: {
	readonly entries: readonly ChainedEntry[];
	readonly tail: Uint8Array;
	readonly reading: Exclude<ReturnType<typeof readLine>, {is: 'good'}> | undefined;
}): ChainEnd {
	const {entries, tail, reading} = found;
	const seq = entries.length + 1;
	if (reading?.is === 'newer') {
		const gonogo = reading.gonogo ?? openedBy(entries);
		return {is: 'newer', seq, why: reading.why, ...(gonogo === undefined ? {} : {gonogo})};
	}
	const why = reading?.why ?? 'it has no end';
	return reading !== undefined && entryFollows(tail)
		? {is: 'broken', seq, why}
		: {is: 'torn', bytes: tail.length, endsWithNewline: tail.at(-1) === newline, why};
}

/** Whether anything after the first line of `tail` was once an entry. */
function entryFollows(tail: Uint8Array): boolean {
	let at = tail.indexOf(newline) + 1;
	while (at > 0 && at < tail.length) {
		const end = tail.indexOf(newline, at);
		const line = tail.subarray(at, end === -1 ? tail.length : end);
		if (line.length <= lineBytesMax && looksLikeEntry(line)) {
			return true;
		}
		at = end + 1;
	}
	return false;
}

function openedBy(entries: readonly ChainedEntry[]): string | undefined {
	const first = entries[0]?.event;
	return first?.type === 'run.opened' ? first.gonogo : undefined;
}
