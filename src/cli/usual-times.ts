import {Fault} from '../fault.ts';
import {type Gist, gistOf} from '../insight/gist.ts';
import {runsMin, usualTimes} from '../insight/times.ts';
import {recordIn} from '../record/read-statement.ts';
import {readRecord} from '../store/record-file.ts';
import type {RunSummary, Store} from '../store/store.ts';

/** The latest runs tell what is usual now; reading more would make the first screen late. */
const runsMax = 20;

/**
What each step usually took in earlier runs of the same runbook, for the screens; only where three or more tell. The
records are not verified for it, and one that can't be read is left out: it is no statement, only a hint of how long.
*/
export async function usualOf(
	store: Store,
	{title, practice}: {readonly title: string; readonly practice: boolean},
): Promise<(step: string) => number | undefined> {
	const closed = (await listed(store)).filter(
		run =>
			run.verdict !== undefined && run.title === title && run.practice === practice && run.mode === 'walk',
	);
	const gists: Gist[] = [];
	for (const run of closed.slice(-runsMax)) {
		gists.push(...(await gistIn(run)));
	}
	const usual = new Map(usualTimes(gists).map(time => [time.id, time]));
	return step => {
		const time = usual.get(step);
		return time === undefined || time.runs < runsMin ? undefined : time.p50Ms;
	};
}

/** A hint is no reason to keep a run from its screen. */
async function listed(store: Store): Promise<readonly RunSummary[]> {
	try {
		return await store.list();
	} catch (error) {
		if (error instanceof Fault) {
			return [];
		}
		throw error;
	}
}

async function gistIn({directory}: RunSummary): Promise<Gist[]> {
	try {
		const record = await readRecord(directory);
		const told = record === undefined ? undefined : recordIn(record);
		return told === undefined ? [] : [gistOf(told, [])];
	} catch {
		return [];
	}
}
