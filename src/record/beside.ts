import type {DeploymentRecord} from '../engine/record.ts';
import type {RunState} from '../engine/state.ts';

/** Redlines, calls and repeated messages; what there was none of is left out. */
export function besideOf(state: RunState): Pick<DeploymentRecord, 'redlines' | 'calls' | 'repetitions'> {
	const redlines = state.redlines.map(({at, by, step, text, proposed, was}) => ({
		at,
		by,
		step,
		text,
		proposed,
		was,
	}));
	const calls = state.calls.map(({at, by, contact, issue, withinMs, step, note, overdue, answer}) => ({
		at,
		by,
		contact,
		issue,
		withinMs,
		step,
		note,
		overdue: overdue ?? false,
		answer,
	}));
	const repetitions = state.repetitions.map(({at, step, number, result, why}) => ({
		at,
		step,
		number,
		result,
		why,
	}));
	return {
		...(redlines.length === 0 ? {} : {redlines}),
		...(calls.length === 0 ? {} : {calls}),
		...(repetitions.length === 0 ? {} : {repetitions}),
	};
}
