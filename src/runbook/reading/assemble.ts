import type {FrontMatterReading} from '../front-matter/front-matter.ts';
import {findInputs} from '../input/input-finding.ts';
import type {Meta} from '../meta-model.ts';
import type {Problem, Reading, Runbook, Section} from '../model.ts';
import {choiceInputs, choiceProblems} from './choices.ts';
import {unknownInCriteria} from './criteria.ts';
import type {Damage} from './damaged.ts';
import {type DocumentTitle, isTemplateOnly} from './document.ts';
import type {Sheet} from './draft.ts';
import type {ReadPart} from './fallback.ts';
import {finish} from './finish.ts';
import {findLinks, findLiterals} from './links.ts';
import type {SectionPart} from './sections.ts';
import {finishTroubles} from './troubles.ts';

/** Everything that was found in a file, before it is put together. */
export type Found = {
	readonly front: FrontMatterReading;
	readonly damage: Damage;
	readonly title: DocumentTitle;
	readonly sectionIds: ReadonlyMap<SectionPart, string>;
	readonly reads: readonly (ReadPart & {readonly goal?: string})[];
	readonly body: readonly string[];
};

/** Numbers the steps, finds the inputs and puts the runbook together. */
export function assemble(sheet: Sheet, found: Found): Reading {
	const {front, title, body} = found;
	const steps = sheet.drafts.map(draft => draft.step);
	const declared = [...front.inputs, ...choiceInputs(front.meta, front.inputs, steps)];
	const inputs = findInputs(sheet.drafts, declared, findLiterals(body, front.bodyFrom));
	const done = finish(sheet.drafts);
	const problems = [
		...front.problems,
		...sheet.problems,
		...done.problems,
		...choiceProblems(front.meta, declared, steps),
		...damageProblems(found.damage, front.bodyFrom),
	];
	const runbook: Runbook = {
		title: title.text,
		meta: metaWith(sheet, front.meta),
		briefing: briefingOf(found),
		sections: sectionList(sheet, found),
		walk: done.walk,
		rollback: done.rollback,
		emergency: done.emergency,
		aside: done.aside,
		inputs,
		references: sheet.references,
		troubleshooting: finishTroubles(sheet, done.idOf),
		escalation: sheet.escalation,
		triggers: sheet.triggers,
		links: findLinks(body, front.bodyFrom),
		stops: sheet.stops,
	};
	return {runbook, problems: withoutRepeats([...problems, ...unknownInCriteria(runbook)])};
}

/** The heading that is the title, and what stands before any heading, are sections only if a step stands there. */
function sectionList(sheet: Sheet, {reads, title, sectionIds}: Found): readonly Section[] {
	const used = new Set(sheet.drafts.map(draft => draft.step.section));
	const list: Section[] = [];
	for (const {part, prose, goal} of reads) {
		const id = sectionIds.get(part) ?? 'section';
		if ((part.level === 0 || part === title.part) && !used.has(id)) continue;
		const parent = part.parent && part.parent !== title.part ? sectionIds.get(part.parent) : undefined;
		list.push({
			id,
			title: isTemplateOnly(part.title) ? title.text : part.title || title.text,
			level: part.level,
			role: part.role,
			line: part.line,
			endLine: part.endLine,
			prose,
			...(parent === undefined ? {} : {parent}),
			...(goal === undefined ? {} : {goal}),
		});
	}
	return list;
}

/** What a person reads before the walk: everything up to the first section that is walked. */
function briefingOf({reads, title}: Found): string {
	const texts: string[] = [];
	for (const {part, prose} of reads) {
		const isOpening =
			part.level === 0 || part === title.part || part.role === 'briefing' || part.role === 'prerequisites';
		if (!isOpening && part.role !== 'reference') break;
		if (!isOpening || prose.trim() === '') continue;
		texts.push(part.level === 0 || part === title.part ? prose : `## ${part.title}\n\n${prose}`);
	}
	return texts.join('\n\n');
}

function metaWith({footer, criteria}: Sheet, meta: Meta): Meta {
	const dated = (key: string): string | undefined => /\b\d{4}-\d{2}-\d{2}\b/.exec(footer.get(key) ?? '')?.[0];
	const updated = meta.updated ?? dated('updated');
	const reviewBy = meta.reviewBy ?? dated('reviewBy');
	const owner = meta.owner ?? footer.get('owner');
	const shown = Object.fromEntries(
		[...footer].filter(
			([key]) => key === 'version' || key === 'slack' || key === 'service' || key === 'status',
		),
	);
	return {
		...meta,
		criteria: meta.criteria.length > 0 ? meta.criteria : criteria,
		shown: {...shown, ...meta.shown},
		...(updated === undefined ? {} : {updated}),
		...(reviewBy === undefined ? {} : {reviewBy}),
		...(owner === undefined ? {} : {owner}),
	};
}

function damageProblems(damage: Damage, from: number): readonly Problem[] {
	switch (damage.is) {
		case 'none':
			return [];
		case 'marks-lost':
			return [
				{
					code: 'damaged.marks',
					severity: damage.hasCommands ? 'error' : 'warning',
					line: from + damage.line - 1,
					column: 1,
					message:
						'This file lost its Markdown marks on the way here: commands, headings or bullets stand in it as plain lines.',
					hint: 'Use the original. Without it, save the repaired text that is offered, compare it line by line, and run that.',
				},
			];
		case 'glued':
			return [
				{
					code: 'damaged.glued',
					severity: 'error',
					line: from + damage.line - 1,
					column: 1,
					message:
						'This file lost line ends on the way here: commands stand on one line with comments and sentences.',
					hint: 'Ask for the original. Where a command begins and ends is not guessed, so nothing of it runs.',
				},
			];
	}
}

function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
	const seen = new Set<string>();
	return problems.filter(problem => {
		const key = `${problem.code}:${problem.line}:${problem.column}:${problem.message}`;
		return !seen.has(key) && seen.add(key);
	});
}
