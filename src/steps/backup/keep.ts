import {readdir, rm} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {type Attempt, wordsOf} from '../finding.ts';

/**
Names of the backups beyond the newest so many. Only names that backup steps make count; whatever else lies there is
somebody else's.

@param made the name of the one just made: its variable part, a time and an attempt, tells what the others look like.
*/
export function beyond(names: readonly string[], made: string, keep: number): readonly string[] {
	const stamp = /\d{8}[-_]\d{6}(?:-[0-9a-f]{6})?[._]\d+/;
	const [before = '', after = ''] = made.split(stamp);
	const alike = names.filter(
		name =>
			stamp.test(name) &&
			name.startsWith(before) &&
			name.endsWith(after) &&
			name.split(stamp).join('') === before + after,
	);
	return alike
		.toSorted()
		.toReversed()
		.slice(Math.max(1, keep))
		.filter(name => name !== made);
}

/** Removes the older dumps of the same database beside the one just made and verified. */
export async function removeOlderDumps(
	{log}: Attempt,
	file: string,
	keep: number | undefined,
): Promise<void> {
	if (keep === undefined) {
		return;
	}
	const directory = dirname(file);
	for (const name of beyond(await readdir(directory), basename(file), keep)) {
		const words = await rm(join(directory, name), {recursive: true}).then(() => 'removed', wordsOf);
		log.note(`older than the newest ${keep}: ${name}: ${words}`);
	}
}
