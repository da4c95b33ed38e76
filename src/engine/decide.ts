import {unreachable} from '../fault.ts';
import type {Command} from './command.ts';
import {decideAnswer, decideDisposition, decideWithdrawal} from './decide-answers.ts';
import {decideAttempt} from './decide-attempts.ts';
import {decideBeside, isBeside} from './decide-beside.ts';
import {decideGate} from './decide-gate.ts';
import {decidePeople} from './decide-people.ts';
import {decideReading} from './decide-reading.ts';
import {decideRules} from './decide-rules.ts';
import {
	decideAbort,
	decideClose,
	decideCriteria,
	decideGuard,
	decideHold,
	decideInputs,
	decideNote,
	decideResume,
	decideRollback,
} from './decide-run.ts';
import {type Asked, accept, type Decision, refuse} from './decision.ts';
import type {RunState} from './state.ts';

/**
The one door (invariant 2): a command becomes events, or a refusal that says why. Whatever is started, finished or
answered twice, late or out of turn is refused here and nowhere else.
*/
export function decide(state: RunState, command: Command, asked: Asked): Decision {
	const over = whyOver(state, command);
	if (over !== undefined) {
		return refuse(over);
	}
	if (isBeside(command)) {
		return decideBeside(state, command, asked);
	}
	switch (command.type) {
		case 'open-run':
			return refuse('the run is open already');
		case 'resume-run':
			return decideResume(state, command);
		case 'record-recovery':
			return accept({type: 'run.recovered', droppedBytes: command.droppedBytes, keptAs: command.keptAs});
		case 'set-inputs':
			return decideInputs(state, command.values);
		case 'start-step':
		case 'stop-step':
		case 'finish-step':
			return decideAttempt(state, command, asked);
		case 'decide-step':
			return decideDisposition(state, command, asked);
		case 'answer-check':
			return decideAnswer(state, command);
		case 'withdraw-answer':
			return decideWithdrawal(state, command);
		case 'open-gate':
		case 'answer-gate':
		case 'void-answers':
			return decideGate(state, command, asked);
		case 'join-run':
		case 'leave-run':
		case 'offer-control':
		case 'withdraw-control':
		case 'take-control':
			return decidePeople(state, command, asked);
		case 'hold-run':
		case 'release-run':
			return decideHold(state, command);
		case 'roll-back':
			return decideRollback(state, command);
		case 'abort-run':
		case 'abandon-run':
			return decideAbort(state, command);
		case 'add-note':
			return decideNote(command);
		case 'read-as':
			return decideReading(state, command);
		case 'note-guard':
		case 'accept-guard':
			return decideGuard(state, command);
		case 'answer-criteria':
			return decideCriteria(state, command.answers);
		case 'note-rules':
		case 'look-again':
		case 'waive-rule':
		case 'put-off-rule':
			return decideRules(state, command, asked);
		case 'close-run':
			return decideClose(state, command.verdict);
		default:
			return unreachable(command);
	}
}

/** Nothing is decided here any more: the run is closed, or another process drives it in a moment. */
function whyOver({closed, handedTo}: RunState, {type}: Command): string | undefined {
	if (closed !== undefined) {
		return type === 'add-note' ? undefined : `the run is closed: ${closed.verdict}`;
	}
	return handedTo === undefined || type === 'resume-run' ? undefined : `${handedTo} has taken the control`;
}
