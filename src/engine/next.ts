import {unreachable} from '../fault.ts';
import type {Input} from '../runbook/meta-model.ts';
import {conditionsOf} from '../runbook/reading/when.ts';
import type {Step} from '../runbook/step-model.ts';
import {progressOf} from './draft.ts';
import {leftInEmergency} from './emergency.ts';
import {countdownFrom, wantOfTrouble} from './on-failure.ts';
import {needsWayBack, wayBack} from './readiness.ts';
import {brokenRule, wantsMeasuring} from './rules.ts';
import {choicesOf, startsAlone} from './starts-alone.ts';
import type {GuardNow, RunState, StepNow} from './state.ts';
import {verdictOf} from './verdict.ts';
import {applies, branchSteps, currentStep, runningStep, trippedGuard, unmetNeed} from './walk.ts';
import type {Question, Want} from './want.ts';
import {canRollBack, tells, waysOn, waysOnRule} from './ways.ts';
import {namesIn} from './when.ts';

/**
What the run wants next. Reads the state and nothing else, so that a resumed run wants what it wanted before
(invariant 5).
*/
export function next(state: RunState): Want {
	if (state.closed !== undefined) {
		return {is: 'done', verdict: state.closed.verdict};
	}
	const running = runningStep(state);
	if (running !== undefined) {
		return {is: 'perform', step: running.step.id, attempt: running.attempt};
	}
	const tripped = trippedGuard(state);
	if (tripped !== undefined) {
		return ask(trippedQuestion(state, tripped));
	}
	if (state.held !== undefined) {
		return ask({is: 'held', reason: state.held.reason});
	}
	const inputs = missingInputs(state);
	if (inputs.length > 0) {
		return ask({is: 'inputs', inputs});
	}
	const step = currentStep(state);
	if (step === undefined) {
		return ask({is: 'close', verdict: verdictOf(state)});
	}
	if (wantsMeasuring(state)) {
		return {is: 'measure'};
	}
	const isWalked = applies(state, step) && leftInEmergency(state, step) === undefined;
	const rule = isWalked ? brokenRule(state, step) : undefined;
	return rule === undefined
		? wantOf(state, step, progressOf(state, step.id).now)
		: ask({is: 'rule', step: step.id, rule, ways: waysOnRule(state, step, rule)});
}

function trippedQuestion(
	state: RunState,
	{step, guard}: {readonly step: Step; readonly guard: GuardNow},
): Question {
	const counts = guard.state === 'tripped' && canRollBack(state);
	const until = counts ? countdownFrom(state, guard.at) : undefined;
	const back = canRollBack(state) ? (['roll-back'] as const) : [];
	return {
		is: 'tripped',
		step: step.id,
		why: guard.why ?? guard.state,
		ways: [...back, 'go-on', 'hold', ...tells(state)],
		...(until === undefined ? {} : {until}),
	};
}

/**
Inputs of the branch at hand that have no value yet, and secrets that were given to an earlier process. One that decides
whether a step applies is among them whatever its default is: unasked it would leave steps out without a word.
*/
function missingInputs(state: RunState): readonly Input[] {
	const open = state.runbook.inputs.filter(
		input => state.secretsGone.has(input.name) || isUnknown(state, input),
	);
	if (open.length === 0) {
		return [];
	}
	// A way back that has to be ready has what it needs before anything is changed, and is not asked for in the night.
	const back = state.branch === 'walk' && needsWayBack(state) ? wayBack(state) : [];
	const used = new Set(
		[...branchSteps(state).filter(step => applies(state, step)), ...back].flatMap(step => step.inputs),
	);
	const deciding = new Set(branchSteps(state).flatMap(step => conditionsOf(step).flatMap(namesIn)));
	const wanted = open.filter(
		input =>
			state.secretsGone.has(input.name) ||
			(input.confidence === 'declared' && input.required) ||
			used.has(input.name) ||
			deciding.has(input.name),
	);
	return wanted.filter(input => state.secretsGone.has(input.name) || !follows(input, wanted));
}

