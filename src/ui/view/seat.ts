import type {Seat} from '../../engine/live.ts';
import type {RunState} from '../../engine/state.ts';
import type {Asking} from './asking.ts';
import type {Choice} from './choice.ts';
import {saidLine} from './said.ts';

/** The run's question as it looks to someone who follows: a gate and a hold are theirs too, the rest is the driver's. */
export function seated(asking: Asking, state: RunState, seat: Seat | undefined): Asking {
	if (seat === undefined) {
		return asking;
	}
	return {
		...asking,
		about: [...aboutSeat(asking, state, seat), ...asking.about],
		choices: asking.choices.map(choice => seatedChoice(choice, state, seat)),
	};
}

/** Why a follower can't do what only the driver can. */
export function notDriving(state: RunState): string {
	return `${saidLine(state.operator)} drives; you follow`;
}

/** Why a follower can't take the driving over now, or undefined. */
export function whyNotTake(state: RunState, seat: Seat | undefined, isRunning: boolean): string | undefined {
	if (seat === undefined) {
		return 'you drive';
	}
	if (state.offeredTo !== seat.name) {
		return `${saidLine(state.operator)} has not offered you the driving`;
	}
	return isRunning ? 'not while a step is running' : seat.unheard;
}

function seatedChoice(choice: Choice, state: RunState, seat: Seat): Choice {
	const {refused: _, ...open} = choice;
	const isTheirs = choice.is === 'go' || choice.is === 'no-go' || choice.is === 'hold';
	if (!isTheirs) {
		return {...open, refused: notDriving(state)};
	}
	return seat.unheard === undefined ? open : {...open, refused: saidLine(seat.unheard)};
}

/** Where nobody hears what is said here, and what to do about it: nothing is taken over by itself. */
export function unheardWords(
	{operator, handedTo, opened}: RunState,
	{unheard, mayDrive}: Seat,
): readonly string[] {
	if (unheard === undefined) {
		return [];
	}
	const next = mayDrive
		? `If ${saidLine(handedTo ?? operator)} does not come back: gonogo resume ${saidLine(opened.run)}`
		: '';
	return [`Nobody hears you: ${saidLine(unheard)}.`, ...(next === '' ? [] : [next])];
}

/** A key that waits for a touch is the one thing to look at. */
export function keyWords({keyWaits}: Seat): readonly string[] {
	return keyWaits === undefined ? [] : [saidLine(keyWaits)];
}

function aboutSeat({is}: Asking, state: RunState, seat: Seat): readonly string[] {
	if (seat.keyWaits !== undefined) {
		return keyWords(seat);
	}
	const driver = saidLine(state.operator);
	const offer =
		state.offeredTo === seat.name ? [`${driver} offers you the driving: take it, or say why not.`] : [];
	if (seat.unheard !== undefined) {
		return unheardWords(state, seat);
	}
	return is === 'gate'
		? [...offer, 'You answer in your own name, signed with your own key.']
		: [...offer, `${driver} is asked this; you follow.`];
}
