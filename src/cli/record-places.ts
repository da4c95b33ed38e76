import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {runIdPattern} from '../engine/entry.ts';
import {Fault} from '../fault.ts';
import {kindOf, type RecordPlace} from './found-record.ts';

/** A team has some thousand records a year; a directory with more names than this was not meant. */
const namesMax = 200_000;

/** True for a run's own directory; anything else is looked through for records. */
export async function isRunDirectory(path: string): Promise<boolean> {
	const [record, journal] = await Promise.all([
		kindOf(join(path, 'record.json')),
		kindOf(join(path, 'journal.jsonl')),
	]);
	return record === 'file' || journal === 'file';
}

/**
Every record in a directory, oldest name first: of runs in it, in its `runs/`, and single `.json` and `.intoto.jsonl` files beside them. A run
that is still open has none yet and is among them.

@throws Fault `cli.usage` when the directory holds no record at all.
*/
export async function recordPlaces(directory: string): Promise<readonly RecordPlace[]> {
	const base = (await kindOf(join(directory, 'runs'))) === 'directory' ? join(directory, 'runs') : directory;
	const names = (await readdir(base)).sort().slice(0, namesMax);
	const places: RecordPlace[] = [];
	for (const name of names) {
		const path = join(base, name);
		if ((await kindOf(path)) === 'directory') {
			places.push(...(await runPlace(name, path)));
		} else if (/\.(?:json|intoto\.jsonl)$/.test(name) && (await kindOf(path)) === 'file') {
			places.push({name: path, path});
		}
	}
	if (places.length === 0) {
		throw new Fault(
			'cli.usage',
			`There is no record in ${directory}.`,
			'Give a directory of records or of runs.',
		);
	}
	return places;
}

async function runPlace(name: string, path: string): Promise<RecordPlace[]> {
	const place = {
		name: runIdPattern.test(name) ? name : path,
		path: join(path, 'record.json'),
		directory: path,
	};
	return (await isRunDirectory(path)) ? [place] : [];
}