/** It takes its value from another that is asked for now, so that it may need no answer of its own. */
function follows(input: Input, wanted: readonly Input[]): boolean {
	const passed = new Set<Input>();
	let at: Input | undefined = input;
	while (at?.from !== undefined && 'input' in at.from && !passed.has(at)) {
		passed.add(at);
		const name: string = at.from.input;
		at = wanted.find(one => one.name === name && !one.secret);
	}
	return at !== undefined && at !== input && !passed.has(at) && !input.secret;
}

function isUnknown(state: RunState, input: Input): boolean {
	return (
		!state.inputs.has(input.name) && !state.captured.has(input.name) && !isCapturedLater(state, input.name)
	);
}

/** True when a step of the walk will take this value from its output before it is used. */
function isCapturedLater(state: RunState, name: string): boolean {
	return state.runbook.walk.some(step => 'run' in step && step.run !== undefined && name in step.run.capture);
}

function wantOf(state: RunState, step: Step, now: StepNow): Want {
	switch (now.is) {
		case 'pending':
			return wantOfPending(state, step);
		case 'open':
			return ask({is: 'gate', step: step.id, ...typedName(state)});
		case 'answerable':
			return ask({is: step.kind === 'manual' ? 'manual' : 'check', step: step.id});
		case 'failed':
		case 'unknown':
		case 'no-go':
			return wantOfTrouble(state, step, now);
		case 'running':
			return {is: 'perform', step: step.id, attempt: now.attempt};
		case 'passed':
		case 'warned':
		case 'overridden':
		case 'skipped':
		case 'deferred':
		case 'not-applicable':
		case 'resolved':
			throw new Error(`This is a bug: “${step.id}” is settled and current.`);
		default:
			return unreachable(now);
	}
}

function wantOfPending(state: RunState, step: Step): Want {
	if (!applies(state, step)) {
		return {
			is: 'settle',
			step: step.id,
			disposition: 'not-applicable',
			reason: `when: ${conditionsOf(step).join(' and ')}`,
		};
	}
	if (step.forbidden || progressOf(state, step.id).readAs === 'output') {
		return {
			is: 'settle',
			step: step.id,
			disposition: 'skip',
			reason: step.forbidden ? 'The runbook says never to do this.' : 'Read as output.',
		};
	}
	const left = leftInEmergency(state, step);
	if (left !== undefined) {
		return {
			is: 'settle',
			step: step.id,
			disposition: left,
			reason: `Emergency: the runbook marks it ${left}.`,
		};
	}
	const unmet = unmetNeed(state, step);
	if (unmet !== undefined) {
		return ask({is: 'blocked', step: step.id, why: unmet, ways: waysOn(state, step, 'blocked')});
	}
	switch (step.kind) {
		case 'gate':
			return {is: 'open-gate', step: step.id};
		case 'manual':
			return ask({is: 'manual', step: step.id});
		case 'check':
			return step.run === undefined || state.opened.mode === 'instructions'
				? ask({is: 'check', step: step.id})
				: confirmOrStart(state, step);
		default:
			return state.opened.mode === 'instructions' && step.kind !== 'wait'
				? ask({is: 'manual', step: step.id})
				: confirmOrStart(state, step);
	}
}

function confirmOrStart(state: RunState, step: Step): Want {
	return startsAlone(state, step)
		? {is: 'start', step: step.id}
		: ask({is: 'confirm', step: step.id, ...typedToConfirm(state, step), ...choicesOf(step)});
}

/** What can't be taken back is confirmed by typing the environment's name. */
export function typedToConfirm(state: RunState, step: Step): {typed?: string} {
	return step.danger === 'irreversible' && state.opened.mode === 'walk'
		? {typed: state.opened.environment}
		: {};
}

/** A production gate is answered by typing the environment's name; a rehearsal's gate stands for nothing. */
export function typedName(state: RunState): {typed?: string} {
	return state.opened.production && state.opened.mode !== 'rehearse' ? {typed: state.opened.environment} : {};
}

function ask(question: Question): Want {
	return {is: 'ask', question};
}
