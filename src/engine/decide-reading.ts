import type {Command} from './command.ts';
import {accept, type Decision, optional, refuse} from './decision.ts';
import {progressOf} from './draft.ts';
import type {RunState} from './state.ts';

/**
A person may say that a command is only output that was pasted into the runbook. It is a deviation, and it is no way
around a gate, a check or a step that the runbook requires.
*/
export function decideReading(state: RunState, command: Extract<Command, {type: 'read-as'}>): Decision {
	const why = whyNotReadAs(state, command.step);
	return why === undefined
		? accept({
				type: 'reading.overridden',
				step: command.step,
				as: command.as,
				...optional({reason: command.reason}),
			})
		: refuse(why);
}

/** @returns why a step can't be read as output, or undefined. */
export function whyNotReadAs(state: RunState, id: string): string | undefined {
	const step = state.stepsById.get(id);
	if (step === undefined) {
		return `there is no step “${id}”`;
	}
	if (step.kind !== 'command') {
		return `only a command can be output; this is a ${step.kind}`;
	}
	if (step.required) {
		return 'the runbook requires this step';
	}
	if (progressOf(state, id).now.is !== 'pending') {
		return 'the step was begun or decided already';
	}
	return state.closed === undefined ? undefined : 'the run is closed';
}
