import type {Criterion} from '../meta-model.ts';
import type {Runbook} from '../model.ts';
import {type Ids, slugOf} from '../slug.ts';
import type {Step} from '../step-model.ts';

/** An id is at most 64 characters; the file's part of it is kept short so that the step's own stays readable. */
const prefixMax = 24;
const idMax = 64;

/**
Gives every step and section of an included file an id that nothing else has: the file's name before its own.
Everything in the file that names a step follows.
*/
export function withPrefixedIds(runbook: Runbook, path: string, ids: Ids): Runbook {
	const name = path.split('/').at(-1) ?? '';
	const prefix = slugOf(name.replace(/\.[a-z]+$/i, ''), 'included').slice(0, prefixMax);
	const renamed = (id: string): string => ids.take(`${prefix}-${id}`.slice(0, idMax));
	const stepIds = new Map(stepsOf(runbook).map(({id}) => [id, renamed(id)] as const));
	const sectionIds = new Map(runbook.sections.map(({id}) => [id, renamed(id)] as const));
	const inputs = new Set(runbook.inputs.map(input => input.name));
	const stepId = (id: string): string => stepIds.get(id) ?? id;
	const sectionId = (id: string): string => sectionIds.get(id) ?? id;
	const names = {
		stepId,
		condition: (text: string) => renamedCondition(text, id => (inputs.has(id) ? id : stepId(id))),
	};
	const each = (steps: readonly Step[]): readonly Step[] =>
		steps.map(step => ({...renamedStep(step, names), section: sectionId(step.section)}));
	const named = (id: string): string => stepIds.get(id) ?? sectionIds.get(id) ?? id;
	return {
		...runbook,
		meta: {
			...runbook.meta,
			criteria: runbook.meta.criteria.map(one => renamedCriterion(one, {named, inputs})),
		},
		sections: runbook.sections.map(section => ({
			...section,
			id: sectionId(section.id),
			...(section.parent === undefined ? {} : {parent: sectionId(section.parent)}),
		})),
		walk: each(runbook.walk),
		rollback: each(runbook.rollback),
		emergency: each(runbook.emergency),
		aside: each(runbook.aside),
		troubleshooting: runbook.troubleshooting.map(trouble => ({
			...trouble,
			id: renamed(trouble.id),
			steps: trouble.steps.map(stepId),
		})),
	};
}

/** What a criterion is measured by follows its steps; inputs and captured values keep their names. */
function renamedCriterion(
	{metBy, metIf, ...rest}: Criterion,
	{named, inputs}: {readonly named: (id: string) => string; readonly inputs: ReadonlySet<string>},
): Criterion {
	const fact = (name: string): string => {
		const dot = name.lastIndexOf('.');
		return dot < 0 || inputs.has(name) ? name : `${named(name.slice(0, dot))}${name.slice(dot)}`;
	};
	return {
		...rest,
		...(metBy === undefined ? {} : {metBy: metBy.map(id => named(id.replace(/^#/, '')))}),
		...(metIf === undefined
			? {}
			: {
					metIf: metIf
						.split(/("[^"]*"|'[^']*')/)
						.map((part, index) => (index % 2 === 1 ? part : part.replace(/[A-Za-z_][\w.-]*/g, fact)))
						.join(''),
				}),
	};
}

/** Every step of every branch. */
export function stepsOf({walk, rollback, emergency, aside}: Runbook): readonly Step[] {
	return [...walk, ...rollback, ...emergency, ...aside];
}

type Names = {readonly stepId: (id: string) => string; readonly condition: (text: string) => string};

function renamedStep(step: Step, {stepId, condition}: Names): Step {
	const common = {
		id: stepId(step.id),
		needs: step.needs.map(stepId),
		onFailure: typeof step.onFailure === 'object' ? {goto: stepId(step.onFailure.goto)} : step.onFailure,
		...(step.parent === undefined ? {} : {parent: stepId(step.parent)}),
		...(step.when === undefined ? {} : {when: condition(step.when)}),
	};
	switch (step.kind) {
		case 'gate':
			return {
				...step,
				...common,
				probes: step.probes.map(stepId),
				choices: Object.fromEntries(
					Object.entries(step.choices).map(([name, to]) => [name, to === 'next' ? to : stepId(to)]),
				),
			};
		case 'restore':
			return {...step, ...common, work: {...step.work, from: stepId(step.work.from)}};
		default:
			return {...step, ...common};
	}
}

/** A check's answer goes by its id in a condition: `signed-off == yes and component has api`. */
function renamedCondition(text: string, renamed: (name: string) => string): string {
	return text
		.split(/(\s+(?:and|or)\s+)/)
		.map(part =>
			part.replace(
				/^(\s*(?:not\s+)?)([A-Za-z_][\w.-]*)/,
				(_, before: string, name: string) => before + renamed(name),
			),
		)
		.join('');
}
