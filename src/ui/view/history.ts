import {progressOf} from '../../engine/draft.ts';
import type {Outcome} from '../../engine/event.ts';
import type {Answer, Attempt, Decision, GateAnswer, RunState} from '../../engine/state.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {formatDuration} from '../../text/duration.ts';
import {type Mark, marks} from '../theme.ts';
import {counted, saidLine, saidTime} from './said.ts';

/** One thing that happened to a step. */
export type HistoryView = {readonly at: string; readonly mark: Mark; readonly text: string};

/** What happened to a step so far, oldest first. */
export function historyView(state: RunState, step: StepId): readonly HistoryView[] {
	const progress = progressOf(state, step);
	const zone = state.opened.timeZone;
	const said = (by: string, at: string, words: readonly (string | undefined)[]) =>
		`${saidLine(by)} at ${saidTime(at, zone)}: ${words.flatMap(word => (word === undefined || word === '' ? [] : [saidLine(word)])).join(' · ')}`;
	return [
		...progress.attempts.map(attempt => ({at: attempt.startedAt, ...attemptWords(attempt, zone)})),
		...progress.decisions.map(decision => ({
			at: decision.at,
			mark: decisionMark(decision.disposition),
			text: said(decision.by, decision.at, [
				decision.disposition.replaceAll('-', ' '),
				decision.reason,
				decision.owner,
				decision.due,
			]),
		})),
		...(progress.answer === undefined
			? []
			: [
					{
						at: progress.answer.at,
						mark: answerMark(progress.answer),
						text: said(progress.answer.by, progress.answer.at, [
							progress.answer.answer.replaceAll('-', ' '),
							progress.answer.value,
							progress.answer.note,
						]),
					},
				]),
		...progress.gate.map(answer => ({
			at: answer.at,
			mark: answer.voided === undefined ? answerMark(answer) : marks.unknown,
			text: said(answer.by, answer.at, [
				answer.answer === 'go' ? 'GO' : 'NO-GO',
				answer.role,
				answer.choice,
				answer.reason,
				answer.key === undefined ? undefined : `signed with ${answer.key}`,
				answer.voided === undefined ? undefined : `counts no more: ${answer.voided}`,
			]),
		})),
		...state.notes
			.filter(note => note.step === step)
			.map(note => ({at: note.at, mark: noteMark, text: said(note.by, note.at, [note.text])})),
	].sort((a, b) => a.at.localeCompare(b.at));
}

/** `passed in 12 s, exit 0` */
export function endWords(outcome: Outcome): string {
	const exit = outcome.exit === undefined ? '' : `, exit ${outcome.exit}`;
	return `${outcome.result} in ${formatDuration(outcome.durationMs)}${exit}`;
}

const noteMark: Mark = {glyph: '✎', word: 'note', tone: 'quiet'};

function decisionMark(disposition: Decision['disposition']): Mark {
	switch (disposition) {
		case 'override':
			return marks.overridden;
		case 'skip':
			return marks.skipped;
		case 'defer':
			return marks.deferred;
		case 'not-applicable':
			return marks['not-applicable'];
		case 'fixed-by-hand':
			return marks.resolved;
		default:
			return marks.pending;
	}
}

function answerMark(answer: Answer | GateAnswer): Mark {
	if ('voided' in answer && answer.voided !== undefined) {
		return marks.skipped;
	}
	switch (answer.answer) {
		case 'yes':
		case 'go':
			return marks.passed;
		case 'not-applicable':
			return marks['not-applicable'];
		default:
			return marks.failed;
	}
}

function attemptWords(attempt: Attempt, zone: string): {readonly mark: Mark; readonly text: string} {
	const name = `${{whole: 'attempt', verify: 'check', undo: 'undo'}[attempt.part]} ${attempt.number}`;
	const who = `${name} by ${saidLine(attempt.by)} at ${saidTime(attempt.startedAt, zone)}`;
	const {end} = attempt;
	switch (end.is) {
		case 'open':
			return {mark: marks.running, text: who};
		case 'interrupted':
			return {mark: marks.unknown, text: `${who}: its end was not seen`};
		case 'ended':
			return {
				mark: marks[end.outcome.result],
				text: `${who}: ${outcomeWords(end.outcome, keptWords(end.outcome))}`,
			};
	}
}

function keptWords({captured}: Outcome): readonly string[] {
	const kept = Object.keys(captured ?? {}).length;
	return kept === 0 ? [] : [`${counted(kept, 'value')} kept`];
}

/** How an attempt ended and why, with what more there is to say of it. */
export function outcomeWords(outcome: Outcome, more: readonly string[] = []): string {
	const said = [outcome.summary, outcome.why, ...more].filter(text => text !== undefined);
	// An outcome's own words often begin with its exit code; it is not said twice.
	const {exit, ...rest} = outcome;
	const isTold = said.some(text => text.startsWith(`exit ${exit ?? ''}`));
	return [endWords(isTold ? rest : outcome), ...said.map(text => saidLine(text))].join(', ');
}
