import {criteriaNow} from './criteria.ts';
import type {Verdict} from './event.ts';
import type {RunState} from './state.ts';

/** How the run would end if it were closed now, everything walked. A criterion that is not met is a deviation too. */
export function verdictOf(state: RunState): Verdict {
	if (state.branch === 'rollback') {
		return 'rolled-back';
	}
	if (state.deviations.length > 0 || unmetCriteria(state) > 0) {
		return 'complete-with-deviations';
	}
	const deferred = [...state.progress.values()].some(progress => progress.now.is === 'deferred');
	return deferred ? 'complete-except-deferred' : 'complete';
}

/** How many success criteria were measured, or answered, with no. */
export function unmetCriteria(state: RunState): number {
	return criteriaNow(state).filter(({met}) => met === 'no').length;
}
