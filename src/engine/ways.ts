import {failureMessage} from '../runbook/messages.ts';
import type {Step} from '../runbook/step-model.ts';
import {isRequired} from './emergency.ts';
import {hasVerify} from './evolve-answers.ts';
import {jumpOf} from './jump.ts';
import {changes} from './readiness.ts';
import {isWaivable, kindOf} from './rules.ts';
import type {RuleNow, RunState} from './state.ts';
import type {Way} from './want.ts';

/**
The ways on from a step that did not pass, in the order they are offered. The first four stand in front: retry, fixed
by hand, skip with a reason, roll back. Before the first mutation a run may be aborted; after it the only ways are
forward or back.
*/
export function waysOn(
	state: RunState,
	step: Step,
	trouble: 'failed' | 'unknown' | 'no-go' | 'blocked',
): readonly Way[] {
	const leave = [...tells(state), 'hold' as const, ...endings(state)];
	const back = canRollBack(state) ? (['roll-back'] as const) : [];
	if (trouble === 'no-go') {
		return [...back, ...leave];
	}
	if (trouble === 'blocked') {
		return [...(isRequired(state, step) ? [] : (['defer'] as const)), ...back, ...leave];
	}
	const dispensable: readonly Way[] = isRequired(state, step) ? [] : ['override'];
	const verify: readonly Way[] = trouble === 'unknown' && hasVerify(step) ? ['verify'] : [];
	const behind = jumpOf(state, step)?.is === 'behind' ? (['goto'] as const) : [];
	return [
		...verify,
		'retry',
		'fixed-by-hand',
		...dispensable,
		...back,
		...behind,
		...lesser(state, step),
		...leave,
	];
}

/** The ways on where something does not hold that must: make it hold and look again, wait, or answer for going on. */
export function waysOnRule(state: RunState, step: Step, {rule, putOff}: RuleNow): readonly Way[] {
	const canWait = kindOf(rule) === 'window' && !putOff && !changes(step);
	const back = canRollBack(state) ? (['roll-back'] as const) : [];
	return [
		'look-again',
		...(canWait ? (['put-off'] as const) : []),
		...(isWaivable(state, rule) ? (['waive'] as const) : []),
		...back,
		...(hasBegun(state) ? tells(state) : []),
		'hold',
		...endings(state),
	];
}

/** A rollback branch exists, is not already being walked, and there is something to take back. */
export function canRollBack(state: RunState): boolean {
	return (
		state.branch === 'walk' &&
		state.runbook.rollback.length > 0 &&
		state.closed === undefined &&
		hasChanged(state)
	);
}

/** The world may have been changed: by a step, or by a person's hand. A rehearsal changes nothing and may go back all the same. */
function hasChanged(state: RunState): boolean {
	const byHand = () =>
		state.runbook.walk.some(
			step =>
				(step.kind === 'manual' || state.opened.mode === 'instructions') &&
				state.progress.get(step.id)?.now.is === 'passed',
		);
	return state.firstMutation !== undefined || state.opened.mode === 'rehearse' || byHand();
}

/** Nobody needs to hear of a run that stopped before its first step. */
function hasBegun({progress}: RunState): boolean {
	return [...progress.values()].some(({attempts, now}) => attempts.length > 0 || now.is !== 'pending');
}

/** The message of the front matter for a failure, until it was sent. */
export function tells(state: RunState): readonly Way[] {
	const message = failureMessage(state.runbook);
	return message === undefined || state.progress.get(message.id)?.now.is === 'passed' ? [] : ['tell'];
}

/** How a run can end before its end: aborted while the world is untouched, abandoned where no way back is written. */
function endings(state: RunState): readonly Way[] {
	if (state.firstMutation === undefined) {
		return ['abort'];
	}
	return canRollBack(state) ? [] : ['abandon'];
}

function lesser(state: RunState, step: Step): readonly Way[] {
	const run = 'run' in step ? step.run : undefined;
	const ways: Way[] = [];
	if (run !== undefined) {
		ways.push('edit');
	}
	if (!isRequired(state, step)) {
		ways.push('defer');
	}
	if (run?.undo !== undefined) {
		ways.push('undo');
	}
	return ways;
}
