import type {SectionRole} from '../model.ts';
import type {Block, Heading} from './blocks.ts';
import {titleOf} from './plain.ts';
import {
	bareTitle,
	handsDown,
	isChecklistTitle,
	isMainWalkOf,
	isMitigationTitle,
	roleOfTitle,
} from './roles.ts';

/** A heading with what stands under it, up to the next heading of any level. */
export type SectionPart = {
	readonly title: string;
	/** The heading's source, where attributes may stand; empty for the part before the first heading. */
	readonly source: string;
	readonly level: number;
	readonly line: number;
	endLine: number;
	readonly blocks: Block[];
	readonly parent?: SectionPart;
	role: SectionRole;
	/** Plain bullets are ticks here (rule R10). */
	checklist: boolean;
	/** One of several ways, of which a person takes one. */
	alternative: boolean;
	/** A paragraph of bold text that stands for a heading. */
	readonly implied: boolean;
};

/** Cuts top-level blocks at their headings. The first part is what stands before any heading; it may be empty. */
export function cutSections(blocks: readonly Block[], lineCount: number): readonly SectionPart[] {
	const preface = part({title: '', source: '', level: 0, line: 1, implied: false});
	const parts = [preface];
	const hasHeadings = blocks.some(block => block.is === 'heading');
	let realLevel = 0;
	for (const [index, block] of blocks.entries()) {
		const heading =
			block.is === 'heading' ? block : impliedHeading(block, blocks[index + 1], {realLevel, hasHeadings});
		if (block.is === 'heading') realLevel = block.level;
		if (heading) {
			const last = parts.at(-1);
			if (last) last.endLine = Math.max(last.line, heading.line - 1);
			const opened = {
				title: titleOf(heading.text),
				source: heading.text,
				level: heading.level,
				line: heading.line,
			};
			parts.push(part({...opened, implied: block.is !== 'heading'}, parentOf(parts, heading.level)));
		} else {
			parts.at(-1)?.blocks.push(block);
		}
	}
	const last = parts.at(-1);
	if (last) last.endLine = Math.max(last.line, lineCount);
	return parts;
}

type Opened = Pick<SectionPart, 'title' | 'source' | 'level' | 'line' | 'implied'>;

function part(opened: Opened, parent?: SectionPart): SectionPart {
	return {
		...opened,
		endLine: opened.line,
		blocks: [],
		role: 'procedure',
		checklist: false,
		alternative: false,
		...(parent ? {parent} : {}),
	};
}

/** Looked for from the nearest part upwards, along parents only. */
function parentOf(parts: readonly SectionPart[], level: number): SectionPart | undefined {
	let candidate = parts.at(-1);
	while (candidate && (candidate.level >= level || candidate.level === 0)) candidate = candidate.parent;
	return candidate;
}

/** Bold text alone above a list or a fence is a sub-heading (R1); without headings a label above a list is one too. */
function impliedHeading(
	block: Block,
	next: Block | undefined,
	{realLevel, hasHeadings}: {realLevel: number; hasHeadings: boolean},
): Heading | undefined {
	if (block.is !== 'paragraph' || block.text.length > 200 || !next) return;
	const {line, endLine} = block;
	const bold = /^(\*\*|__)([^*_\n][^*\n]*?)\1\s*:?\s*$/.exec(block.text);
	if (bold && (next.is === 'list' || next.is === 'fence') && !isSaying(bold[2] ?? '')) {
		return {is: 'heading', level: Math.min(6, realLevel + 1), text: bold[2] ?? '', line, endLine};
	}
	if (!hasHeadings && next.is === 'list' && /[:：]$/.test(block.text) && !block.text.includes('\n')) {
		return {is: 'heading', level: 1, text: block.text, line, endLine};
	}
	return;
}

/** Bold words that say something about a step rather than name a part. */
function isSaying(bold: string): boolean {
	return /^(?:why|expect\w*|undo|if not|if this fails|takes|danger|blast\b.*|note|notes|warning|important|caution|tip|info|(?:example|sample|expected)?\s*(?:output|response|result)s?|examples?|for example|optional(?:ly)?|alternatively|or|symptoms?|causes?|cause|fix|goal)\s*:?$/i.test(
		bold.trim(),
	);
}

/** Gives every part its role: its own words, else what it inherits (rule R3). */
export function assignRoles(
	parts: readonly SectionPart[],
	title: {readonly text: string; readonly part?: SectionPart},
): void {
	for (const one of parts) {
		const parent = one.parent === title.part ? undefined : one.parent;
		const own = one === title.part ? undefined : ownRole(one.title, title.text);
		one.role =
			parent && handsDown(parent.role) && own !== 'escalation'
				? parent.role
				: (own ?? (one.implied && parent ? parent.role : inherited(parent)));
		one.checklist = isChecklistTitle(one.title) || (one.parent?.checklist ?? false);
		one.alternative =
			(parent?.alternative ?? false) ||
			isConditional(one.title) ||
			(parent !== undefined && isMitigationTitle(parent.title));
	}
}

function ownRole(title: string, documentTitle: string): SectionRole | undefined {
	const role = roleOfTitle(title);
	if (!role || !isMainWalkOf(documentTitle, role)) return role;
	return /^symptoms?\b/i.test(bareTitle(title)) ? 'reference' : undefined;
}

function inherited(parent: SectionPart | undefined): SectionRole {
	return parent?.role === 'prerequisites' || parent?.role === 'verify' ? parent.role : 'procedure';
}

/** "If …", "Optional: …", "Method 2: …", "Scenario B": one of several ways, or only sometimes. */
function isConditional(title: string): boolean {
	const bare = bareTitle(title);
	if (/^(?:method|option|scenario|approach|variant|case|alternative)\s+(?:\d+|[A-Z])\b/i.test(bare))
		return true;
	return /^(?:if|optional(?:ly)?|alternative(?:ly)?s?|only if|in case)\b|\(optional\)|\boptional\)?$/i.test(
		bare,
	);
}
