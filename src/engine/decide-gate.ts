import {createHash} from 'node:crypto';
import type {GateStep} from '../runbook/step-model.ts';
import type {Command} from './command.ts';
import {type Asked, accept, type Decision, optional, refuse} from './decision.ts';
import {progressOf} from './draft.ts';
import {typedName} from './next.ts';
import type {RunState} from './state.ts';
import {currentStep, runningStep, unmetNeed} from './walk.ts';

type Answering = Extract<Command, {type: 'answer-gate'}>;

export function decideGateOpening(state: RunState, command: Extract<Command, {type: 'open-gate'}>): Decision {
	const step = state.stepsById.get(command.step);
	if (step?.kind !== 'gate' || currentStep(state)?.id !== step.id) {
		return refuse('it is not this gate’s turn');
	}
	if (progressOf(state, step.id).now.is !== 'pending' || runningStep(state) !== undefined) {
		return refuse('the gate is open already');
	}
	const unmet = unmetNeed(state, step);
	if (unmet !== undefined) {
		return refuse(unmet);
	}
	return accept({
		type: 'gate.opened',
		step: step.id,
		nonce: command.nonce,
		question: sha256(step.question),
		head: command.head,
	});
}

export function decideGateAnswer(state: RunState, command: Answering, asked: Asked): Decision {
	const step = state.stepsById.get(command.step);
	if (step?.kind !== 'gate' || progressOf(state, command.step).now.is !== 'open') {
		return refuse('no gate is open there');
	}
	if (state.held !== undefined) {
		return refuse('the run is held; release it first');
	}
	const why = command.answer === 'go' ? whyNotGo({state, step, command, asked}) : whyNotNoGo(command);
	if (why !== undefined) {
		return refuse(why);
	}
	const {typed} = typedName(state);
	return accept({
		type: 'gate.answered',
		step: step.id,
		answer: command.answer,
		typed: typed !== undefined && command.typed === typed,
		...optional({
			choice: command.choice,
			role: command.role,
			reason: command.reason,
			simulated: state.opened.mode === 'rehearse' ? true : undefined,
		}),
	});
}

function whyNotGo(answering: {
	state: RunState;
	step: GateStep;
	command: Answering;
	asked: Asked;
}): string | undefined {
	const {state, step, command, asked} = answering;
	const {typed} = typedName(state);
	if (typed !== undefined && command.typed !== typed) {
		return `production: type ${typed} in full to say GO`;
	}
	if (typed !== undefined && !state.attended && !(state.opened.practice && state.screen === 'scripted')) {
		return 'nobody is at this terminal: a production gate is never answered unattended';
	}
	if (step.gate === 'judgement' && (command.choice === undefined || !(command.choice in step.choices))) {
		return `choose one of: ${Object.keys(step.choices).join(', ')}`;
	}
	if (step.gate === 'poll' && (command.role === undefined || !step.roles.includes(command.role))) {
		return `say for which role: ${step.roles.join(', ')}`;
	}
	const {gate} = progressOf(state, step.id);
	const twice = step.gate !== 'poll' && gate.some(answer => answer.by === asked.by && answer.answer === 'go');
	return twice ? `${asked.by} has said GO already; it needs someone else` : undefined;
}

function whyNotNoGo(command: Answering): string | undefined {
	return (command.reason ?? '').trim() === '' ? 'a NO-GO needs its reason' : undefined;
}

function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
