import type {Step} from '../runbook/step-model.ts';
import {progressOf} from './draft.ts';
import {measuresOf} from './measures.ts';
import {asksForWayBack, changes} from './readiness.ts';
import {rolesAsked} from './roles.ts';
import type {RuleNow, RunState} from './state.ts';

/** What a rule is about: the part of its id before the first point. */
export type RuleKind =
	| 'window'
	| 'context'
	| 'tool'
	| 'env'
	| 'host'
	| 'rehearsal'
	| 'role'
	| 'rollback'
	| 'captured';

export function kindOf(rule: string): RuleKind {
	return (rule.split('.')[0] ?? '') as RuleKind;
}

/** What a rule is about in particular: `kubectl` of `tool.kubectl`. */
export function subjectOf(rule: string): string {
	return rule.slice(rule.indexOf('.') + 1);
}

/** Whether windows hold this run: a rehearsal changes nothing, and going back is never blocked. */
export function keepsWindows(state: RunState): boolean {
	return (
		state.runbook.meta.windows !== undefined && state.branch === 'walk' && state.opened.mode !== 'rehearse'
	);
}

/** True until what must hold was measured once, where there is anything to measure. */
export function wantsMeasuring(state: RunState): boolean {
	return (
		state.measured === undefined &&
		state.branch === 'walk' &&
		(keepsWindows(state) ||
			(state.rights !== undefined && rolesAsked(state).length > 0) ||
			measuresOf(state, {moment: 'start'}).length > 0)
	);
}

/**
Whether the world has to be looked at before this step starts: its context before everything that changes something,
the way back before the first of them and at the point of no return.
*/
export function measuresBefore(state: RunState, step: Step): ReturnType<typeof measuresOf> {
	return changes(step) && state.opened.mode === 'walk' ? measuresOf(state, {moment: 'step', step}) : [];
}

/** An emergency may do without much, never without a way back. */
export function isWaivable(state: RunState, rule: string): boolean {
	const isWayBack = kindOf(rule) === 'rollback' || kindOf(rule) === 'captured';
	return !(isWayBack && state.opened.emergency !== undefined);
}

/** The rule that keeps this step from starting, or undefined: the first in the order they were measured. */
export function brokenRule(state: RunState, step: Step): RuleNow | undefined {
	for (const rule of state.rules.values()) {
		if (rule.is !== 'pass' && !rule.waived && stops(state, step, rule)) {
			return rule;
		}
	}
	return undefined;
}

function stops(state: RunState, step: Step, rule: RuleNow): boolean {
	const isPending = progressOf(state, step.id).now.is === 'pending';
	switch (kindOf(rule.rule)) {
		case 'context':
			return true;
		case 'window':
			return isPending && keepsWindows(state) && (!rule.putOff || changes(step));
		case 'role':
			return (
				isPending && state.branch === 'walk' && step.kind !== 'gate' && step.role === subjectOf(rule.rule)
			);
		case 'rollback':
		case 'captured':
			return isPending && asksForWayBack(state, step);
		default:
			return isPending && state.branch === 'walk';
	}
}
