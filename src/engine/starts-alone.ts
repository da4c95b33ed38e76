import type {Step} from '../runbook/step-model.ts';
import type {RunState} from './state.ts';

/**
A step starts without being confirmed when it can't change the world by itself (probe, metric, wait), or when the
author marked it `auto`; in run-through also when it is known to be read-only. A retry is always a person's decision,
so a step that has been tried before is started by that decision and never from here.
*/
export function startsAlone(state: RunState, step: Step): boolean {
	if (
		step.optional ||
		step.contingent ||
		step.danger === 'irreversible' ||
		choicesOf(step).choices !== undefined ||
		isMixed(step)
	) {
		return false;
	}
	const readsOnly =
		(step.kind === 'probe' && step.work.probe !== 'command') ||
		step.kind === 'metric' ||
		step.kind === 'wait';
	return readsOnly || step.auto || (state.opened.runThrough && isKnownToRead(step));
}

/** That a program of the author's own only looks is the author's word: enough for a person who reads it, not for nobody. */
function isKnownToRead(step: Step): boolean {
	const isOwnProgram =
		step.kind === 'probe' &&
		step.work.probe === 'command' &&
		step.work.run.commands.some(({danger}) => danger !== 'read');
	return !step.mutates && step.kind !== 'notify' && !isOwnProgram;
}

function isMixed(step: Step): boolean {
	return 'run' in step && step.run !== undefined && step.run.mixed;
}

/** The alternatives a block holds, where the person picks one. */
export function choicesOf(step: Step): {choices?: readonly string[]} {
	const run = 'run' in step ? step.run : undefined;
	if (run === undefined || !run.choice) {
		return {};
	}
	return {choices: [...new Set(run.commands.map(command => command.group ?? command.text))]};
}
