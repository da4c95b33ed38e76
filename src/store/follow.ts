import type {ChainedEntry, RunId} from '../engine/entry.ts';
import {Fault} from '../fault.ts';
import {type Link, lineBytesMax, readLine, wholeLines} from './chain.ts';
import {diskFault} from './disk-fault.ts';
import {badTailFault, neverBegun, newerFault} from './found.ts';
import {errnoOf, type Files, type OpenFile, opening} from './fs-port.ts';
import {journalPath} from './paths.ts';
import {openPlain} from './plain-file.ts';
import {readRunAt} from './read-run.ts';
import {readPart} from './whole-file.ts';

/** The system's hint that the file changed can be missing; a follower is never further behind than this. */
const lookAgainMs = 500;

/** Read at once; a follower that comes late catches up in steps of some thousand entries. */
const chunkBytes = 16 * lineBytesMax;

export type Following = {
	readonly run: RunId;
	readonly directory: string;
	readonly fromSeq: number;
	readonly signal: AbortSignal;
	readonly files: Files;
};

/** How far the journal was read. `link` is absent before the first entry. */
type Reached = {readonly bytes: number; readonly link?: Link};

/** Yields the entries of a journal that another process may be writing, each verified; ends when `signal` is aborted. */
export async function* followJournal(following: Following): AsyncGenerator<ChainedEntry, void, undefined> {
	const {directory, signal, files} = following;
	const file = await openToFollow(following);
	const changes = changesOf(journalPath(directory), files, signal);
	let reached: Reached = {bytes: 0};
	try {
		while (!signal.aborted) {
			const {entries, ...now} = await readOn(file, reached, following);
			reached = now;
			yield* wantedOf(entries, following);
			if (entries.length === 0) {
				await changes.next();
			}
		}
	} finally {
		changes.stop();
		await file.close();
	}
}

/** Whoever stops following in the midst of it is given no more. */
function* wantedOf(entries: readonly ChainedEntry[], {fromSeq, signal}: Following): Generator<ChainedEntry> {
	for (const entry of entries) {
		if (entry.seq >= fromSeq && !signal.aborted) {
			yield entry;
		}
	}
}

async function openToFollow({run, directory, files}: Following): Promise<OpenFile> {
	try {
		return await openPlain(journalPath(directory), opening.read, files);
	} catch (error) {
		throw errnoOf(error) === 'ENOENT'
			? neverBegun(run, directory)
			: diskFault('follow the run', directory, error);
	}
}

async function readOn(
	file: OpenFile,
	reached: Reached,
	following: Following,
): Promise<Reached & {readonly entries: readonly ChainedEntry[]}> {
	const {size} = await file.stat();
	if (size < reached.bytes) {
		throw await whyNot(following, reached);
	}
	const chunk = await readPart(file, reached.bytes, Math.min(chunkBytes, size - reached.bytes));
	const lines = wholeLines(chunk);
	if (lines.length === 0 && chunk.length > lineBytesMax) {
		throw await whyNot(following, reached);
	}
	const entries: ChainedEntry[] = [];
	let now = reached;
	for (const line of lines) {
		const reading = readLine(line, now.link, following.run);
		if (reading.is === 'newer') {
			throw newerFault(following.run, {...reading, seq: (now.link?.seq ?? 0) + 1});
		}
		if (reading.is === 'bad') {
			throw await whyNot(following, now);
		}
		entries.push(reading.entry);
		now = {bytes: now.bytes + line.length + 1, link: {seq: reading.entry.seq, head: reading.entry.h}};
	}
	return {...now, entries};
}

/** The next line does not follow from the last one seen: the whole journal says why. */
async function whyNot({run, directory, files}: Following, {link}: Reached): Promise<Fault> {
	try {
		const found = await readRunAt(directory, run, files);
		if (found.torn?.endsWithNewline === true) {
			return badTailFault(run, {
				why: 'it does not follow from the line before it',
				seq: found.entries.length,
			});
		}
		return new Fault(
			'store.conflict',
			`The journal of run ${run} was cut back behind entry ${link?.seq ?? 0} while it was followed: what was not whole on the disk is gone.`,
			`Follow it anew with \`gonogo show ${run}\`.`,
		);
	} catch (error) {
		if (error instanceof Fault) {
			return error;
		}
		throw error;
	}
}

/** Waits for the next change, or for as long as a change may go unnoticed. */
function changesOf(path: string, files: Files, signal: AbortSignal): {next(): Promise<void>; stop(): void} {
	let changed = false;
	let wake = () => {};
	const note = () => {
		changed = true;
		wake();
	};
	const stopWatching = files.watch(path, note);
	signal.addEventListener('abort', note);
	return {
		async next() {
			if (!changed) {
				const {promise, resolve} = Promise.withResolvers<void>();
				const timer = setTimeout(resolve, lookAgainMs);
				wake = resolve;
				await promise;
				clearTimeout(timer);
			}
			changed = false;
		},
		stop() {
			stopWatching();
			signal.removeEventListener('abort', note);
		},
	};
}
