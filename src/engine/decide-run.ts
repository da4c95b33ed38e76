import {refusedInputNames} from '../runbook/input/input-names.ts';
import {checkInput} from '../runbook/input/input-value.ts';
import type {Command} from './command.ts';
import {criteriaNow} from './criteria.ts';
import {answerCharsMax} from './decide-answers.ts';
import {accept, type Decision, optional, refuse} from './decision.ts';
import type {Event, EventOf, InputValue, Verdict} from './event.ts';
import {next} from './next.ts';
import type {RunState} from './state.ts';
import {runningStep} from './walk.ts';
import {canRollBack} from './ways.ts';

/** A run that is opened again: whoever drives is named, and a step that was running is unknown from now on. */
export function decideResume(state: RunState, command: Extract<Command, {type: 'resume-run'}>): Decision {
	const {type: _, roles, ...resumed} = command;
	const own = roles === undefined ? {} : {roles: [...roles]};
	const events: Event[] = [{type: 'run.resumed', ...resumed, ...own}];
	const running = runningStep(state);
	if (running !== undefined) {
		events.push({type: 'step.interrupted', step: running.step.id, attempt: running.attempt});
	}
	return accept(...events);
}

export function decideInputs(state: RunState, values: Readonly<Record<string, InputValue>>): Decision {
	for (const [name, given] of Object.entries(values)) {
		const why = whyNotInput(state, name, given);
		if (why !== undefined) {
			return refuse(`${name}: ${why}`);
		}
	}
	return Object.keys(values).length === 0
		? refuse('no value was given')
		: accept({type: 'inputs.set', values: withDerived(state, values)});
}

/** Inputs that take their value from one that is given now, as far as it is allowed for them; the others are asked for. */
function withDerived(
	state: RunState,
	given: Readonly<Record<string, InputValue>>,
): Record<string, InputValue> {
	const all: Record<string, InputValue> = {...given};
	// One input a round at least, so that a row of them is followed to its end and a circle ends as well.
	for (let round = 0; round < state.runbook.inputs.length; round += 1) {
		for (const input of state.runbook.inputs) {
			const name = input.from !== undefined && 'input' in input.from ? input.from.input : '';
			const source = all[name];
			const isOpen = !(input.name in all) && !state.inputs.has(input.name) && !input.secret;
			if (isOpen && source?.is === 'value' && checkInput(input, source.value) === undefined) {
				all[input.name] = {...source, from: `input ${name}`};
			}
		}
	}
	return all;
}

export function decideHold(
	state: RunState,
	command: Extract<Command, {type: 'hold-run' | 'release-run'}>,
): Decision {
	if (command.type === 'release-run') {
		return state.held === undefined ? refuse('the run is not held') : accept({type: 'run.released'});
	}
	if (state.held !== undefined) {
		return refuse(`the run is held already: ${state.held.reason}`);
	}
	return accept({type: 'run.held', reason: command.reason.slice(0, answerCharsMax)});
}

export function decideRollback(state: RunState, command: Extract<Command, {type: 'roll-back'}>): Decision {
	if (runningStep(state) !== undefined) {
		return refuse('a step is running: stop it first');
	}
	if (!canRollBack(state)) {
		return refuse(whyNoWayBack(state));
	}
	if (command.reason.trim() === '') {
		return refuse('a rollback needs its reason');
	}
	const events: Event[] = state.held === undefined ? [] : [{type: 'run.released'}];
	events.push({
		type: 'rollback.started',
		reason: command.reason.slice(0, answerCharsMax),
		trigger: command.trigger,
		...optional({step: command.step}),
	});
	return accept(...events);
}

function whyNoWayBack(state: RunState): string {
	if (state.branch === 'rollback') {
		return 'the run is rolling back already';
	}
	return state.runbook.rollback.length === 0
		? 'this runbook has no rollback section'
		: 'nothing has been changed yet: abort instead';
}

