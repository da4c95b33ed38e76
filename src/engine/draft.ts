import type {StepId} from '../runbook/work-model.ts';
import type {Entry} from './entry.ts';
import type {Deviation, RunState, StepProgress} from './state.ts';

/** A run's state while entries are folded into it: the same fields, open to change, seen by nobody else. */
export type Draft = Omit<{-readonly [K in keyof RunState]: Opened<RunState[K]>}, 'stepsById' | 'runbook'> & {
	stepsById: RunState['stepsById'];
	runbook: RunState['runbook'];
};

type Opened<T> =
	T extends ReadonlyMap<infer K, infer V>
		? Map<K, V>
		: T extends ReadonlySet<infer V>
			? Set<V>
			: T extends readonly (infer V)[]
				? V[]
				: T;

const untouched: StepProgress = {now: {is: 'pending'}, attempts: [], gate: [], decisions: []};

export function progressOf(state: Pick<RunState, 'progress'>, step: StepId): StepProgress {
	return state.progress.get(step) ?? untouched;
}

export function setProgress(draft: Draft, step: StepId, change: Partial<StepProgress>): void {
	draft.progress.set(step, {...progressOf(draft, step), ...change});
}

export function noteDeviation(draft: Draft, entry: Entry, deviation: Omit<Deviation, 'at' | 'by'>): void {
	draft.deviations.push({at: entry.at, by: entry.by, ...deviation});
}
