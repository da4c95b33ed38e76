import type {Reading, Runbook, Section} from '../model.ts';
import {Ids} from '../slug.ts';
import type {Step} from '../step-model.ts';
import {mergeDeclarations} from './include-declarations.ts';
import {stepsOf, withPrefixedIds} from './include-ids.ts';
import type {IncludeLine} from './include-lines.ts';

/** A file that is included, read with everything that it includes itself. */
type Included = {readonly at: IncludeLine; readonly path: string; readonly reading: Reading};

/** Puts an included file's steps where the include stands; what stands beside its walk goes beside the walk. */
export function mergeIncluded(into: Reading, included: Included): Reading {
	const own = into.runbook;
	const ids = new Ids();
	for (const {id} of [...stepsOf(own), ...own.sections, ...own.troubleshooting]) ids.reserve(id);
	const section = own.sections.findLast(
		one => one.file === undefined && one.line <= included.at.line && included.at.line <= one.endLine,
	);
	const {runbook, problems} = prepared(included, {ids, section});
	const declared = mergeDeclarations(own, runbook, included);
	const branch = branchOf(section);
	const placed = {...own, [branch]: placedIn(own[branch], runbook.walk, included.at)};
	return {
		runbook: {
			...placed,
			...declared.runbook,
			briefing: [own.briefing, briefingOf(runbook)].filter(text => text !== '').join('\n\n'),
			sections: [...own.sections, ...runbook.sections],
			rollback: [...placed.rollback, ...runbook.rollback],
			emergency: [...placed.emergency, ...runbook.emergency],
			aside: [...placed.aside, ...runbook.aside],
			troubleshooting: [...own.troubleshooting, ...runbook.troubleshooting],
			escalation: [...own.escalation, ...runbook.escalation],
			triggers: [...own.triggers, ...runbook.triggers],
			stops: [...own.stops, ...runbook.stops],
			references: [...own.references, ...runbook.references],
			links: [...own.links, ...runbook.links],
		},
		problems: [...into.problems, ...problems, ...declared.problems],
	};
}

type Branch = 'walk' | 'rollback' | 'emergency' | 'aside';

/** An include in a way back is part of the way back, and one that stands in what is only read is not walked. */
function branchOf(section: Section | undefined): Branch {
	switch (section?.role) {
		case 'rollback':
		case 'emergency':
			return section.role;
		case 'troubleshooting':
		case 'escalation':
		case 'reference':
			return 'aside';
		default:
			return 'walk';
	}
}

function briefingOf({title, briefing}: Runbook): string {
	return briefing.trim() === '' ? '' : `## ${title}\n\n${briefing}`;
}

/** The included file under names of its own, its steps marked with where they stand and what holds for them. */
function prepared(
	{at, path, reading}: Included,
	{ids, section}: {readonly ids: Ids; readonly section: Section | undefined},
): Reading {
	const renamed = withPrefixedIds(reading.runbook, path, ids);
	const each = (steps: readonly Step[]): readonly Step[] =>
		steps.map(step => ({
			...step,
			...whenOf(step, at),
			file: step.file ?? path,
			includeLine: at.line,
		}));
	const sections = renamed.sections.map(one => ({
		...one,
		file: one.file ?? path,
		...(one.parent === undefined && section !== undefined ? {parent: section.id} : {}),
	}));
	return {
		runbook: {
			...renamed,
			sections,
			walk: each(renamed.walk),
			rollback: each(renamed.rollback),
			emergency: each(renamed.emergency),
			aside: each(renamed.aside),
			references: renamed.references.map(one => ({...one, file: one.file ?? path})),
			links: renamed.links.map(link =>
				link.file === undefined ? {...link, target: fromRunbook(link.target, path), file: path} : link,
			),
		},
		problems: reading.problems.map(problem => ({...problem, file: problem.file ?? path})),
	};
}

/** A target beside the included file, as seen from the runbook; addresses and fragments stay as they are. */
function fromRunbook(target: string, path: string): string {
	const folder = path.split('/').slice(0, -1);
	if (folder.length === 0 || /^(?:[a-z][a-z0-9+.-]*:|[/#])/i.test(target)) return target;
	const parts = [...folder];
	for (const part of target.split('/')) {
		if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
		else if (part !== '.') parts.push(part);
	}
	return parts.join('/');
}

/** Both the include's condition and the step's have to be met; read from the left, the step's may hold an “or”. */
function whenOf({when}: Step, at: IncludeLine): {readonly when?: string} {
	if (at.when === undefined) return {};
	return {when: when === undefined ? at.when : `${when} and ${at.when}`};
}

/** After the last step of this file above the include, its parts and what was included above. */
function placedIn(steps: readonly Step[], added: readonly Step[], {line}: IncludeLine): readonly Step[] {
	const isAbove = (step: Step): boolean => step.file === undefined && step.line <= line;
	const above = new Set<string>();
	for (const step of steps) {
		if (isAbove(step) || (step.parent !== undefined && above.has(step.parent))) above.add(step.id);
	}
	let at = steps.findLastIndex(isAbove) + 1;
	while (at < steps.length && (steps[at]?.file !== undefined || above.has(steps[at]?.id ?? ''))) at++;
	const item = steps.find(step => step.file === undefined && step.line === line);
	const isGroup =
		added.length > 0 && (item?.kind === 'manual' || (item?.kind === 'check' && item.run === undefined));
	return [
		...steps.slice(0, at).map(step => (isGroup && step === item ? {...step, isGroup: true} : step)),
		...(isGroup ? added.map(step => ({parent: item.id, ...step})) : added),
		...steps.slice(at),
	];
}
