import {join} from 'node:path';
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
Reads what a run's directory holds of them.

@throws Fault `store.unsafe` for what is no plain file or too large; `store.unwritable` when it can't be read.
*/
export async function readRecordFiles(
	directory: string,
	files = nodeFiles,
): Promise<{readonly record?: Uint8Array; readonly runMd?: string}> {
	const record = await readWholeFile(join(directory, 'record.json'), recordBytesMax, files);
	const runMd = await readWholeFile(join(directory, 'run.md'), runMdBytesMax, files);
	return {
		...(record === undefined ? {} : {record}),
		...(runMd === undefined ? {} : {runMd: runMd.toString('utf8')}),
	};
}
