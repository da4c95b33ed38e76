import {rememberOf} from '../runbook/remember.ts';
import type {Step} from '../runbook/step-model.ts';
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

export function leftInBackground(state: RunState): readonly Background[] {
	return inBackground(state.stepsById).flatMap(step => leftBy(state, step));
}

/** The steps that leave something running. */
const inBackground = rememberOf((steps: RunState['stepsById']): readonly Step[] =>
	[...steps.values()].filter(step => workOf(step)?.background === true),
);

/** What this step has left running and nobody has ended. */
export function runningBehind(state: RunState, id: StepId | undefined): Background | undefined {
	const step = id === undefined ? undefined : state.stepsById.get(id);
	return leftBy(state, step).findLast(({isOver}) => !isOver);
}

function leftBy({progress, closed}: RunState, step: Step | undefined): readonly Background[] {
	if (step === undefined || workOf(step)?.background !== true) {
		return [];
	}
	return (progress.get(step.id)?.attempts ?? []).flatMap(({number, end, stopRequested}) => {
		const {pid, started} = (end.is === 'ended' && end.outcome.facts) || {};
		const isOver = stopRequested || closed !== undefined;
		return typeof pid === 'number' && pid > 1
			? [{step: step.id, attempt: number, pid, started: String(started ?? ''), isOver}]
			: [];
	});
}
