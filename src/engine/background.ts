import type {StepId} from '../runbook/work-model.ts';
import {workOf} from './order.ts';
import type {RunState} from './state.ts';

/** A process that a step has left running (`background`). */
export type Background = {
	readonly step: StepId;
	readonly attempt: number;
	readonly pid: number;
	/** When it was started, as the system says it, so that a reused number is told apart. */
	readonly started: string;
	/** A person has ended it, or the walk is over, and with it what goes on beside it. */
	readonly isOver: boolean;
};

export function leftInBackground({stepsById, progress, closed}: RunState): readonly Background[] {
	return [...stepsById.values()].flatMap(step =>
		workOf(step)?.background === true
			? (progress.get(step.id)?.attempts ?? []).flatMap(({number, end, stopRequested}) => {
					const {pid, started} = (end.is === 'ended' && end.outcome.facts) || {};
					return typeof pid === 'number' && pid > 1
						? [
								{
									step: step.id,
									attempt: number,
									pid,
									started: String(started ?? ''),
									isOver: stopRequested || closed !== undefined,
								},
							]
						: [];
				})
			: [],
	);
}

/** What this step has left running and nobody has ended. */
export function runningBehind(state: RunState, step: StepId | undefined): Background | undefined {
	return leftInBackground(state).findLast(one => one.step === step && !one.isOver);
}
