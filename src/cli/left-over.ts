import type {EventOf} from '../engine/event.ts';
import {dueIn} from '../insight/reviews.ts';
import {readRecord} from '../store/record-file.ts';
import {knownKeys} from './known-keys.ts';
import {mayList} from './may-list.ts';
import {pastRuns} from './past-runs.ts';
import type {Settings} from './settings.ts';
import type {Place} from './state-directory.ts';

/** More would not be read before a run; `gonogo reviews` has them all. */
const shownMax = 20;

type LeftOver = NonNullable<EventOf<'run.opened'>['due']>[number];

/** What earlier runs of the same service and environment left to be done, the longest overdue first. */
export async function leftOver(
	place: Place,
	settings: Settings,
	line: {readonly service: string | undefined; readonly environment: string; readonly title: string},
): Promise<LeftOver[]> {
	const asked = await knownKeys(place.directory, settings);
	const found: LeftOver[] = [];
	const runs = pastRuns(
		place,
		asked,
		async run =>
			!run.practice &&
			run.verdict !== undefined &&
			run.environment === line.environment &&
			(line.service === undefined ? run.title === line.title : run.service === line.service) &&
			(await mayOwe(run.directory)),
	);
	for await (const {record, amendments} of runs) {
		const due = record === undefined ? [] : dueIn(record, amendments, Date.now());
		found.push(...due.map(({close: _, ...one}) => one));
	}
	return found.sort((a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9')).slice(0, shownMax);
}

/** A record that can't be read is looked at as closely as one that owes something. */
async function mayOwe(directory: string): Promise<boolean> {
	const record = await readRecord(directory).catch(() => undefined);
	return record === undefined || mayList(record, ['reviews', 'deferred']);
}
