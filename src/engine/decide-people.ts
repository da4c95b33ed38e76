import type {Command} from './command.ts';
import {type Asked, accept, type Decision, refuse} from './decision.ts';
import type {RunState} from './state.ts';
import {runningStep} from './walk.ts';

/** More terminals than this follow no run; each one is an entry when it comes and when it goes. */
const presentMax = 16;

/** A name stands in entries, on screens and in the record. UTF-16 units. */
const nameCharsMax = 200;

/** The name under which the program writes what it does by itself. */
const program = 'gonogo';

type PeopleCommand = Extract<
	Command,
	{type: 'join-run' | 'leave-run' | 'offer-control' | 'withdraw-control' | 'take-control'}
>;

/** Who follows, and who drives. */
export function decidePeople(state: RunState, command: PeopleCommand, asked: Asked): Decision {
	switch (command.type) {
		case 'join-run':
			return decideJoin(state, command, asked);
		case 'leave-run':
			return decideLeave(state, asked);
		case 'offer-control':
			return decideOffer(state, command, asked);
		case 'withdraw-control':
			return decideWithdrawal(state);
		case 'take-control':
			return decideTake(state, asked);
	}
}

function decideJoin(
	state: RunState,
	{mayDrive}: Extract<Command, {type: 'join-run'}>,
	{by}: Asked,
): Decision {
	if (by.trim() === '' || by === program || by.length > nameCharsMax) {
		return refuse(`nobody is called “${by.slice(0, nameCharsMax)}”`);
	}
	if (state.present.some(({person}) => person === by)) {
		return refuse(`${by} follows already`);
	}
	return state.present.length >= presentMax
		? refuse(`${presentMax} people follow already`)
		: accept({type: 'person.joined', person: by, mayDrive});
}

function decideLeave(state: RunState, {by}: Asked): Decision {
	return state.present.some(({person}) => person === by)
		? accept({type: 'person.left', person: by})
		: refuse(`${by} does not follow`);
}

/** The driving goes to someone who is there, says so, and could write the run's files; never while a step runs. */
function decideOffer(
	state: RunState,
	{to}: Extract<Command, {type: 'offer-control'}>,
	{by}: Asked,
): Decision {
	if (by !== state.operator) {
		return refuse(`${state.operator} drives: only the driver offers the control`);
	}
	const person = state.present.find(one => one.person === to);
	if (person === undefined) {
		return refuse(`${to} has not joined this run`);
	}
	if (!person.mayDrive) {
		return refuse(`${to} follows as another user of this computer and can’t write the run’s files`);
	}
	return runningStep(state) === undefined
		? accept({type: 'control.offered', to})
		: refuse('not while a step is running');
}

function decideWithdrawal(state: RunState): Decision {
	return state.offeredTo === undefined
		? refuse('the control is offered to nobody')
		: accept({type: 'control.withdrawn', to: state.offeredTo});
}

function decideTake(state: RunState, {by}: Asked): Decision {
	if (state.offeredTo !== by) {
		return refuse(`${state.operator} has not offered you the control`);
	}
	return runningStep(state) === undefined
		? accept({type: 'control.taken', to: by})
		: refuse('not while a step is running');
}
