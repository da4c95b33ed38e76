import {progressOf} from '../../engine/draft.ts';
import type {RunState} from '../../engine/state.ts';
import {isGroup} from '../../engine/walk.ts';
import {dangerMarks, type Mark} from '../theme.ts';
import {saidLine} from './said.ts';

/** What rolling back would mean, read before it is decided. */
export type RollbackView = {
	/** Steps of the rollback section, in the order they are walked. */
	readonly steps: readonly {readonly title: string; readonly danger?: Mark}[];
	/** Steps that changed the world so far, the latest first. */
	readonly changed: readonly string[];
};

export function rollbackView(state: RunState): RollbackView {
	const changed = state.runbook.walk.filter(
		step => step.mutates && progressOf(state, step.id).attempts.length > 0,
	);
	return {
		steps: state.runbook.rollback
			.filter(step => !isGroup(step))
			.map(step => ({
				title: saidLine(step.title),
				...(step.danger === 'none' ? {} : {danger: dangerMarks[step.danger]}),
			})),
		changed: changed.map(step => saidLine(step.title)).reverse(),
	};
}
