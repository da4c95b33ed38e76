import type {EventOf} from '../engine/event.ts';
import type {Store} from '../store/store.ts';

/** Rehearsals looked at, the latest first; the one that is asked for is almost always among the first few. */
const rehearsalsMax = 100;

/**
When this very version of a runbook, with the files it includes, was rehearsed to its end on this computer. One that was
rehearsed as an emergency has left steps out, and does not count.

@returns ISO 8601 of the end of the latest one; undefined for never.
*/
export async function lastRehearsal(
	store: Store,
	{runbook}: Pick<EventOf<'run.opened'>, 'runbook'>,
): Promise<string | undefined> {
	const rehearsals = (await store.list())
		.filter(
			run =>
				run.mode === 'rehearse' &&
				run.title === runbook.title &&
				run.verdict?.startsWith('complete') === true,
		)
		.sort((a, b) => b.lastAt.localeCompare(a.lastAt));
	for (const {run, lastAt} of rehearsals.slice(0, rehearsalsMax)) {
		const first = (await store.read(run)).entries[0]?.event;
		if (
			first?.type === 'run.opened' &&
			first.emergency === undefined &&
			digestOf(first) === digestOf({runbook})
		) {
			return lastAt;
		}
	}
	return undefined;
}

function digestOf({runbook}: Pick<EventOf<'run.opened'>, 'runbook'>): string {
	return [runbook.sha256, ...(runbook.includes ?? []).map(one => `${one.path} ${one.sha256}`)].join('\n');
}