export function decideAbort(
	state: RunState,
	command: Extract<Command, {type: 'abort-run' | 'abandon-run'}>,
): Decision {
	if (runningStep(state) !== undefined) {
		return refuse('a step is running: stop it first');
	}
	if (command.reason.trim() === '') {
		return refuse('a reason is needed');
	}
	const reason = command.reason.slice(0, answerCharsMax);
	if (command.type === 'abort-run') {
		return state.firstMutation === undefined
			? accept({type: 'run.closed', verdict: 'aborted', reason})
			: refuse('the world has been changed: roll back or go forward');
	}
	if (state.firstMutation === undefined) {
		return refuse('nothing was changed: abort instead');
	}
	return canRollBack(state)
		? refuse('there is a way back: roll back or go forward')
		: accept({type: 'run.closed', verdict: 'abandoned', reason});
}

function decideGuardNote(command: Extract<Command, {type: 'note-guard'}>): Decision {
	const {step, from, to, value, why} = command;
	return accept({type: 'guard.changed', step, from, to, ...optional({value, why})});
}

export function decideGuard(
	state: RunState,
	command: Extract<Command, {type: 'note-guard' | 'accept-guard'}>,
): Decision {
	return command.type === 'note-guard' ? decideGuardNote(command) : decideGuardAccepted(state, command);
}

/** Going on although a guard tripped is a person's decision, with a reason. */
function decideGuardAccepted(state: RunState, command: Extract<Command, {type: 'accept-guard'}>): Decision {
	const guard = state.guards.get(command.step);
	if (guard === undefined || guard.accepted || (guard.state !== 'tripped' && guard.state !== 'no-data')) {
		return refuse('that guard has not tripped');
	}
	return command.reason.trim() === ''
		? refuse('a reason is needed')
		: accept({type: 'guard.accepted', step: command.step, reason: command.reason.slice(0, answerCharsMax)});
}

export function decideNote(command: Extract<Command, {type: 'add-note'}>): Decision {
	const {text, step} = command;
	if (text.trim() === '' || text.length > answerCharsMax) {
		return refuse(
			text.trim() === '' ? 'an empty note says nothing' : `a note holds ${answerCharsMax} characters at most`,
		);
	}
	return accept({type: 'note.added', text, ...optional({step})});
}

export function decideClose(state: RunState, verdict: Verdict): Decision {
	const wanted = next(state);
	if (wanted.is !== 'ask' || wanted.question.is !== 'close') {
		return refuse('the walk is not at its end');
	}
	return wanted.question.verdict === verdict
		? accept({type: 'run.closed', verdict})
		: refuse(`the verdict is ${wanted.question.verdict}`);
}

/** A person's word counts only where nothing was measured, and only once everything has been walked. */
export function decideCriteria(state: RunState, answers: EventOf<'criteria.answered'>['answers']): Decision {
	const wanted = next(state);
	if (wanted.is !== 'ask' || wanted.question.is !== 'close') {
		return refuse('the walk is not at its end');
	}
	const table = criteriaNow(state);
	for (const {criterion} of answers) {
		const now = table[criterion];
		if (now === undefined) {
			return refuse(`there is no success criterion ${criterion + 1}`);
		}
		if (now.met !== 'not measured' && now.answer === undefined) {
			return refuse(`“${now.text}” was measured: ${now.met}`);
		}
	}
	return answers.length === 0
		? refuse('nothing was answered')
		: accept({type: 'criteria.answered', answers: [...answers]});
}

function whyNotInput(state: RunState, name: string, given: InputValue): string | undefined {
	const input = state.runbook.inputs.find(candidate => candidate.name === name);
	if (input === undefined) {
		return 'this runbook has no such input';
	}
	if (refusedInputNames.has(name.toUpperCase())) {
		return 'a variable of this name changes how programs run; name the input otherwise';
	}
	if (state.inputs.has(name) && !state.secretsGone.has(name) && state.firstMutation !== undefined) {
		return 'it has been used; inputs stay as they are once the world was changed';
	}
	switch (given.is) {
		case 'left':
			return input.confidence === 'likely' ? undefined : 'it needs a value';
		case 'secret':
			return input.secret ? undefined : 'it is not a secret input';
		case 'value':
			return input.secret ? 'a secret is never written down' : checkInput(input, given.value);
	}
}
