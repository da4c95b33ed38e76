import {findVariables} from '../runbook/input/variables.ts';
import type {Step} from '../runbook/step-model.ts';
import {progressOf} from './draft.ts';
import {environmentOf, valuesOf, workOf} from './order.ts';
import type {RunState} from './state.ts';
import {branchSteps, isGroup} from './walk.ts';

/** A variable that a step uses and that the step which sets it did not hand on. */
export type Missing = {readonly variable: string; readonly from: Step};

/**
Variables of a shell step that an earlier block sets, where that block did not pass: skipped, overridden, done by hand.
Shell steps share one session per host, so such a step runs with an empty variable or stops on it.
*/
export function notHandedOn(state: RunState, step: Step): readonly Missing[] {
	const script = workOf(step)?.script;
	if (script === undefined) {
		return [];
	}
	const given = environmentOf(valuesOf(state));
	const {used, assigned} = findVariables(script);
	const wanted = new Set(used.map(({name}) => name).filter(name => !(name in given) && !assigned.has(name)));
	return wanted.size === 0
		? []
		: settersBefore(state, step, wanted).filter(({from}) => !hasPassed(state, from));
}

/** The last block before the step that sets each variable. */
function settersBefore(state: RunState, step: Step, wanted: ReadonlySet<string>): readonly Missing[] {
	const setters = new Map<string, Step>();
	for (const earlier of branchSteps(state)) {
		if (earlier.id === step.id) {
			break;
		}
		const script = isGroup(earlier) ? undefined : workOf(earlier)?.script;
		for (const name of script === undefined ? [] : findVariables(script).assigned) {
			setters.set(name, earlier);
		}
	}
	return [...setters].filter(([name]) => wanted.has(name)).map(([variable, from]) => ({variable, from}));
}

function hasPassed(state: RunState, step: Step): boolean {
	const {attempts} = progressOf(state, step.id);
	return attempts.some(
		({part, end}) =>
			part === 'whole' && end.is === 'ended' && ['passed', 'warned'].includes(end.outcome.result),
	);
}
