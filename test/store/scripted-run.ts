import type {Entry} from '../../src/engine/entry.ts';
import type {Store} from '../../src/store/store.ts';
import {closed, entriesFrom, first, note, resumed, run, runbook} from './driving.ts';

/** What a scripted run writes, append by append; the run is given back and opened again before the last two. */
const appends: readonly (readonly Entry[])[] = [
	[first],
	entriesFrom(2, note('ready')),
	entriesFrom(3, {
		type: 'step.started',
		step: 'deploy',
		attempt: 1,
		part: 'whole',
		resolved: 'x'.repeat(5000),
	}),
	entriesFrom(
		4,
		{type: 'step.finished', step: 'deploy', attempt: 1, outcome: {result: 'passed', durationMs: 3}},
		note('a'),
		note('b'),
	),
];
const appendsAfter = [entriesFrom(7, resumed, note('again')), entriesFrom(9, closed)];

export const scripted: readonly Entry[] = [...appends, ...appendsAfter].flat();

/** Walks the script until a fault ends it. @param told is called with what was reported as written. */
export async function walkScript(store: Store, told: (entries: readonly Entry[]) => void): Promise<void> {
	const journal = await store.create(run, first, runbook);
	told([first]);
	try {
		for (const entries of appends.slice(1)) {
			await journal.append(entries);
			told(entries);
		}
	} finally {
		await journal.close();
	}
	const again = await store.open(run);
	try {
		for (const entries of appendsAfter) {
			await again.journal.append(entries);
			told(entries);
		}
	} finally {
		await again.journal.close();
	}
}
