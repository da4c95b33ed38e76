import type {RestoreStep, Step} from '../runbook/step-model.ts';
import {progressOf} from './draft.ts';
import type {RunState} from './state.ts';

/** What is typed for the second person where nobody can be reached: a deviation. */
export const alone = 'alone';

/** True where a step brings data back over what was written since: two people say so. */
export function wantsWitness(state: RunState, step: Step): step is RestoreStep {
	return step.kind === 'restore' && state.opened.mode === 'walk';
}

/** Why a restore can't start with this second person, or undefined. */
export function whyNotWitnessed(
	state: RunState,
	step: Step,
	witness: string | undefined,
): string | undefined {
	if (!wantsWitness(state, step)) {
		return undefined;
	}
	const name = witness?.trim() ?? '';
	if (name === '') {
		return `a restore needs two people: name the second one, or ${alone}`;
	}
	return name.toLowerCase() === state.operator.toLowerCase()
		? `a restore needs two people: ${state.operator} is the first`
		: undefined;
}

/** When the backup was made that a restore reads (ISO 8601); what was written since will be missing. Undefined: it was not made in this run. */
export function backupMadeAt(state: RunState, {work}: RestoreStep): string | undefined {
	const made = progressOf(state, work.from).attempts.findLast(
		({part, end}) =>
			part === 'whole' && end.is === 'ended' && ['passed', 'warned'].includes(end.outcome.result),
	);
	return made?.startedAt;
}
