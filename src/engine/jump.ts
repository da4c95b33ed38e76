import type {Step} from '../runbook/step-model.ts';
import type {StepId} from '../runbook/work-model.ts';
import type {RunState} from './state.ts';
import {branchSteps} from './walk.ts';

/** True when the author lets the run go on over a failure of this step. */
export function goesOn(step: Step): boolean {
	return step.onFailure === 'continue' && !step.required && !step.critical;
}

/**
Where a failure of this step leads (`on-failure=goto ID`). Ahead the run goes by itself; back it goes only when a
person says so, so that it can't go round for ever; a step of the rollback section means the rollback.
*/
export function jumpOf(
	state: RunState,
	step: Step,
): {readonly is: 'ahead' | 'behind' | 'rollback'; readonly to: StepId} | undefined {
	if (typeof step.onFailure !== 'object' || step.required) {
		return undefined;
	}
	const to = step.onFailure.goto;
	const steps = branchSteps(state);
	const at = steps.findIndex(({id}) => id === step.id);
	const target = steps.findIndex(({id}) => id === to);
	if (target === -1 || at === -1) {
		const isBack = state.runbook.rollback.some(({id}) => id === to);
		return isBack && state.branch === 'walk' ? {is: 'rollback', to} : undefined;
	}
	return {is: target > at ? 'ahead' : 'behind', to};
}
