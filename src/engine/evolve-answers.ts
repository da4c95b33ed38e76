import type {GateStep} from '../runbook/step-model.ts';
import type {StepId} from '../runbook/work-model.ts';
import {type Draft, noteDeviation, progressOf, setProgress} from './draft.ts';
import type {Entry} from './entry.ts';
import type {EventOf} from './event.ts';
import {countGate} from './gate-count.ts';
import {badProbes} from './gate-probes.ts';
import type {GateAnswer, StepNow} from './state.ts';

export function evolveAnswer(draft: Draft, entry: Entry, event: EventOf<'check.answered'>): void {
	const {type: _, step, ...given} = event;
	setProgress(draft, step, {answer: {...given, by: entry.by, at: entry.at}, now: answered(event, entry.at)});
	const captures = draft.stepsById.get(step);
	if (
		event.value !== undefined &&
		captures !== undefined &&
		'run' in captures &&
		captures.run !== undefined
	) {
		const [name] = Object.keys(captures.run.capture);
		if (name !== undefined) {
			draft.captured.set(name, event.value);
		}
	}
}

export function evolveWithdrawal(draft: Draft, event: EventOf<'answer.withdrawn'>): void {
	const {answer: _, ...rest} = progressOf(draft, event.step);
	const last = rest.attempts.at(-1);
	draft.progress.set(event.step, {
		...rest,
		now: last === undefined ? {is: 'pending'} : {is: 'answerable', attempt: last.number},
	});
}

export function evolveDecision(draft: Draft, entry: Entry, event: EventOf<'step.decided'>): void {
	const {type: _, step, ...given} = event;
	const before = progressOf(draft, step);
	const decisions = [...before.decisions, {...given, by: entry.by, at: entry.at}];
	setProgress(draft, step, {decisions, now: decided(event, entry.at, before.now) ?? before.now});
	const definition = draft.stepsById.get(step);
	if (event.disposition === 'goto' && typeof definition?.onFailure === 'object') {
		branchTo(draft, entry, {from: step, to: definition.onFailure.goto});
	}
	if (wentOver.has(event.disposition)) {
		noteDeviation(draft, entry, {step, what: 'override', why: event.reason ?? ''});
	}
	if (event.disposition === 'fixed-by-hand' && !hasVerify(definition)) {
		setProgress(draft, step, {now: {is: 'resolved', at: entry.at}});
		noteDeviation(draft, entry, {step, what: 'resolved', why: event.reason ?? ''});
	}
}

export function evolveGate(draft: Draft, entry: Entry, event: EventOf<'gate.answered'>): void {
	const {type: _, step, ...given} = event;
	const definition = draft.stepsById.get(step);
	const before = progressOf(draft, step);
	const answers: readonly GateAnswer[] = [...before.gate, {...given, by: entry.by, at: entry.at}];
	if (definition?.kind !== 'gate') {
		return;
	}
	if (event.breakGlass === true) {
		noteDeviation(draft, entry, {step, what: 'break-glass', why: event.reason ?? ''});
	}
	const now = gateStands({definition, answers, before: before.now}, event, entry.at);
	setProgress(draft, step, {gate: answers, now});
	if (event.answer === 'go' && badProbes(draft, definition).length > 0) {
		noteDeviation(draft, entry, {step, what: 'override', why: event.reason ?? ''});
	}
	if (event.choice !== undefined && now.is === 'passed') {
		branchTo(draft, entry, {from: step, to: definition.choices[event.choice] ?? 'next'});
	}
}

/** True when a step can show by itself that what it is for has happened. */
export function hasVerify(step: object | undefined): boolean {
	return (
		step !== undefined && 'run' in step && (step.run as {verify?: string} | undefined)?.verify !== undefined
	);
}

function answered(event: EventOf<'check.answered'>, at: string): StepNow {
	switch (event.answer) {
		case 'yes':
			return {is: 'passed', at};
		case 'not-applicable':
			return {is: 'not-applicable', at};
		case 'no':
			return {is: 'failed', at, why: event.note ?? 'answered no'};
		case 'escalate':
			return {
				is: 'failed',
				at,
				why: event.note === undefined ? 'to be escalated' : `to be escalated: ${event.note}`,
			};
	}
}

/** The run goes on over a step that did not pass. */
const wentOver: ReadonlySet<string> = new Set(['override', 'continue', 'goto']);

function decided(event: EventOf<'step.decided'>, at: string, before: StepNow): StepNow | undefined {
	switch (event.disposition) {
		case 'override':
			return {is: 'overridden', at};
		case 'skip':
			return {is: 'skipped', at};
		case 'defer':
			return {is: 'deferred', at};
		case 'not-applicable':
			return {is: 'not-applicable', at};
		case 'retry':
			return {is: 'pending'};
		case 'continue':
		case 'goto':
			return before.is === 'failed' || before.is === 'unknown' ? {...before, wentOn: true} : undefined;
		case 'fixed-by-hand':
		case 'verify':
			return undefined;
	}
}

function gateStands(
	gate: {definition: GateStep; answers: readonly GateAnswer[]; before: StepNow},
	event: EventOf<'gate.answered'>,
	at: string,
): StepNow {
	if (event.answer === 'no-go') {
		return {is: 'no-go', at, reason: event.reason ?? ''};
	}
	const {definition, answers, before} = gate;
	const policy = before.is === 'open' ? before.policy : undefined;
	const enough = countGate(definition, answers, {policy, choice: event.choice}).isMet;
	return enough ? {is: 'passed', at} : before;
}

/**
A judgement or a failure leads elsewhere. Ahead: what lies between is not applicable. Back: everything from there to
here is open again, with its attempts and answers kept.
*/
function branchTo(draft: Draft, entry: Entry, jump: {from: StepId; to: string}): void {
	const steps = draft.branch === 'walk' ? draft.runbook.walk : draft.runbook.rollback;
	const from = steps.findIndex(step => step.id === jump.from);
	const to = steps.findIndex(step => step.id === jump.to);
	for (const step of to > from ? steps.slice(from + 1, to) : []) {
		if (progressOf(draft, step.id).now.is === 'pending') {
			setProgress(draft, step.id, {now: {is: 'not-applicable', at: entry.at}});
		}
	}
	for (const step of to !== -1 && to <= from ? steps.slice(to, from + 1) : []) {
		reopen(draft, step.id);
	}
}

/** Answers of an earlier round stand in the journal and count no more. */
function reopen(draft: Draft, id: StepId): void {
	const {answer: _, ...rest} = progressOf(draft, id);
	const gate = rest.gate.map(given => ({...given, voided: given.voided ?? 'the walk went back before it'}));
	draft.progress.set(id, {...rest, gate, now: {is: 'pending'}});
}
