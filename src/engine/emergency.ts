import type {Step} from '../runbook/step-model.ts';
import type {RunState} from './state.ts';

/** A review by someone else falls due this long after the end of an emergency, or sooner where the runbook says so. */
const reviewWithinMsMax = 24 * 3_600_000;

/** What an emergency leaves for later or leaves out, by the runbook's own marks; never what it can't do without. */
export function leftInEmergency(state: RunState, step: Step): 'defer' | 'skip' | undefined {
	const mark = step.emergency;
	const isMarked = mark === 'defer' || mark === 'skip';
	return state.opened.emergency !== undefined &&
		state.branch === 'walk' &&
		isMarked &&
		!isRequired(state, step)
		? mark
		: undefined;
}

/** A step that can't be skipped, overridden or deferred: in an emergency a backup and the artifact's identity too. */
export function isRequired(state: RunState, step: Step): boolean {
	return (
		step.required ||
		(state.opened.emergency !== undefined &&
			state.branch === 'walk' &&
			(step.emergency === 'required' || step.kind === 'backup' || namesArtifact(state, step)))
	);
}

/** When the review of an emergency that ended at `at` falls due (ISO 8601). */
export function reviewDueAt({runbook}: Pick<RunState, 'runbook'>, at: string): string {
	const asked = runbook.meta.policy?.emergency.reviewWithinMs ?? reviewWithinMsMax;
	return new Date(Date.parse(at) + Math.min(asked, reviewWithinMsMax)).toISOString();
}

/** It looks at what is to be deployed: it changes nothing, and takes an image's digest or a commit. */
function namesArtifact({runbook}: RunState, step: Step): boolean {
	const isLook = step.kind === 'probe' || step.kind === 'check' || (step.kind === 'command' && !step.mutates);
	return (
		isLook &&
		runbook.inputs.some(
			({name, type}) => (type === 'image-digest' || type === 'git-sha') && step.inputs.includes(name),
		)
	);
}
