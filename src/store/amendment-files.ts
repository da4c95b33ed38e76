import {join} from 'node:path';
import {Fault} from '../fault.ts';
import {syncDirectory} from './directory.ts';
import {diskFault} from './disk-fault.ts';
import {errnoOf, nodeFiles} from './fs-port.ts';
import {ownerOnly, type Place} from './place.ts';
import {readWholeFile, writeNewFile} from './whole-file.ts';

/** An amendment is a few kilobytes with its signatures. */
const bytesMax = 131_072;

/** More is no afterthought any more; a record's reviews, deferred steps and incidents are a handful. */
const amendmentsMax = 500;

export type StoredAmendment = {readonly name: string; readonly bytes: Uint8Array};

const namePattern = /^amendment-\d{4}\.json$/;

/**
What was said of a run after its record was made, by file name; a file that can't be read is there without bytes, so that
whoever checks says so.

@throws Fault `store.unwritable` when the directory can't be read.
*/
export async function readAmendmentFiles(
	directory: string,
	files = nodeFiles,
): Promise<readonly StoredAmendment[]> {
	const names = await files.readdir(directory).catch((error: unknown) => {
		throw diskFault('look for amendments', directory, error);
	});
	const stored: StoredAmendment[] = [];
	for (const name of names
		.filter(one => namePattern.test(one))
		.sort()
		.slice(0, amendmentsMax)) {
		const bytes = await readWholeFile(join(directory, name), bytesMax, files).catch(() => undefined);
		stored.push({name, bytes: bytes ?? new Uint8Array()});
	}
	return stored;
}

/**
Lays an amendment beside the record as a file of its own (0600); nothing that is there is touched.

@param number 1 for the first.
@throws Fault `store.conflict` when somebody else was first; `store.unwritable`.
*/
export async function addAmendmentFile(
	directory: string,
	{number, bytes}: {readonly number: number; readonly bytes: Uint8Array},
	place: Place = {files: nodeFiles, access: ownerOnly},
): Promise<string> {
	const path = join(directory, `amendment-${String(number).padStart(4, '0')}.json`);
	if (number > amendmentsMax || bytes.length > bytesMax) {
		throw new Fault(
			'store.unwritable',
			number > amendmentsMax
				? `There are ${amendmentsMax} amendments already.`
				: `The amendment has ${bytes.length} bytes, and ${bytesMax} are kept.`,
			'Say it more briefly, or in a run of its own.',
		);
	}
	try {
		await writeNewFile(path, bytes, place);
		await syncDirectory(directory, place.files);
	} catch (error) {
		if (errnoOf(error) === 'EEXIST') {
			throw new Fault(
				'store.conflict',
				`${path} is there already: someone amended the run at this moment.`,
				'Look with `gonogo show`, then say it again.',
				{cause: error},
			);
		}
		throw diskFault('write an amendment', path, error);
	}
	return path;
}
