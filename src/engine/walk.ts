import {conditionsOf} from '../runbook/reading/when.ts';
import {rememberOf} from '../runbook/remember.ts';
import type {Step} from '../runbook/step-model.ts';
import type {StepId} from '../runbook/work-model.ts';
import {progressOf} from './draft.ts';
import type {GuardNow, RunState, StepNow} from './state.ts';
import {isMet} from './when.ts';

/** The steps of the branch that is being walked, in order. */
export function branchSteps(state: RunState): readonly Step[] {
	return state.branch === 'walk' ? state.runbook.walk : state.runbook.rollback;
}

/** True for a step that only gathers its children: it is never asked about, its standing follows from theirs. */
export function isGroup(step: Step): boolean {
	return (step.kind === 'check' || step.kind === 'manual') && step.isGroup;
}

/** True for a metric that is watched in the background: it is never walked, its standing follows from its samples. */
export function isGuard(step: Step): boolean {
	return step.kind === 'metric' && step.guard;
}

/** Nothing more is asked about a step that stands so. */
export function isSettled(now: StepNow): boolean {
	switch (now.is) {
		case 'passed':
		case 'warned':
		case 'overridden':
		case 'skipped':
		case 'deferred':
		case 'not-applicable':
		case 'resolved':
			return true;
		case 'failed':
		case 'unknown':
			return now.wentOn === true;
		default:
			return false;
	}
}

/** The first step of the branch that still wants something, or undefined at the end. */
export const currentStep = rememberOf((state: RunState): Step | undefined =>
	branchSteps(state).find(
		step => !isGroup(step) && !isGuard(step) && !isSettled(progressOf(state, step.id).now),
	),
);

function childrenOf(state: RunState, parent: StepId): readonly Step[] {
	return branchSteps(state).filter(step => step.parent === parent);
}

export const runningStep = rememberOf(
	(state: RunState): {readonly step: Step; readonly attempt: number} | undefined => {
		for (const [id, {now}] of state.progress) {
			const step = now.is === 'running' ? state.stepsById.get(id) : undefined;
			if (step !== undefined && now.is === 'running') {
				return {step, attempt: now.attempt};
			}
		}
		return undefined;
	},
);

/** Where a step stands on a screen: a group follows from its children, and a step whose turn it is is ready. */
export function standingOf(state: RunState, step: Step): StepNow['is'] | 'ready' {
	if (isGroup(step)) {
		return groupStanding(childrenOf(state, step.id).map(child => standingOf(state, child)));
	}
	if (isGuard(step)) {
		return guardStanding(state, step.id);
	}
	const {now} = progressOf(state, step.id);
	return now.is === 'pending' && state.closed === undefined && currentStep(state)?.id === step.id
		? 'ready'
		: now.is;
}

/** Why a step can't start yet, or undefined: a step it needs did not pass. */
export function unmetNeed(state: RunState, step: Step): string | undefined {
	for (const id of step.needs) {
		const needed = state.stepsById.get(id);
		const now = progressOf(state, id).now.is;
		const passed = now === 'passed' || now === 'warned' || now === 'resolved' || now === 'not-applicable';
		if (needed !== undefined && !passed) {
			return `it needs “${needed.title}” to have passed, which is ${now}`;
		}
	}
	return undefined;
}

/** False when the step's own condition says it does not apply to this run. */
export function applies(state: RunState, step: Step): boolean {
	return conditionsOf(step).every(condition => isMet(condition, state));
}

/** The guard that needs a person's decision now, or undefined. Once the run rolls back, nothing is asked any more. */
export function trippedGuard(state: RunState): {readonly step: Step; readonly guard: GuardNow} | undefined {
	for (const [id, guard] of state.branch === 'walk' ? state.guards : []) {
		const step = state.stepsById.get(id);
		if (step !== undefined && !guard.accepted && (guard.state === 'tripped' || guard.state === 'no-data')) {
			return {step, guard};
		}
	}
	return undefined;
}

function guardStanding(state: RunState, id: StepId): StepNow['is'] {
	const guard = state.guards.get(id);
	switch (guard?.state) {
		case undefined:
			return state.closed === undefined ? 'pending' : 'not-applicable';
		case 'tripped':
			return guard.accepted ? 'overridden' : 'failed';
		case 'no-data':
			return guard.accepted ? 'overridden' : 'unknown';
		default:
			return state.closed === undefined ? 'running' : 'passed';
	}
}

function groupStanding(children: readonly (StepNow['is'] | 'ready')[]): StepNow['is'] | 'ready' {
	const order = ['failed', 'unknown', 'no-go', 'running', 'open', 'answerable', 'ready'] as const;
	const first = order.find(standing => children.includes(standing));
	if (first !== undefined) {
		return first;
	}
	if (children.includes('pending')) {
		return children.every(child => child === 'pending') ? 'pending' : 'ready';
	}
	const worst = (['overridden', 'deferred', 'resolved', 'warned', 'skipped'] as const).find(standing =>
		children.includes(standing),
	);
	return (
		worst ??
		(children.length > 0 && children.every(child => child === 'not-applicable') ? 'not-applicable' : 'passed')
	);
}
