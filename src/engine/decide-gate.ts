import type {GateStep} from '../runbook/step-model.ts';
import {sha256Hex} from '../text/digest.ts';
import type {Command} from './command.ts';
import {type Asked, accept, type Decision, optional, refuse} from './decision.ts';
import {progressOf} from './draft.ts';
import type {EventOf} from './event.ts';
import {countGate} from './gate-count.ts';
import {whyNotOnProbes} from './gate-probes.ts';
import {typedName} from './next.ts';
import type {RunState} from './state.ts';
import {currentStep, runningStep, unmetNeed} from './walk.ts';
import {canRollBack} from './ways.ts';

type Answering = Extract<Command, {type: 'answer-gate'}>;

/** A gate opens, is answered, or loses answers that were given for something else. */
export function decideGate(
	state: RunState,
	command: Extract<Command, {type: 'open-gate' | 'answer-gate' | 'void-answers'}>,
	asked: Asked,
): Decision {
	switch (command.type) {
		case 'open-gate':
			return decideGateOpening(state, command);
		case 'answer-gate':
			return decideGateAnswer(state, command, asked);
		case 'void-answers':
			return decideVoiding(state, command);
	}
}

function decideGateOpening(state: RunState, command: Extract<Command, {type: 'open-gate'}>): Decision {
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
		question: sha256Hex(step.question),
		head: command.head,
		...optional({policy: command.policy}),
	});
}

function decideGateAnswer(state: RunState, command: Answering, asked: Asked): Decision {
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
	const answered: EventOf<'gate.answered'> = {
		type: 'gate.answered',
		step: step.id,
		answer: command.answer,
		typed: typed !== undefined && command.typed === typed,
		...optional({
			choice: command.choice,
			role: command.role,
			reason: command.reason,
			breakGlass: command.breakGlass,
			simulated: state.opened.mode === 'rehearse' ? true : undefined,
			signed: command.verified?.signed,
			key: command.verified?.key,
		}),
	};
	return withRollback({state, step, command, asked}, answered);
}

/** A judgement that leads to a step of the rollback section is the decision to roll back. */
function withRollback(answer: Answer, answered: EventOf<'gate.answered'>): Decision {
	const {state, step, command, asked} = answer;
	const to = command.choice === undefined ? undefined : step.choices[command.choice];
	const leadsBack = state.branch === 'walk' && state.runbook.rollback.some(({id}) => id === to);
	if (!leadsBack || command.answer !== 'go') {
		return accept(answered);
	}
	if (!canRollBack(state)) {
		return refuse('nothing has been changed yet: there is nothing to roll back');
	}
	const {gate, now} = progressOf(state, step.id);
	const answers = [...gate, {...answered, by: asked.by, at: asked.at}];
	const policy = now.is === 'open' ? now.policy : undefined;
	return countGate(step, answers, {policy, choice: command.choice}).isMet
		? accept(answered, {
				type: 'rollback.started',
				reason: `${step.question} ${command.choice ?? ''}`,
				trigger: 'gate',
				step: step.id,
			})
		: accept(answered);
}

/** Answers that were given for something that has changed since, or what the environment asks by now. */
function decideVoiding(state: RunState, command: Extract<Command, {type: 'void-answers'}>): Decision {
	const {type: _, step, people, why, policy} = command;
	const {now, gate} = progressOf(state, step);
	const standing = people.filter(by => gate.some(answer => answer.by === by && answer.voided === undefined));
	if (now.is !== 'open' || (standing.length === 0 && policy === undefined)) {
		return refuse('no answer stands there that could be void');
	}
	return accept({type: 'gate.voided', step, people: standing, why, ...optional({policy})});
}

type Answer = {
	readonly state: RunState;
	readonly step: GateStep;
	readonly command: Answering;
	readonly asked: Asked;
};

