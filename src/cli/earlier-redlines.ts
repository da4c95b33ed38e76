import {standsAsItDid} from '../engine/decide-beside.ts';
import type {EventOf} from '../engine/event.ts';
import {Fault} from '../fault.ts';
import {recordIn} from '../record/read-statement.ts';
import {readRecord} from '../store/record-file.ts';
import type {RunSummary} from '../store/store.ts';
import {mayList} from './may-list.ts';
import type {OpenRun} from './opening.ts';

/** Older runs than these were read by someone since. */
const runsMax = 20;
/** More than a person reads before the first step. */
const redlinesMax = 20;

type Recalled = EventOf<'redlines.recalled'>['redlines'][number];

/**
Writes what earlier runs of the same runbook said is wrong with it into this run, as far as it still stands there. The
records are not verified for it: it is no statement, only what colleagues found.
*/
export async function recallRedlines({session, store}: OpenRun): Promise<void> {
	const state = session.state();
	const runs = (await listed(() => store.list())).filter(
		run => run.run !== state.opened.run && run.title === state.opened.runbook.title && !run.practice,
	);
	const redlines: Recalled[] = [];
	for (const run of runs.slice(-runsMax)) {
		redlines.push(...(await redlinesIn(run)));
	}
	const open = redlines.filter(redline => standsAsItDid(state, redline)).slice(-redlinesMax);
	if (open.length > 0) {
		await session.sendAs('gonogo', {type: 'recall-redlines', redlines: open});
	}
}

async function redlinesIn({run, directory}: RunSummary): Promise<Recalled[]> {
	try {
		const record = await readRecord(directory);
		const told = record !== undefined && mayList(record, ['redlines']) ? recordIn(record) : undefined;
		const {sha256} = told?.runbook ?? {};
		return (told?.redlines ?? []).map(redline => ({
			...redline,
			run,
			...(sha256 === undefined ? {} : {sha256}),
		}));
	} catch {
		return [];
	}
}

/** A hint is no reason to keep a run from starting. */
async function listed(list: () => Promise<readonly RunSummary[]>): Promise<readonly RunSummary[]> {
	try {
		return await list();
	} catch (error) {
		if (error instanceof Fault) {
			return [];
		}
		throw error;
	}
}
