import {unreachable} from '../fault.ts';
import type {Step} from '../runbook/step-model.ts';
import type {Command} from './command.ts';
import {type Asked, accept, type Decision, optional, refuse} from './decision.ts';
import {besideCharsMax} from './event-beside.ts';
import {decideOffScript} from './off-script.ts';
import {workOf} from './order.ts';
import type {RunState} from './state.ts';

type Beside = Of<(typeof besideTypes)[number]>;

const besideTypes = [
	'run-off-script',
	'make-redline',
	'recall-redlines',
	'call-contact',
	'answer-call',
	'note-overdue',
	'note-probe',
	'note-repetition',
] as const;

const isBesideType: ReadonlySet<string> = new Set(besideTypes);

export function isBeside(command: Command): command is Beside {
	return isBesideType.has(command.type);
}

/** What people write down beside the walk. */
export function decideBeside(state: RunState, command: Beside, asked: Asked): Decision {
	switch (command.type) {
		case 'run-off-script':
			return decideOffScript(state, command, asked);
		case 'make-redline':
			return decideRedline(state, command);
		case 'recall-redlines':
			return accept({type: 'redlines.recalled', redlines: command.redlines});
		case 'call-contact':
			return decideCall(state, command);
		case 'answer-call':
			return decideCallAnswer(state, command);
		case 'note-overdue': {
			const call = state.calls[command.call - 1];
			return call === undefined || call.answer !== undefined || call.overdue === true
				? refuse('nobody is waited for there')
				: accept({type: 'contact.overdue', call: command.call});
		}
		case 'note-probe':
			return decideMeasurement(state, command);
		case 'note-repetition':
			return decideRepetition(state, command);
		default:
			return unreachable(command);
	}
}

type Of<T extends Command['type']> = Extract<Command, {type: T}>;

/** “This step is wrong”, with what should stand there instead. */
function decideRedline(state: RunState, command: Of<'make-redline'>): Decision {
	const step = command.step === undefined ? undefined : state.stepsById.get(command.step);
	const text = command.text.trim();
	const proposed = command.proposed?.trim();
	if (command.step !== undefined && step === undefined) {
		return refuse(`there is no step “${command.step}”`);
	}
	if (text === '') {
		return refuse('say what is wrong with it');
	}
	if (text.length + (proposed?.length ?? 0) > besideCharsMax) {
		return refuse(`a redline holds ${besideCharsMax} characters at most`);
	}
	const was = step === undefined ? undefined : wordsOf(step);
	return accept({
		type: 'redline.made',
		text,
		...optional({
			step: command.step,
			proposed: proposed === '' || proposed === was ? undefined : proposed,
			was,
		}),
	});
}

/** True when what the redline is about stands in this run's runbook as it did then. */
export function standsAsItDid(
	state: RunState,
	redline: {
		readonly step?: string | undefined;
		readonly was?: string | undefined;
		readonly sha256?: string | undefined;
	},
): boolean {
	if (redline.step === undefined) {
		return redline.sha256 === state.opened.runbook.sha256;
	}
	const step = state.stepsById.get(redline.step);
	return step !== undefined && wordsOf(step) === redline.was;
}

/** What a redline strikes out: the step's script, or its title. */
function wordsOf(step: Step): string {
	return (workOf(step)?.script ?? step.title).slice(0, besideCharsMax);
}

/** @param command.level row of the escalation table, 1-based. */
function decideCall(state: RunState, command: Of<'call-contact'>): Decision {
	const row = state.runbook.escalation[command.level - 1];
	if (row === undefined) {
		return refuse(
			state.runbook.escalation.length === 0
				? 'this runbook names nobody to call'
				: `there is no contact ${command.level}; the table has ${state.runbook.escalation.length}`,
		);
	}
	const open = state.calls.find(({level, answer}) => level === command.level && answer === undefined);
	if (open !== undefined) {
		return refuse(`${row.contact} is being called already: say whether they answered`);
	}
	return accept({
		type: 'contact.called',
		call: state.calls.length + 1,
		level: command.level,
		contact: row.contact,
		issue: row.issue,
		...optional({withinMs: row.withinMs, step: command.step, note: noted(command.note)}),
	});
}

function decideCallAnswer(state: RunState, command: Of<'answer-call'>): Decision {
	const call = state.calls[command.call - 1];
	if (call === undefined) {
		return refuse(`there was no call ${command.call}`);
	}
	return call.answer === undefined
		? accept({
				type: 'contact.answered',
				call: command.call,
				answer: command.answer,
				...optional({note: noted(command.note)}),
			})
		: refuse(`${call.contact}: that is written down already`);
}

function noted(note: string | undefined): string | undefined {
	const text = note?.trim().slice(0, besideCharsMax);
	return text === '' ? undefined : text;
}

/** A message that was due again was sent, or not; said by the program. */
function decideRepetition(state: RunState, command: Of<'note-repetition'>): Decision {
	const {type: _, step, number, result, why, copyTo} = command;
	return state.stepsById.get(step)?.kind === 'notify'
		? accept({type: 'message.repeated', step, number, result, ...optional({why, copyTo})})
		: refuse(`“${step}” is no message`);
}

/** Measured while the gate waited; once it is decided nothing rests on it any more. */
function decideMeasurement(state: RunState, command: Of<'note-probe'>): Decision {
	const {type: _, why, ...measured} = command;
	return state.progress.get(command.gate)?.now.is === 'open'
		? accept({type: 'probe.measured', ...measured, ...optional({why})})
		: refuse('that gate is not open');
}
