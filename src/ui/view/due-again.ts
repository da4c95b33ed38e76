import type {RunState} from '../../engine/state.ts';
import {formatDuration} from '../../text/duration.ts';
import {saidLine} from './said.ts';

/** A person has seen it by then, or it is due once more. Milliseconds. */
const shownMs = 10 * 60_000;

/** A message that is due again and that a person posts; undefined when there is none. @param now milliseconds since the epoch. */
export function dueAgain(state: RunState, now: number): string | undefined {
	const last = state.repetitions.findLast(({copyTo}) => copyTo !== undefined);
	const age = last === undefined ? shownMs : now - Date.parse(last.at);
	if (last?.copyTo === undefined || age >= shownMs) {
		return undefined;
	}
	const title = saidLine(state.stepsById.get(last.step)?.title ?? last.step);
	return `“${title}” is due again since ${formatDuration(Math.max(0, age))}: post it to ${saidLine(last.copyTo)}`;
}
