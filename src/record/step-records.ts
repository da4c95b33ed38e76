import type {AttemptRecord, StepRecord, StepState} from '../engine/record-steps.ts';
import type {Answer, Attempt, Decision, RunState, StepNow, StepProgress} from '../engine/state.ts';
import {standingOf} from '../engine/walk.ts';
import type {Runbook} from '../runbook/model.ts';
import type {Step} from '../runbook/step-model.ts';
import type {Spent, TimeSpent} from './time-spent.ts';

/** Every step of the walk, and of the other branches those that were touched, in the runbook's order. */
export function stepRecords(state: RunState, time: TimeSpent): StepRecord[] {
	const written = branches.flatMap(branch =>
		state.runbook[branch]
			.filter(step => branch === 'walk' || state.progress.has(step.id))
			.map(step => stepRecord(state, {step, branch, spent: time.steps.get(step.id)})),
	);
	const typed = state.offScript.flatMap(id => state.stepsById.get(id) ?? []);
	return [
		...written,
		...typed.map(step => stepRecord(state, {step, branch: 'off-script', spent: time.steps.get(step.id)})),
	];
}

/** A step's last word. What was still open when the run ended counts as not reached; what still ran, as unknown. */
export function stateOf(state: RunState, step: Step): StepState {
	return settledWord(standingOf(state, step));
}

function settledWord(now: StepNow['is'] | 'ready'): StepState {
	switch (now) {
		case 'ready':
		case 'answerable':
		case 'open':
			return 'pending';
		case 'running':
			return 'unknown';
		default:
			return now;
	}
}

/** The work a step would do in a shell, when it has any. */
function hostsOf(step: Step): readonly string[] {
	if (step.kind === 'command') {
		return step.run.on;
	}
	return step.kind === 'check' ? (step.run?.on ?? []) : [];
}

/** Hosts that steps were sent to, this machine left out. */
export function hostsTouched(state: RunState): string[] {
	const touched = [...state.stepsById.values()].filter(
		({id}) => (state.progress.get(id)?.attempts.length ?? 0) > 0,
	);
	return [...new Set(touched.flatMap(hostsOf))].sort();
}

const branches = ['walk', 'rollback', 'emergency', 'aside'] as const satisfies readonly (keyof Runbook)[];

type Place = {step: Step; branch: StepRecord['branch']; spent: Spent | undefined};

function stepRecord(state: RunState, {step, branch, spent}: Place): StepRecord {
	const progress: StepProgress | undefined = state.progress.get(step.id);
	return {
		id: step.id,
		title: step.title,
		kind: step.kind,
		branch,
		line: step.line,
		danger: step.danger,
		mutates: step.mutates,
		state: stateOf(state, step),
		why: whyOf(progress?.now),
		hosts: [...hostsOf(step)],
		activeMs: spent?.activeMs ?? 0,
		waitingMs: spent?.waitingMs ?? 0,
		attempts: (progress?.attempts ?? []).map(attemptRecord),
		answer: answerRecord(progress?.answer),
		decisions: (progress?.decisions ?? []).map(decisionRecord),
	};
}

function answerRecord(answer: Answer | undefined): StepRecord['answer'] {
	return (
		answer && {at: answer.at, by: answer.by, answer: answer.answer, value: answer.value, note: answer.note}
	);
}

function decisionRecord({
	at,
	by,
	disposition,
	reason,
	owner,
	due,
}: Decision): StepRecord['decisions'][number] {
	return {at, by, disposition, reason, owner, due};
}

function whyOf(now: StepNow | undefined): string | undefined {
	if (now?.is === 'failed' || now?.is === 'unknown') {
		return now.why;
	}
	return now?.is === 'no-go' ? now.reason : undefined;
}

function attemptRecord({
	number,
	part,
	by,
	auto,
	startedAt,
	resolved,
	edited,
	choice,
	witness,
	end,
}: Attempt): AttemptRecord {
	const start = {number, part, by, auto, startedAt, resolved, edited, choice, witness};
	if (end.is !== 'ended') {
		return {...start, endedAt: end.is === 'interrupted' ? end.at : undefined, activeMs: 0};
	}
	const {durationMs, result, why, exit, signal, stopped, output, captured, facts, summary} = end.outcome;
	const outcome = {result, why, exit, signal, stopped, output, captured, facts, summary};
	return {...start, ...outcome, endedAt: end.at, activeMs: durationMs};
}
