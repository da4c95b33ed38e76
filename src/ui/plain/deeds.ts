import type {Answer, Attempt, Decision, GateAnswer} from '../../engine/state.ts';
import {marks, type Standing} from '../theme.ts';
import {outcomeWords} from '../view/history.ts';
import {saidLine} from '../view/said.ts';

/** What a person decided about a step, in one line: `≠ overridden: the cache may stay (alice)`. */
export function decidedWords(decision: Decision): string {
	const {glyph, word} = marks[standingOf(decision.disposition)];
	const owner =
		decision.owner === undefined
			? ''
			: `, ${saidLine(decision.owner)} until ${saidLine(decision.due ?? 'no date')}`;
	const name =
		decision.disposition === 'retry' || decision.disposition === 'verify'
			? decision.disposition
			: decision.disposition === 'continue' || decision.disposition === 'goto'
				? `${word}, and the run goes on`
				: word;
	return `${glyph} ${name}${reason(decision.reason)}${owner} (${saidLine(decision.by)})`;
}

export function answerWords(answer: Answer): string {
	const {glyph} =
		marks[
			answer.answer === 'yes' ? 'passed' : answer.answer === 'not-applicable' ? 'not-applicable' : 'failed'
		];
	const value = answer.value === undefined ? '' : `, ${saidLine(answer.value)}`;
	return `${glyph} ${answer.answer.replaceAll('-', ' ')}${value}${reason(answer.note)} (${saidLine(answer.by)})`;
}

export function gateAnswerWords(answer: GateAnswer): string {
	const {glyph} = marks[answer.answer === 'go' ? 'passed' : 'no-go'];
	const role = answer.role === undefined ? '' : ` for ${saidLine(answer.role)}`;
	const choice = answer.choice === undefined ? '' : `, ${saidLine(answer.choice)}`;
	const simulated = answer.simulated === true ? ', simulated' : '';
	const signed = answer.key === undefined ? '' : ', signed';
	return `${glyph} ${answer.answer === 'go' ? 'GO' : 'NO-GO'}${role}${choice}${simulated}${reason(answer.reason)} (${saidLine(answer.by)}${signed})`;
}

/** An answer that was given and counts no more. */
export function voidedWords(answer: GateAnswer): string {
	return `${marks.unknown.glyph} the ${answer.answer === 'go' ? 'GO' : 'NO-GO'} of ${saidLine(answer.by)} counts no more${reason(answer.voided)}`;
}

function reason(text: string | undefined): string {
	return text === undefined || text === '' ? '' : `: ${saidLine(text)}`;
}

function standingOf(disposition: Decision['disposition']): Standing {
	switch (disposition) {
		case 'override':
			return 'overridden';
		case 'skip':
			return 'skipped';
		case 'defer':
			return 'deferred';
		case 'not-applicable':
			return 'not-applicable';
		case 'fixed-by-hand':
			return 'resolved';
		case 'continue':
		case 'goto':
			return 'failed';
		case 'retry':
		case 'verify':
			return 'running';
	}
}

/** What came of an attempt. */
export function endLine({end}: Attempt): string {
	if (end.is !== 'ended') {
		return `  ${marks.unknown.glyph} unknown: it was started and its end was not seen`;
	}
	return `  ${marks[end.outcome.result].glyph} ${outcomeWords(end.outcome)}`;
}
