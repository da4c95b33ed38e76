import {type FrontMatterReading, readFrontMatter} from './front-matter/front-matter.ts';
import type {Reading, SectionRole} from './model.ts';
import {assemble} from './reading/assemble.ts';
import {readBlocks} from './reading/blocks.ts';
import {type Damage, findDamage} from './reading/damaged.ts';
import {type DocumentTitle, documentTitle, listsIn, proseOf} from './reading/document.ts';
import type {Branch, Place, Sheet} from './reading/draft.ts';
import {keepUnread, type ReadPart} from './reading/fallback.ts';
import {readFlow} from './reading/flow.ts';
import {markOwnStep, readHeadingMarks} from './reading/heading-marks.ts';
import {isMainWalkOf} from './reading/roles.ts';
import {isEnglish} from './reading/roles-elsewhere.ts';
import {assignRoles, cutSections, type SectionPart} from './reading/sections.ts';
import {type Source, sourceOf} from './reading/source.ts';
import {Troubles, tellTrouble} from './reading/troubles.ts';
import {showUnreadFences} from './reading/unread-fences.ts';
import {mend} from './repair.ts';
import {Ids, slugOf} from './slug.ts';

/**
Reads a runbook from Markdown. Total: whatever the text is, a runbook and every problem come back; nothing is run,
resolved or trusted.
*/
export function readRunbook(given: {readonly text: string; readonly path: string}): Reading {
	const source = sourceOf(given);
	const front = readFrontMatter(source.lines.join('\n'));
	const body = source.lines.slice(front.bodyFrom - 1);
	const damage = findDamage(body);
	const parts = partsOf(source, {body, from: front.bodyFrom, damage});
	const title = documentTitle(parts, {
		front: front.title,
		isTemplate: front.isTemplate ?? false,
		path: source.path,
	});
	assignRoles(parts, title);
	const sheet = sheetOf(source, front, {title, parts});
	const sections = sectionsOf(sheet, parts);
	const reads = parts.map(part => readPart(sheet, sections, part));
	keepUnread(sheet, reads, {everyNumber: damage.is === 'glued'});
	showUnreadFences(sheet, parts);
	sheet.drafts.sort((one, other) => one.step.line - other.step.line);
	return assemble(sheet, {front, damage, title, sectionIds: sections.ids, reads, body});
}

/** The text of a damaged file with its marks put back, or undefined when there is nothing to repair by rule (rule R21). */
export function repairedText(text: string): string | undefined {
	const source = sourceOf({text, path: ''});
	const {bodyFrom} = readFrontMatter(source.lines.join('\n'));
	const body = source.lines.slice(bodyFrom - 1);
	const damage = findDamage(body);
	if (damage.is !== 'marks-lost') return;
	const mended = mend(body, damage)
		.lines.join('\n')
		.replace(/\n{3,}/g, '\n\n')
		.trim();
	return [...source.lines.slice(0, bodyFrom - 1), mended, ''].join('\n');
}

function partsOf(
	source: Source,
	{body, from, damage}: {body: readonly string[]; from: number; damage: Damage},
): readonly SectionPart[] {
	if (damage.is === 'none') {
		return cutSections(
			readBlocks(body.join('\n'), line => from + line),
			source.lines.length,
		);
	}
	const mended = mend(body, damage);
	const lineAt = (line: number): number => from + (mended.from[Math.min(line, mended.from.length - 1)] ?? 0);
	return cutSections(readBlocks(mended.lines.join('\n'), lineAt), source.lines.length);
}

function sheetOf(
	source: Source,
	front: FrontMatterReading,
	{title, parts}: {title: DocumentTitle; parts: readonly SectionPart[]},
): Sheet {
	return {
		source,
		meta: front.meta,
		title: title.text,
		...listsIn(parts),
		english: isEnglish(proseOf(parts)),
		drafts: [],
		references: [],
		fencesRead: new Set(),
		problems: [],
		triggers: [],
		escalation: [],
		troubles: [],
		stops: [],
		links: [],
		criteria: [],
		footer: new Map(),
	};
}

/** What is kept per section while it is read. */
type Sections = {
	readonly ids: ReadonlyMap<SectionPart, string>;
	readonly places: Map<SectionPart, Place>;
	readonly troubles: Troubles;
};

function sectionsOf(sheet: Sheet, parts: readonly SectionPart[]): Sections {
	const names = new Ids();
	const ids = new Map<SectionPart, string>();
	for (const part of parts)
		ids.set(part, names.take(sectionName(part) ?? slugOf(part.title || sheet.title, 'section')));
	return {ids, places: new Map(), troubles: new Troubles()};
}

/** The id a heading gives its section: `## Deploy <!-- gonogo: #deploy -->`. */
function sectionName({source}: SectionPart): string | undefined {
	return /<!--\s*gonogo\b[^>]{0,500}?(?:#|\bid=)([a-z0-9._-]{1,64})(?=[\s-])/.exec(
		source.slice(0, 2_000),
	)?.[1];
}

function readPart(sheet: Sheet, sections: Sections, part: SectionPart): ReadPart & {readonly goal?: string} {
	const above = part.parent ? sections.places.get(part.parent)?.attributes : undefined;
	const marks = readHeadingMarks(sheet, part, above);
	const trouble = part.role === 'troubleshooting' ? sections.troubles.of(part) : undefined;
	const goesBack = isMainWalkOf(sheet.title, 'rollback');
	const place: Place = {
		section: part,
		sectionId: sections.ids.get(part) ?? 'section',
		branch: branchOf(part.role),
		contingent: part.alternative,
		forbidden: false,
		session: {open: undefined},
		incident: goesBack || isMainWalkOf(sheet.title, 'emergency'),
		goesBack,
		...(trouble ? {trouble} : {}),
		...(marks.handedDown ? {attributes: marks.handedDown} : {}),
	};
	sections.places.set(part, place);
	const before = sheet.drafts.length;
	const rest = readFlow(sheet, place, part.blocks);
	markOwnStep(sheet, marks.own, sheet.drafts.slice(before));
	if (trouble) tellTrouble(sheet, trouble, rest);
	return {part, place, ...(marks.goal === undefined ? {} : {goal: marks.goal}), ...rest};
}

/** What is only to be read or looked up is offered beside the walk. */
function branchOf(role: SectionRole): Branch {
	switch (role) {
		case 'rollback':
		case 'emergency':
			return role;
		case 'troubleshooting':
		case 'escalation':
		case 'reference':
		case 'briefing':
			return 'aside';
		default:
			return 'walk';
	}
}