function whyNotGo(answer: Answer): string | undefined {
	const {state, step, command, asked} = answer;
	if (command.breakGlass === true) {
		return whyNotBroken(answer);
	}
	const {reason} = command;
	const onProbes = whyNotOnProbes(state, step, {nowMs: Date.parse(asked.at), reason});
	if (onProbes !== undefined) {
		return onProbes;
	}
	const why = command.verified === undefined ? whyNotTyped(answer) : whyNotSigned(answer);
	if (why !== undefined) {
		return why;
	}
	if (step.gate === 'judgement' && (command.choice === undefined || !(command.choice in step.choices))) {
		return `choose one of: ${Object.keys(step.choices).join(', ')}`;
	}
	if (step.gate === 'poll' && (command.role === undefined || !step.roles.includes(command.role))) {
		return `say for which role: ${step.roles.join(', ')}`;
	}
	return whyNotAgain(answer);
}

/** Breaking the glass: an emergency, a person at the terminal, a reason, and on production its name typed. */
function whyNotBroken({state, step, command}: Answer): string | undefined {
	if (state.opened.emergency === undefined) {
		return 'only an emergency goes on without the people a gate asks for';
	}
	if ((command.reason ?? '').trim() === '') {
		return 'a reason is needed';
	}
	const {typed} = typedName(state);
	if (typed !== undefined && (command.typed !== typed || !state.attended)) {
		return state.attended
			? `production: type ${typed} in full`
			: 'nobody is at this terminal: a production gate is never answered unattended';
	}
	return step.gate === 'judgement' && (command.choice === undefined || !(command.choice in step.choices))
		? `choose one of: ${Object.keys(step.choices).join(', ')}`
		: undefined;
}

/** An answer typed at the driver's terminal. */
function whyNotTyped({state, step, command}: Answer): string | undefined {
	const why = whyNotAtTerminal(state, step);
	if (why !== undefined) {
		return why;
	}
	const {typed} = typedName(state);
	if (typed !== undefined && command.typed !== typed) {
		return `production: type ${typed} in full to say GO`;
	}
	return typed !== undefined && !state.attended && !(state.opened.practice && state.screen === 'scripted')
		? 'nobody is at this terminal: a production gate is never answered unattended'
		: undefined;
}

/** Why a GO typed at the driver's terminal can't count, whatever is typed: the environment asks for signatures. */
export function whyNotAtTerminal(state: RunState, step: GateStep): string | undefined {
	const {now, gate} = progressOf(state, step.id);
	const count = countGate(step, gate, {policy: now.is === 'open' ? now.policy : undefined});
	return count.signed
		? `${state.opened.environment} asks for signed approval: \`gonogo approve ${state.opened.run}\``
		: undefined;
}

/** Whoever has driven this run does not judge it, unless the environment says so; and a word that is typed is the right one. */
function whyNotSigned({state, step, command, asked}: Answer): string | undefined {
	const {now} = progressOf(state, step.id);
	const {typed} = typedName(state);
	if (typed !== undefined && command.typed !== undefined && command.typed !== typed) {
		return `production: type ${typed} in full to say GO`;
	}
	const mayDrive = now.is !== 'open' || now.policy === undefined || now.policy.driverMayApprove;
	return command.verified !== undefined && !mayDrive && state.drove.includes(asked.by)
		? `${asked.by} has driven this run and may not approve it`
		: undefined;
}

/** Nobody counts twice, neither by name nor by key. A poll asks one person for each of their roles. */
function whyNotAgain({state, step, command, asked}: Answer): string | undefined {
	const goes = progressOf(state, step.id).gate.filter(
		answer => answer.answer === 'go' && answer.voided === undefined,
	);
	const key = command.verified?.key;
	const other = goes.find(answer => key !== undefined && answer.key === key && answer.by !== asked.by);
	if (other !== undefined) {
		return `that key has said GO already, for ${other.by}`;
	}
	const own = goes.filter(answer => answer.by === asked.by);
	const twice = step.gate === 'poll' ? own.some(answer => answer.role === command.role) : own.length > 0;
	return twice ? `${asked.by} has said GO already; it needs someone else` : undefined;
}

function whyNotNoGo(command: Answering): string | undefined {
	return (command.reason ?? '').trim() === '' ? 'a NO-GO needs its reason' : undefined;
}
