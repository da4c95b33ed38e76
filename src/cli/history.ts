import {type Line, previousRecords, type RecordLink} from '../record/chain.ts';
import {linkIn} from '../record/check-history.ts';
import {readRecord} from '../store/record-file.ts';
import type {RunSummary, Store} from '../store/store.ts';

/** The records of this computer as links of their chains; one that can't be read is left out, `verify` says why. */
async function recordLinks(runs: readonly RunSummary[]): Promise<readonly RecordLink[]> {
	const links: RecordLink[] = [];
	for (const run of runs.filter(one => one.verdict !== undefined)) {
		const link = await linkOf(run.directory);
		links.push(...(link === undefined ? [] : [link]));
	}
	return links;
}

/** The latest records of this computer on a line of history, which the next record names as its previous ones; see `lineOf`. */
export async function previousOnLine(store: Store, line: Line): Promise<readonly string[]> {
	const runs = await store.list();
	const own = runs.filter(run => run.service === line.service && run.environment === line.environment);
	return previousRecords(await recordLinks(own), line);
}

async function linkOf(directory: string): Promise<RecordLink | undefined> {
	try {
		const record = await readRecord(directory);
		return record === undefined ? undefined : linkIn(record);
	} catch {
		return undefined;
	}
}
