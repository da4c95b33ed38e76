import type {Command} from '../engine/command.ts';
import {decide} from '../engine/decide.ts';
import {type Entry, entryVersion} from '../engine/entry.ts';
import type {Event} from '../engine/event.ts';
import {evolve} from '../engine/evolve.ts';
import {next} from '../engine/next.ts';
import type {RunState} from '../engine/state.ts';

/** What was decided, as the entries to be written and where the run stands once they are. */
export type Folded = {readonly state: RunState; readonly entries: readonly Entry[]};

export function fold(
	from: RunState,
	events: readonly Event[],
	asked: {readonly by: string; readonly at: string},
): Folded {
	const entries = events.map(
		(event, index): Entry => ({seq: from.seq + 1 + index, v: entryVersion, ...asked, event}),
	);
	return {state: entries.reduce(evolve, from), entries};
}

/**
A step that starts by itself is announced in the same sync as the end of the one before it. It starts after that, like
any other.

@param isDue whether the world has to be looked at before that command; then it stays a decision of its own.
@returns what is decided behind it, or undefined where nothing starts by itself.
*/
export function nextStart(
	{state}: Folded,
	{at, isDue}: {readonly at: string; readonly isDue: (command: Command, state: RunState) => boolean},
): Folded | undefined {
	const want = next(state);
	const command: Command | undefined =
		want.is === 'start' ? {type: 'start-step', step: want.step, auto: true} : undefined;
	if (command === undefined || isDue(command, state)) {
		return undefined;
	}
	const asked = {by: 'gonogo', at};
	const decision = decide(state, command, asked);
	return decision.ok ? fold(state, decision.events, asked) : undefined;
}
