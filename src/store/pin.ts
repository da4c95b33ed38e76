import {join, posix} from 'node:path';
import {makeDirectory, syncDirectory} from './directory.ts';
import type {Place} from './place.ts';
import {writeNewFile} from './whole-file.ts';

/** A runbook and what it includes; more than this is no runbook. */
const filesMax = 100;
const bytesMax = 67_108_864;

/**
Keeps a runbook's bytes with its run, so that what was hashed is what runs, whatever happens to the file it came from.

@param directory `runbook/` of the run.
@param runbook relative path with `/` → bytes.
*/
export async function pinRunbook(
	directory: string,
	runbook: ReadonlyMap<string, Uint8Array>,
	place: Place,
): Promise<void> {
	const bytes = [...runbook.values()].reduce((sum, file) => sum + file.length, 0);
	if (runbook.size > filesMax || bytes > bytesMax) {
		throw new Error(
			`This is a bug: a runbook of ${runbook.size} files and ${bytes} bytes was read without a limit.`,
		);
	}
	for (const [name, file] of runbook) {
		await makeWayTo(directory, name, place);
		await writeNewFile(join(directory, name), file, place);
		await syncDirectory(join(directory, posix.dirname(name)), place.files);
	}
}

async function makeWayTo(directory: string, name: string, place: Place): Promise<void> {
	const parts = name.split('/');
	if (parts.some(part => part === '' || part === '.' || part === '..' || part.includes('\0'))) {
		throw new Error(`This is a bug: a runbook is pinned under the name ${JSON.stringify(name)}.`);
	}
	for (let depth = 1; depth < parts.length; depth++) {
		await makeDirectory(join(directory, ...parts.slice(0, depth)), place);
	}
}
