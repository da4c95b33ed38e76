import type {Command} from '../../engine/command.ts';
import type {RunState} from '../../engine/state.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {escalationView} from '../view/escalation.ts';

/** Whom to call, who was called, and how to write it down. */
export function escalationLines(state: RunState, now: number): readonly string[] {
	const {rows, notice} = escalationView(state, now);
	if (rows.length === 0) {
		return ['  This runbook names nobody to call.'];
	}
	return [
		...rows.flatMap(row => [
			`  ${row.level}  ${row.issue}: ${row.contact}${row.next ? '  << call next' : ''}`,
			...row.calls.map(({text}) => `       ${text}`),
		]),
		...(notice === undefined ? [] : [`  ${notice.text}`]),
		'  “call N” writes down that you called them, “answered N” or “no answer N” what came of it.',
	];
}

type Said = {readonly word: string; readonly rest: string; readonly step?: StepId};
type Aside =
	| {readonly is: 'say'; readonly lines: readonly string[]}
	| {readonly is: 'send'; readonly command: Command};

/** `call 2 by phone`, `answered 2 looks at it`, `no answer 2`; the number is the contact's, as in the table. */
export function callAside(state: RunState, {word, rest, step}: Said): Aside {
	const [, digits = '', said = ''] = /^(\d{1,2})(?:\s+(\S.*))?$/.exec(rest) ?? [];
	const level = Number(digits);
	const note = said === '' ? {} : {note: said};
	if (digits === '') {
		return {is: 'say', lines: [`  Say which contact: ${word} N (escalation lists them)`]};
	}
	if (word === 'call') {
		return {
			is: 'send',
			command: {type: 'call-contact', level, ...note, ...(step === undefined ? {} : {step})},
		};
	}
	const open = state.calls.find(call => call.level === level && call.answer === undefined);
	return open === undefined
		? {is: 'say', lines: [`  Contact ${level} is not being called.`]}
		: {
				is: 'send',
				command: {
					type: 'answer-call',
					call: open.call,
					answer: word === 'answered' ? 'answered' : 'no-answer',
					...note,
				},
			};
}
