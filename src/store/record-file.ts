import {join} from 'node:path';
import {Fault} from '../fault.ts';
import {nodeFiles} from './fs-port.ts';
import {ownerOnly, type Place} from './place.ts';
import {readWholeFile, replaceFile} from './whole-file.ts';

/** `record.json` is an envelope of 1 MiB at most; a larger one is refused by whoever verifies it. */
const recordBytesMax = 1_048_576;

/** `run.md` holds the runbook and excerpts; a browser shows no more than this anyway. */
const runMdBytesMax = 16_777_216;

export type RecordFiles = {
	/** The envelope, to the byte. */
	readonly record: Uint8Array;
	/** The runbook, filled in. Its digest is in the record. */
	readonly runMd: string;
};

/**
Writes `run.md` and then `record.json` into a run's directory (0600), each whole or not at all. The record comes last: a
record that is there has its `run.md`.

@throws Fault `store.unwritable`.
*/
export async function writeRecordFiles(
	directory: string,
	{record, runMd}: RecordFiles,
	place: Place = {files: nodeFiles, access: ownerOnly},
): Promise<void> {
	await replaceFile(join(directory, 'run.md'), Buffer.from(runMd), place);
	await replaceFile(join(directory, 'record.json'), record, place);
}

/**
Puts a record with one signature more in place of the one without: whoever reads finds the one or the other.

@throws Fault `store.conflict` when the file is no longer what was signed; `store.unwritable`, `store.unsafe`.
*/
export async function replaceRecord(
	path: string,
	{before, after}: {readonly before: Uint8Array; readonly after: Uint8Array},
	place: Place = {files: nodeFiles, access: ownerOnly},
): Promise<void> {
	const now = await readWholeFile(path, recordBytesMax, place.files);
	if (now === undefined || Buffer.compare(now, before) !== 0) {
		throw new Fault(
			'store.conflict',
			`${path} was changed while it was being signed.`,
			'Look at it with `gonogo verify`, then sign it again.',
		);
	}
	const {mode} = await place.files.lstat(path);
	await replaceFile(path, after, {...place, access: {...place.access, file: mode & 0o664}});
}

/**
Reads the envelope alone: `run.md` beside it may be many times as large.

@throws Fault `store.unsafe` for what is no plain file or too large; `store.unwritable` when it can't be read.
*/
export function readRecord(directory: string, files = nodeFiles): Promise<Uint8Array | undefined> {
	return readWholeFile(join(directory, 'record.json'), recordBytesMax, files);
}

/**
Reads what a run's directory holds of them.

@throws Fault `store.unsafe` for what is no plain file or too large; `store.unwritable` when it can't be read.
*/
export async function readRecordFiles(
	directory: string,
	files = nodeFiles,
): Promise<{readonly record?: Uint8Array; readonly runMd?: string}> {
	const record = await readRecord(directory, files);
	const runMd = await readWholeFile(join(directory, 'run.md'), runMdBytesMax, files);
	return {
		...(record === undefined ? {} : {record}),
		...(runMd === undefined ? {} : {runMd: runMd.toString('utf8')}),
	};
}
