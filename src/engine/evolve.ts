import {unreachable} from '../fault.ts';
import type {Runbook} from '../runbook/model.ts';
import type {Step} from '../runbook/step-model.ts';
import type {StepId} from '../runbook/work-model.ts';
import {optional} from './decision.ts';
import {type Draft, noteDeviation, setProgress} from './draft.ts';
import type {Entry} from './entry.ts';
import type {EventOf} from './event.ts';
import {isBesideEvent} from './event-beside.ts';
import {evolveAnswer, evolveDecision, evolveGate, evolveWithdrawal} from './evolve-answers.ts';
import {evolveFinish, evolveInterruption, evolveStart, evolveStopRequest} from './evolve-attempts.ts';
import {evolveBeside} from './evolve-beside.ts';
import {evolveHold} from './evolve-hold.ts';
import {evolveDriver, evolveGateOpening, evolvePeople, evolveVoiding} from './evolve-people.ts';
import {evolveRules, forgetMeasured} from './evolve-rules.ts';
import type {RunState} from './state.ts';
import {tightened} from './tighten.ts';

/**
Folds one more entry into a run's state. Total: any event that was ever written folds, one that no longer fits the
runbook changes nothing (invariant 3).
*/
export function evolve(state: RunState, entry: Entry): RunState {
	const draft: Draft = {
		...state,
		progress: new Map(state.progress),
		inputs: new Map(state.inputs),
		captured: new Map(state.captured),
		secretsGone: new Set(state.secretsGone),
		shell: new Map(state.shell),
		guards: new Map(state.guards),
		criteria: new Map(state.criteria),
		rules: new Map(state.rules),
		holds: [...state.holds],
		deviations: [...state.deviations],
		notes: [...state.notes],
		offScript: [...state.offScript],
		redlines: [...state.redlines],
		recalled: [...state.recalled],
		remeasured: new Map(state.remeasured),
		calls: [...state.calls],
		repetitions: [...state.repetitions],
		drove: [...state.drove],
		present: [...state.present],
	};
	apply(draft, entry);
	return draft;
}

/**
Folds a whole journal in one draft, so that its cost grows with the entries alone.

@param entries oldest first; the first is `run.opened`.
*/
export function replay(runbook: Runbook, entries: readonly Entry[]): RunState | undefined {
	const [first, ...rest] = entries;
	if (first?.event.type !== 'run.opened') {
		return undefined;
	}
	const draft: Draft = {...freshDraft(runbook, first, first.event), growing: new Map()};
	for (const entry of rest) {
		apply(draft, entry);
	}
	const {growing: _, ...state} = draft;
	return state;
}

function indexSteps(runbook: Runbook): ReadonlyMap<StepId, Step> {
	const all = [...runbook.walk, ...runbook.rollback, ...runbook.emergency, ...runbook.aside];
	return new Map(all.map(step => [step.id, step]));
}

function freshDraft(read: Runbook, entry: Entry, opened: EventOf<'run.opened'>): Draft {
	const runbook = tightened(read, opened);
	return {
		runbook,
		stepsById: indexSteps(runbook),
		opened,
		openedAt: entry.at,
		operator: opened.operator,
		screen: opened.screen,
		attended: opened.attended,
		...(opened.roles === undefined ? {} : {rights: {roles: opened.roles}}),
		drove: [opened.operator],
		present: [],
		progress: new Map(),
		inputs: new Map(),
		captured: new Map(),
		secretsGone: new Set(),
		branch: 'walk',
		holds: [],
		deviations: [],
		notes: [],
		offScript: [],
		redlines: [],
		recalled: [],
		remeasured: new Map(),
		calls: [],
		repetitions: [],
		shell: new Map(),
		guards: new Map(),
		criteria: new Map(),
		rules: new Map(),
		seq: entry.seq,
		lastAt: entry.at,
	};
}

