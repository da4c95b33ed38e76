import type {Step} from '../runbook/step-model.ts';
import {optional} from './decision.ts';
import {addAttempt, changeAttempt, type Draft, noteDeviation, progressOf, setProgress} from './draft.ts';
import type {Entry} from './entry.ts';
import type {EventOf, Outcome} from './event.ts';
import {alone} from './restore-rule.ts';
import type {Attempt, AttemptEnd, StepNow, StepProgress} from './state.ts';

export function evolveStart(draft: Draft, entry: Entry, event: EventOf<'step.started'>): void {
	const attempt: Attempt = {
		number: event.attempt,
		part: event.part,
		startedAt: entry.at,
		by: entry.by,
		auto: event.auto ?? false,
		stopRequested: false,
		end: {is: 'open'},
		...(event.resolved === undefined ? {} : {resolved: event.resolved}),
		...(event.edited === undefined ? {} : {edited: event.edited}),
		...optional({choice: event.choice, witness: event.witness}),
	};
	addAttempt(draft, event.step, attempt);
	setProgress(draft, event.step, {now: {is: 'running', attempt: event.attempt}});
	if (event.edited !== undefined) {
		noteDeviation(draft, entry, {
			step: event.step,
			what: 'edited',
			why: 'the command was edited for this attempt',
		});
	}
	if (event.witness === alone) {
		noteDeviation(draft, entry, {
			step: event.step,
			what: 'override',
			why: 'restored without a second person',
		});
	}
	noteMutation(draft, entry, event);
}

export function evolveStopRequest(draft: Draft, event: EventOf<'step.stop-requested'>): void {
	changeAttempt(draft, event, attempt => ({
		...attempt,
		stopRequested: true,
		...optional({stoppedFor: event.why}),
	}));
}

export function evolveFinish(draft: Draft, entry: Entry, event: EventOf<'step.finished'>): void {
	const step = draft.stepsById.get(event.step);
	const attempt = endAttempt(draft, event, {is: 'ended', at: entry.at, outcome: event.outcome});
	if (step === undefined || attempt === undefined) {
		return;
	}
	const progress = progressOf(draft, event.step);
	setProgress(draft, event.step, {now: standing({step, attempt, progress}, event.outcome, entry.at)});
	if (attempt.part === 'whole' && isGood(event.outcome)) {
		keepResults(draft, step, event.outcome);
	}
	if (attempt.part === 'verify' && lastDecision(progress) === 'fixed-by-hand' && isGood(event.outcome)) {
		noteDeviation(draft, entry, {
			step: event.step,
			what: 'resolved',
			why: progress.decisions.at(-1)?.reason ?? '',
		});
	}
}

export function evolveInterruption(draft: Draft, entry: Entry, event: EventOf<'step.interrupted'>): void {
	endAttempt(draft, event, {is: 'interrupted', at: entry.at});
	const why = 'It was started and no end was recorded: what it did is not known.';
	setProgress(draft, event.step, {now: {is: 'unknown', at: entry.at, why}});
}

/** Where a step stands once one of its attempts has ended. */
function standing(
	ended: {step: Step; attempt: Attempt; progress: StepProgress},
	outcome: Outcome,
	at: string,
): StepNow {
	const {step, attempt, progress} = ended;
	const why = outcome.why ?? outcome.summary ?? `ended ${outcome.result}`;
	if (attempt.part === 'undo') {
		return {
			is: 'failed',
			at,
			why: isGood(outcome) ? 'Undone; run it again, or go another way.' : `Undoing it did not pass: ${why}`,
		};
	}
	if (!isGood(outcome)) {
		return step.kind === 'manual' || (step.kind === 'check' && step.run === undefined)
			? {is: 'answerable', attempt: attempt.number}
			: {is: outcome.result === 'unknown' ? 'unknown' : 'failed', at, why};
	}
	if (attempt.part === 'verify' && lastDecision(progress) === 'fixed-by-hand') {
		return {is: 'resolved', at};
	}
	if (step.kind === 'check' || step.kind === 'manual') {
		return {is: 'answerable', attempt: attempt.number};
	}
	return {is: outcome.result === 'warned' ? 'warned' : 'passed', at};
}

function keepResults(draft: Draft, step: Step, outcome: Outcome): void {
	for (const [name, value] of Object.entries(outcome.captured ?? {})) {
		draft.captured.set(name, value);
	}
	// A command typed beside the runbook hands nothing on: the steps after it run as they are written.
	if (outcome.shell !== undefined && !draft.offScript.includes(step.id)) {
		const hosts = 'run' in step && step.run !== undefined && step.run.on.length > 0 ? step.run.on : [''];
		for (const host of hosts) {
			draft.shell.set(host, outcome.shell);
		}
	}
}

function noteMutation(draft: Draft, entry: Entry, event: EventOf<'step.started'>): void {
	const step = draft.stepsById.get(event.step);
	if (step === undefined || event.part === 'verify' || draft.opened.mode !== 'walk') {
		return;
	}
	if (step.mutates && draft.firstMutation === undefined) {
		draft.firstMutation = {seq: entry.seq, at: entry.at, step: step.id};
	}
	if (step.noReturn) {
		draft.passedNoReturn = step.id;
	}
}

function endAttempt(
	draft: Draft,
	event: {step: string; attempt: number},
	end: AttemptEnd,
): Attempt | undefined {
	return changeAttempt(draft, event, attempt => (attempt.end.is === 'open' ? {...attempt, end} : attempt));
}

function isGood(outcome: Outcome): boolean {
	return outcome.result === 'passed' || outcome.result === 'warned';
}

function lastDecision(progress: StepProgress): string | undefined {
	return progress.decisions.at(-1)?.disposition;
}
