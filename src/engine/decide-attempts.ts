import type {Step} from '../runbook/step-model.ts';
import {runningBehind} from './background.ts';
import type {Command} from './command.ts';
import {stopBefore} from './decide-rules.ts';
import {type Asked, accept, type Decision, optional, refuse} from './decision.ts';
import {progressOf} from './draft.ts';
import type {Event} from './event.ts';
import {typedToConfirm} from './next.ts';
import {openInSuggested, openPlaceholders, resolvedText, workOf} from './order.ts';
import {whyNotWitnessed} from './restore-rule.ts';
import type {RunState} from './state.ts';
import {suggestedCommand} from './suggested.ts';
import {currentStep, runningStep, unmetNeed} from './walk.ts';
import {waysOn} from './ways.ts';

type Start = Extract<Command, {type: 'start-step'}>;

/** Longest resolved text that is kept in an entry: an entry holds 64 KiB. The script itself lies in the pinned runbook. */
const resolvedCharsMax = 16_000;

/** The beginning, the stopping and the end of an attempt. */
export function decideAttempt(
	state: RunState,
	command: Extract<Command, {type: 'start-step' | 'stop-step' | 'finish-step'}>,
	asked: Asked,
): Decision {
	switch (command.type) {
		case 'start-step':
			return decideStart(state, command, asked);
		case 'stop-step':
			return decideStop(state, command);
		case 'finish-step':
			return decideFinish(state, command);
	}
}

function decideStart(state: RunState, command: Start, {at}: Asked): Decision {
	const step = state.stepsById.get(command.step);
	if (step === undefined) {
		return refuse(`there is no step “${command.step}”`);
	}
	const why = whyNotNow(state, step, command) ?? whyNotThis(state, step, command);
	if (why !== undefined) {
		return refuse(why);
	}
	const stop = stopBefore(state, step, {part: command.part ?? 'whole', at});
	return stop ?? accept(startEvent(state, step, command));
}

/** The event that starts the next attempt at a step. */
export function startEvent(
	state: RunState,
	step: Step,
	request: Omit<Start, 'type' | 'step' | 'typed'>,
): Event {
	const part = request.part ?? 'whole';
	const resolved = resolvedText(state, step, {
		part,
		...optional({edited: request.edited, choice: request.choice}),
	});
	return {
		type: 'step.started',
		step: step.id,
		attempt: progressOf(state, step.id).attempts.length + 1,
		part,
		...optional({
			resolved: resolved === undefined || resolved.length <= resolvedCharsMax ? resolved : undefined,
			edited: request.edited,
			choice: request.choice,
			auto: request.auto,
			witness: step.kind === 'restore' ? (request.witness?.trim() ?? witnessed(state, step)) : undefined,
		}),
	};
}

function decideStop(state: RunState, {step: id, why}: Extract<Command, {type: 'stop-step'}>): Decision {
	const running = runningStep(state);
	if (running?.step.id !== id) {
		const behind = runningBehind(state, id);
		return behind === undefined
			? refuse('that step is not running')
			: accept({type: 'step.stop-requested', step: id, attempt: behind.attempt});
	}
	const attempt = progressOf(state, id).attempts.at(-1);
	return attempt?.stopRequested === true
		? refuse('it is being stopped already')
		: accept({type: 'step.stop-requested', step: id, attempt: running.attempt, ...optional({why})});
}

function decideFinish(state: RunState, command: Extract<Command, {type: 'finish-step'}>): Decision {
	const {now} = progressOf(state, command.step);
	if (now.is !== 'running' || now.attempt !== command.attempt) {
		return refuse(`attempt ${command.attempt} of “${command.step}” is not running`);
	}
	return accept({
		type: 'step.finished',
		step: command.step,
		attempt: command.attempt,
		outcome: command.outcome,
	});
}

function whyNotNow(state: RunState, step: Step, command: Start): string | undefined {
	const running = runningStep(state);
	if (running !== undefined) {
		return `“${running.step.title}” is running`;
	}
	if (state.held !== undefined) {
		return 'the run is held; release it first';
	}
	const {now} = progressOf(state, step.id);
	const current = currentStep(state);
	const isAside = state.runbook.aside.includes(step);
	if (!isAside && current?.id !== step.id) {
		return current === undefined ? 'everything has been walked' : `“${current.title}” comes first`;
	}
	const startable =
		now.is === 'pending' || now.is === 'answerable' || isAside || isWayOn(state, step, command);
	return startable ? undefined : `it is ${now.is}; decide how to go on`;
}

/** Two ways on from a step that did not pass are starts of their own: the edited command, and its way back. */
function isWayOn(state: RunState, step: Step, command: Start): boolean {
	const {now} = progressOf(state, step.id);
	const way = command.part === 'undo' ? 'undo' : command.edited === undefined ? undefined : 'edit';
	return (
		way !== undefined &&
		(now.is === 'failed' || now.is === 'unknown') &&
		waysOn(state, step, now.is).includes(way)
	);
}

function whyNotThis(state: RunState, step: Step, command: Start): string | undefined {
	if (step.forbidden) {
		return 'the runbook says never to run this';
	}
	if (step.kind === 'gate') {
		return 'a gate is answered, not run';
	}
	if (state.opened.mode === 'instructions') {
		return 'nothing is executed in instructions mode: do it yourself, then mark it done';
	}
	const unmet = unmetNeed(state, step);
	if (unmet !== undefined) {
		return unmet;
	}
	const open = openPlaceholders(state, step);
	if (open.length > 0) {
		return `there is no value yet for ${open.join(', ')}`;
	}
	return whyNotConfirmed(state, step, command);
}

function whyNotSuggested(state: RunState, step: Step, choice: string | undefined): string | undefined {
	const suggested = suggestedCommand(step, choice);
	if (suggested === undefined) {
		return 'there is nothing here to run: answer it';
	}
	const open = openInSuggested(state, suggested);
	return open.length === 0 ? undefined : `there is no value for ${open.join(', ')}`;
}

function whyNotConfirmed(state: RunState, step: Step, command: Start): string | undefined {
	const run = workOf(step);
	const isPersons = step.kind === 'manual' || (step.kind === 'check' && run === undefined);
	if (isPersons && command.edited === undefined) {
		return whyNotSuggested(state, step, command.choice);
	}
	const unwitnessed =
		command.part === undefined || command.part === 'whole'
			? whyNotWitnessed(state, step, command.witness)
			: undefined;
	if (unwitnessed !== undefined) {
		return unwitnessed;
	}
	const {typed} = typedToConfirm(state, step);
	if (typed !== undefined && command.typed !== typed) {
		return `this can't be taken back: type ${typed} to confirm`;
	}
	if (run?.mixed === true && command.edited === undefined) {
		return 'commands and output stand mixed here: pick the lines to run';
	}
	if (run?.choice === true && command.choice === undefined && command.edited === undefined) {
		return 'these are alternatives: pick one';
	}
	return undefined;
}

/** Whoever agreed to the first attempt agreed to the next. */
function witnessed(state: RunState, step: Step): string | undefined {
	return progressOf(state, step.id).attempts.findLast(({witness}) => witness !== undefined)?.witness;
}
