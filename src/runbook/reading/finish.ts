import type {Problem} from '../model.ts';
import {Ids, slugOf} from '../slug.ts';
import type {Step} from '../step-model.ts';
import type {StepId} from '../work-model.ts';
import type {Draft} from './draft.ts';

/** Steps with their ids, by the branch they were found in. */
export type Finished = {
	readonly walk: readonly Step[];
	readonly rollback: readonly Step[];
	readonly emergency: readonly Step[];
	readonly aside: readonly Step[];
	readonly idOf: ReadonlyMap<Draft, StepId>;
	readonly problems: readonly Problem[];
};

/** Numbers the steps: the author's ids first, then titles, a repeated one with the number of its occurrence. */
export function finish(drafts: readonly Draft[]): Finished {
	const ids = new Ids();
	const problems: Problem[] = [];
	const given = new Set<string>();
	for (const draft of drafts) {
		if (draft.explicitId === undefined) continue;
		if (given.has(draft.explicitId)) problems.push(duplicate(draft.explicitId, draft.step.line));
		given.add(draft.explicitId);
		ids.reserve(draft.explicitId);
	}
	const idOf = new Map<Draft, StepId>();
	const seen = new Set<string>();
	for (const draft of drafts) {
		const own = draft.explicitId;
		const isFirst = own !== undefined && !seen.has(own);
		if (own !== undefined) seen.add(own);
		idOf.set(draft, isFirst ? own : ids.take(slugOf(own ?? draft.step.title, 'step')));
	}
	const parents = new Set(
		drafts.filter(draft => draft.parent?.branch === draft.branch).map(draft => draft.parent),
	);
	const steps = drafts.map(draft => ({
		branch: draft.branch,
		step: numbered(draft, idOf, parents.has(draft)),
	}));
	const of = (branch: Draft['branch']): Step[] =>
		steps.filter(one => one.branch === branch).map(one => one.step);
	return {
		walk: of('walk'),
		rollback: of('rollback'),
		emergency: of('emergency'),
		aside: of('aside'),
		idOf,
		problems: [...problems, ...unknownNames(steps.map(one => one.step))],
	};
}

/** A group whose parts all stand elsewhere is no group any more. */
function numbered(draft: Draft, idOf: ReadonlyMap<Draft, StepId>, hasChildren: boolean): Step {
	const parent = draft.parent && draft.parent.branch === draft.branch ? idOf.get(draft.parent) : undefined;
	const step: Step = {
		...draft.step,
		id: idOf.get(draft) ?? 'step',
		...(parent === undefined ? {} : {parent}),
	};
	return (step.kind === 'check' || step.kind === 'manual') && step.isGroup && !hasChildren
		? {...step, isGroup: false}
		: step;
}

function duplicate(id: string, line: number): Problem {
	return {
		code: 'id.duplicate',
		severity: 'error',
		line,
		column: 1,
		message: `The id “${id}” is given twice.`,
		hint: 'Give one of the two another id; everything that names it means the first.',
	};
}

/** Steps that are named and nowhere. Every branch has to be among the steps. */
export function unknownNames(steps: readonly Step[]): readonly Problem[] {
	const known = new Set(steps.map(step => step.id));
	return steps.flatMap(step =>
		namesIn(step)
			.filter(name => !known.has(name))
			.map(name => ({
				code: 'step.unknown',
				severity: 'error' as const,
				line: step.line,
				column: 1,
				...(step.file === undefined ? {} : {file: step.file}),
				message: `“${step.title}” names a step “${name}”, and there is none.`,
				hint: `Give the step that is meant this id: {#${name}}.`,
			})),
	);
}

function namesIn(step: Step): readonly StepId[] {
	const goto = typeof step.onFailure === 'object' ? [step.onFailure.goto] : [];
	const own =
		step.kind === 'gate'
			? [...step.probes, ...Object.values(step.choices).filter(choice => choice !== 'next')]
			: step.kind === 'restore'
				? [step.work.from]
				: [];
	return [...step.needs, ...goto, ...own];
}
