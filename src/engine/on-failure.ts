import type {Step} from '../runbook/step-model.ts';
import {goesOn, jumpOf} from './jump.ts';
import type {RunState, StepNow} from './state.ts';
import type {Question, Want, Way} from './want.ts';
import {canRollBack, waysOn} from './ways.ts';

type Trouble = Extract<StepNow, {is: 'failed' | 'unknown' | 'no-go'}>;

/**
What the run wants when a step did not pass. It asks, unless the author said how a failure goes on: over it, elsewhere,
or back, which a person can stop while a countdown runs. What is unknown is always a question, and so is a failure of a
step that is required or that the release is for.
*/
export function wantOfTrouble(state: RunState, step: Step, now: Trouble): Want {
	if (now.is !== 'failed') {
		return {is: 'ask', question: {is: now.is, step: step.id, ways: waysOn(state, step, now.is)}};
	}
	if (goesOn(step)) {
		const reason = 'The runbook goes on when this step fails (on-failure=continue).';
		return {is: 'settle', step: step.id, disposition: 'continue', reason};
	}
	const jump = jumpOf(state, step);
	if (jump?.is === 'ahead') {
		const reason = `The runbook goes on at “${state.stepsById.get(jump.to)?.title ?? jump.to}” when this step fails (on-failure=goto).`;
		return {is: 'settle', step: step.id, disposition: 'goto', reason};
	}
	return {is: 'ask', question: failedQuestion(state, step, now)};
}

/** How long a person has to decide otherwise before the run goes back by itself: time to read the screen once. */
const countdownMs = 60_000;

/**
When a countdown that began at `since` is over, or undefined when none runs: the run is held or rehearsed, or a person
has taken it in hand since.
*/
export function countdownFrom(state: RunState, since: string): string | undefined {
	const isTaken = state.takenInHandAt !== undefined && state.takenInHandAt >= since;
	return isTaken || state.held !== undefined || state.opened.mode !== 'walk'
		? undefined
		: new Date(Date.parse(since) + countdownMs).toISOString();
}

function failedQuestion(state: RunState, step: Step, now: Extract<Trouble, {why: string}>): Question {
	const ways = waysOn(state, step, 'failed');
	const preferred = preferredWay(state, step);
	const base = {is: 'failed' as const, step: step.id};
	if (preferred === undefined || !ways.includes(preferred)) {
		return {...base, ways};
	}
	const until = step.onFailure === 'ask' ? undefined : countdownFrom(state, now.at);
	const inOrder: readonly Way[] = [preferred, ...ways.filter(way => way !== preferred)];
	return {...base, ways: inOrder, preferred, ...(until === undefined ? {} : {until})};
}

/** What the author would have done about a failure here, where it is still possible. */
function preferredWay(state: RunState, step: Step): 'roll-back' | 'abort' | undefined {
	const isBack = step.onFailure === 'rollback' || jumpOf(state, step)?.is === 'rollback';
	const wantsBack = isBack || (step.critical && step.onFailure === 'ask');
	if (wantsBack && canRollBack(state)) {
		return 'roll-back';
	}
	const wantsEnd = step.onFailure === 'abort' || isBack;
	return wantsEnd && state.firstMutation === undefined ? 'abort' : undefined;
}
