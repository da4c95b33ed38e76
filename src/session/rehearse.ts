import type {Outcome} from '../engine/event.ts';
import type {Perform} from '../steps/performer.ts';

/**
The performer of a rehearsal: what only reads is real, what may change the world is shown and not run, and nobody is
made to wait.
*/
export function rehearsed(perform: Perform): Perform {
	return (order, tools) => {
		if (order.step.kind === 'wait') {
			return Promise.resolve(shown('Not waited: this is a rehearsal.'));
		}
		return order.step.mutates || order.step.kind === 'notify'
			? Promise.resolve(shown('Shown, not run: this is a rehearsal.'))
			: perform(order, tools);
	};
}

function shown(summary: string): Outcome {
	return {result: 'passed', durationMs: 0, summary, facts: {rehearsed: true}};
}
