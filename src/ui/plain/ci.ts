import type {Command} from '../../engine/command.ts';
import type {RunState} from '../../engine/state.ts';
import type {Question} from '../../engine/want.ts';
import {saidLine} from '../view/said.ts';

/** What becomes of a question before anyone is asked. */
export type Rule =
	| {readonly is: 'ask'}
	| {readonly is: 'send'; readonly command: Command}
	/** The run decides by itself in a while. */
	| {readonly is: 'wait'}
	| {readonly is: 'leave'; readonly why: string};

/** Who may answer what: in CI nobody answers, and a production gate is never answered by a pipe. */
export function unasked(
	state: RunState,
	question: Question,
	{ci, attended}: {readonly ci: boolean; readonly attended: boolean},
): Rule {
	if (ci) {
		return inCi(question);
	}
	const isProduction = question.is === 'gate' && question.typed !== undefined;
	const isScriptedPractice = state.opened.practice && state.screen === 'scripted';
	if (isProduction && !isScriptedPractice && !(attended && state.attended)) {
		return {
			is: 'leave',
			why: 'Nobody is at a terminal, and a production gate is never answered unattended. Resume the run from a terminal.',
		};
	}
	return {is: 'ask'};
}

function inCi(question: Question): Rule {
	if (question.is === 'failed' && question.until !== undefined) {
		return {is: 'wait'};
	}
	switch (question.is) {
		case 'close':
			return {is: 'send', command: {type: 'close-run', verdict: question.verdict}};
		case 'tripped':
			return question.until === undefined ? {is: 'leave', why: 'A person has to decide.'} : {is: 'wait'};
		case 'inputs':
			return {
				is: 'leave',
				why: `Give what is missing beforehand: ${question.inputs.map(input => `--input ${saidLine(input.name)}=…`).join(' ')}`,
			};
		case 'gate':
			return {is: 'leave', why: 'A gate is answered by people: resume the run from a terminal.'};
		default:
			return {is: 'leave', why: 'A person has to answer this: resume the run from a terminal.'};
	}
}
