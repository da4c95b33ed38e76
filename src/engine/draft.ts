import type {StepId} from '../runbook/work-model.ts';
import type {Entry} from './entry.ts';
import type {Attempt, Deviation, RunState, StepProgress} from './state.ts';

/** A run's state while entries are folded into it: the same fields, open to change, seen by nobody else. */
export type Draft = Omit<{-readonly [K in keyof RunState]: Opened<RunState[K]>}, 'stepsById' | 'runbook'> & {
	stepsById: RunState['stepsById'];
	runbook: RunState['runbook'];
	/**
	While a whole journal is folded: lists of attempts that no state holds yet, which grow in place. A step that was tried
	ten thousand times would else be copied as often.
	*/
	growing?: Map<StepId, Attempt[]>;
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

export function addAttempt(draft: Draft, step: StepId, attempt: Attempt): void {
	const attempts = openAttempts(draft, step);
	attempts.push(attempt);
	setProgress(draft, step, {attempts});
}

/** Changes one attempt. @returns it as it is now; undefined when there is none of that number. */
export function changeAttempt(
	draft: Draft,
	{step, attempt: number}: {readonly step: StepId; readonly attempt: number},
	change: (attempt: Attempt) => Attempt,
): Attempt | undefined {
	const attempts = openAttempts(draft, step);
	const index = attempts.findLastIndex(attempt => attempt.number === number);
	const before = attempts[index];
	if (before === undefined) {
		return undefined;
	}
	const changed = change(before);
	attempts[index] = changed;
	setProgress(draft, step, {attempts});
	return changed;
}

function openAttempts(draft: Draft, step: StepId): Attempt[] {
	const before = progressOf(draft, step).attempts;
	const grown = draft.growing?.get(step);
	const attempts = grown === before ? grown : [...before];
	draft.growing?.set(step, attempts);
	return attempts;
}

export function noteDeviation(draft: Draft, entry: Entry, deviation: Omit<Deviation, 'at' | 'by'>): void {
	draft.deviations.push({at: entry.at, by: entry.by, ...deviation});
}
