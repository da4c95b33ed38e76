import type {RunId} from '../engine/entry.ts';
import type {Files} from './fs-port.ts';
import {summarise} from './list.ts';
import {journalPath} from './paths.ts';
import type {RunSummary} from './store.ts';

type Known = {readonly size: number; readonly mtimeMs: number; readonly summary: RunSummary};

/**
Runs that are over, as they were read last: a verb asks several times which runs there are, and of a thousand all but a
few are over. One whose journal has another size or time since is read again.
*/
export class OverRuns {
	readonly #known = new Map<RunId, Known>();

	async summary(run: RunId, directory: string, files: Files): Promise<RunSummary> {
		const seen = await stamp(directory, files);
		const known = this.#known.get(run);
		if (seen !== undefined && known?.size === seen.size && known.mtimeMs === seen.mtimeMs) {
			return known.summary;
		}
		const summary = await summarise(run, directory, files);
		const {verdict, damaged, drivenBy} = summary;
		if (seen !== undefined && verdict !== undefined && damaged === undefined && drivenBy === undefined) {
			this.#known.set(run, {...seen, summary});
		}
		return summary;
	}
}

async function stamp(directory: string, files: Files): Promise<Omit<Known, 'summary'> | undefined> {
	try {
		const {size, mtimeMs} = await files.lstat(journalPath(directory));
		return {size, mtimeMs};
	} catch {
		// What is wrong with it is said by whoever reads it.
		return undefined;
	}
}