function apply(draft: Draft, entry: Entry): void {
	Object.assign(draft, {seq: entry.seq, lastAt: entry.at});
	const {event} = entry;
	if (isBesideEvent(event)) {
		return evolveBeside(draft, entry, event);
	}
	switch (event.type) {
		case 'run.opened':
		case 'run.recovered':
		case 'run.halted':
			return;
		case 'run.resumed':
			return evolveResume(draft, entry, event);
		case 'run.held':
		case 'run.released':
			return evolveHold(draft, entry, event);
		case 'inputs.set':
			return evolveInputs(draft, event);
		case 'step.started':
			return evolveStart(draft, entry, event);
		case 'step.stop-requested':
			return evolveStopRequest(draft, event);
		case 'step.finished':
			return evolveFinish(draft, entry, event);
		case 'step.interrupted':
			return evolveInterruption(draft, entry, event);
		case 'step.decided':
			return evolveDecision(draft, entry, event);
		case 'check.answered':
			return evolveAnswer(draft, entry, event);
		case 'answer.withdrawn':
			return evolveWithdrawal(draft, event);
		case 'gate.opened':
			return evolveGateOpening(draft, entry, event);
		case 'gate.answered':
			return evolveGate(draft, entry, event);
		case 'gate.voided':
			return evolveVoiding(draft, event);
		case 'person.joined':
		case 'person.left':
		case 'control.offered':
		case 'control.withdrawn':
		case 'control.taken':
			return evolvePeople(draft, entry, event);
		case 'rollback.started':
			return evolveRollback(draft, entry, event);
		case 'guard.changed':
		case 'guard.accepted':
			return evolveGuards(draft, entry, event);
		case 'note.added':
			return evolveNote(draft, entry, event);
		case 'reading.overridden':
			return evolveRereading(draft, entry, event);
		case 'criteria.answered':
			return evolveCriteria(draft, entry, event);
		case 'rules.measured':
		case 'rule.waived':
		case 'rule.put-off':
			return evolveRules(draft, entry, event);
		case 'run.closed':
			return evolveClosing(draft, entry, event);
		default:
			return unreachable(event);
	}
}

function evolveResume(draft: Draft, entry: Entry, event: EventOf<'run.resumed'>): void {
	draft.takenInHandAt = entry.at;
	forgetMeasured(draft, event);
	evolveDriver(draft, event.operator);
	draft.screen = event.screen;
	draft.attended = event.attended ?? draft.attended;
	for (const [name, input] of draft.inputs) {
		if (input.is === 'secret') {
			draft.secretsGone.add(name);
		}
	}
}

function evolveInputs(draft: Draft, event: EventOf<'inputs.set'>): void {
	for (const [name, value] of Object.entries(event.values)) {
		draft.inputs.set(name, value);
		draft.secretsGone.delete(name);
	}
}

function evolveNote(draft: Draft, entry: Entry, {text, step}: EventOf<'note.added'>): void {
	draft.notes.push({at: entry.at, by: entry.by, text, ...optional({step})});
}

function evolveRollback(draft: Draft, entry: Entry, event: EventOf<'rollback.started'>): void {
	draft.branch = 'rollback';
	draft.rollback = {
		startedAt: entry.at,
		by: entry.by,
		reason: event.reason,
		trigger: event.trigger,
		...(event.step === undefined ? {} : {step: event.step}),
	};
}

function evolveClosing(draft: Draft, {at, by}: Entry, {verdict, reason}: EventOf<'run.closed'>): void {
	draft.closed = {at, by, verdict, ...optional({reason})};
}

function evolveGuards(draft: Draft, entry: Entry, event: EventOf<'guard.changed' | 'guard.accepted'>): void {
	return event.type === 'guard.changed'
		? evolveGuard(draft, entry, event)
		: evolveAcceptedGuard(draft, entry, event);
}

function evolveAcceptedGuard(draft: Draft, entry: Entry, event: EventOf<'guard.accepted'>): void {
	const guard = draft.guards.get(event.step);
	if (guard !== undefined) {
		draft.guards.set(event.step, {...guard, accepted: true});
		noteDeviation(draft, entry, {step: event.step, what: 'override', why: event.reason});
	}
}

function evolveGuard(draft: Draft, entry: Entry, event: EventOf<'guard.changed'>): void {
	const told = optional({value: event.value, why: event.why});
	draft.guards.set(event.step, {state: event.to, at: entry.at, accepted: false, ...told});
}

function evolveRereading(draft: Draft, entry: Entry, event: EventOf<'reading.overridden'>): void {
	setProgress(draft, event.step, {readAs: event.as});
	noteDeviation(draft, entry, {step: event.step, what: 'reread', why: event.reason ?? `read as ${event.as}`});
}

function evolveCriteria(draft: Draft, {at, by}: Entry, {answers}: EventOf<'criteria.answered'>): void {
	for (const {criterion, met} of answers) {
		draft.criteria.set(criterion, {at, by, met});
	}
}
