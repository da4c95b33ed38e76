import {createHash} from 'node:crypto';
import {constants, createReadStream} from 'node:fs';
import {lstat, open, readFile} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {Fault} from '../fault.ts';
import {type Unbundled, unbundle} from '../record/bundle.ts';
import type {AmendmentFile} from '../record/check-amendments.ts';
import type {FoundEntries} from '../record/check-journal.ts';
import {readAmendmentFiles} from '../store/amendment-files.ts';
import {readRunAt} from '../store/read-run.ts';
import {readRecordFiles} from '../store/record-file.ts';
import type {Store} from '../store/store.ts';

import {pinnedInclude} from './includes.ts';

/** Where a record lies, and the run's directory around it when it has one. */
export type RecordPlace = {
	/** As the person gave it. */
	readonly name: string;
	readonly path: string;
	/** Absent for a record that was copied away from its run. */
	readonly directory?: string;
};

/** A record and what lies beside it. */
export type FoundRecord = RecordPlace & {
	readonly record: Uint8Array;
	/** What was said afterwards, from the lines of a bundle or the files beside the record; absent where none could be. */
	readonly amendments?: readonly AmendmentFile[];
	readonly runMd?: Uint8Array;
	readonly runbook?: Uint8Array;
	/** The run's copies of included files, by their path in the record. */
	readonly includes?: ReadonlyMap<string, Uint8Array>;
	readonly journal?: FoundEntries;
};

/**
Finds a record from a file, a run's directory or a run's name.

@throws Fault `store.not-found`.
*/
export async function placeOfRecord(name: string, store: Store): Promise<RecordPlace> {
	const kind = await kindOf(name);
	if (kind === 'file') {
		return {name, path: name, ...(basename(name) === 'record.json' ? {directory: dirname(name)} : {})};
	}
	const run = kind === 'directory' ? undefined : await runOf(name, store);
	const directory = run === undefined ? name : (await store.read(run)).directory;
	return {name: name === 'last' ? (run ?? name) : name, path: join(directory, 'record.json'), directory};
}

/** Only a run that is over has a record, so that the last one is the last of these. */
async function runOf(name: string, store: Store): Promise<string> {
	if (name !== 'last') {
		return store.find(name);
	}
	const over = (await store.list()).filter(({verdict}) => verdict !== undefined);
	const last = over.toSorted((a, b) => a.openedAt.localeCompare(b.openedAt)).at(-1);
	if (last === undefined) {
		throw new Fault(
			'store.not-found',
			'No run is over yet, so there is no record.',
			'`gonogo log` lists the runs on this computer, `gonogo resume` goes on with one.',
		);
	}
	return last.run;
}

export async function kindOf(path: string): Promise<'file' | 'directory' | 'neither'> {
	const found = await lstat(path).catch(() => undefined);
	if (found === undefined) {
		return 'neither';
	}
	return found.isDirectory() ? 'directory' : 'file';
}

/** A record and all that can be said of it afterwards, as one bundle; what is larger is never read to its end. */
const bytesMax = 8 * 1_048_576;

/** The file as it is: an envelope, or a bundle of them. @throws Fault `record.invalid` where there is none. */
export async function recordBytes({path, directory}: RecordPlace): Promise<Uint8Array> {
	const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
	if (file === undefined) {
		throw new Fault(
			'record.invalid',
			directory === undefined ? `${path} can't be read.` : `There is no record in ${directory}.`,
			'A run has its record once it is closed: `gonogo resume` goes on with it.',
		);
	}
	try {
		const stat = await file.stat();
		if (!stat.isFile()) {
			throw new Fault('record.invalid', `${path} is no plain file.`, 'A record is a file: copy it into one.');
		}
		const size = Math.min(stat.size, bytesMax) + 1;
		const {bytesRead, buffer} = await file.read(Buffer.alloc(size), 0, size, 0);
		return buffer.subarray(0, bytesRead);
	} finally {
		await file.close();
	}
}

/** The record's envelope and those of what was said afterwards, wherever they lie. */
export async function envelopesOf(place: RecordPlace): Promise<Unbundled> {
	const found = unbundle(await recordBytes(place));
	return place.directory === undefined || found.amendments !== undefined
		? found
		: {...found, amendments: await readAmendmentFiles(place.directory)};
}

/** Reads the record and what lies beside it; what is missing is said by the checks. */
export async function readFound(place: RecordPlace): Promise<FoundRecord> {
	const envelopes = await envelopesOf(place);
	const {directory} = place;
	if (directory === undefined) {
		return {...place, ...envelopes};
	}
	const {runMd} = await readRecordFiles(directory);
	const journal = await journalIn(directory);
	const opened = journal?.entries[0]?.event;
	const runbook =
		opened?.type === 'run.opened'
			? await readFile(join(directory, 'runbook', basename(opened.runbook.path))).catch(() => undefined)
			: undefined;
	return {
		...place,
		...envelopes,
		...(runMd === undefined ? {} : {runMd: Buffer.from(runMd)}),
		...(runbook === undefined ? {} : {runbook}),
		...(opened?.type === 'run.opened'
			? {includes: await pinnedIn(directory, opened.runbook.includes ?? [])}
			: {}),
		...(journal === undefined ? {} : {journal}),
	};
}

/** A copy that is gone is left out: the check of its digest says so. */
async function pinnedIn(
	directory: string,
	includes: readonly {readonly path: string; readonly sha256: string}[],
): Promise<ReadonlyMap<string, Uint8Array>> {
	const found = new Map<string, Uint8Array>();
	for (const one of includes) {
		const bytes = await readFile(join(directory, 'runbook', pinnedInclude(one))).catch(() => undefined);
		if (bytes !== undefined) {
			found.set(one.path, bytes);
		}
	}
	return found;
}

/** A journal that does not verify is thrown at the person, not passed over; one that is not there is. */
async function journalIn(directory: string): Promise<FoundEntries | undefined> {
	try {
		return {...(await readRunAt(directory)), isChained: true};
	} catch (error) {
		if (error instanceof Fault && error.code === 'store.not-found') {
			return undefined;
		}
		throw error;
	}
}

/** SHA-256 of a file of any size, hex; undefined when it can't be read. */
export async function digestOfFile(path: string): Promise<string | undefined> {
	const hash = createHash('sha256');
	try {
		for await (const chunk of createReadStream(path)) {
			hash.update(chunk as Buffer);
		}
		return hash.digest('hex');
	} catch {
		return undefined;
	}
}
