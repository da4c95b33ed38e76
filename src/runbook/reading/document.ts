import type {Block, Item} from './blocks.ts';
import {isTask} from './item-parts.ts';
import {titleOf} from './plain.ts';
import type {SectionPart} from './sections.ts';

/** What a document is called, and the heading that says so (rule R1). */
export type DocumentTitle = {readonly text: string; readonly part?: SectionPart};

/**
@param front `title` of the front matter, or an issue template's `name`.
@param isTemplate an issue template's name is its title whatever its headings say.
*/
export function documentTitle(
	parts: readonly SectionPart[],
	{
		front,
		isTemplate,
		path,
	}: {readonly front: string | undefined; readonly isTemplate: boolean; readonly path: string},
): DocumentTitle {
	const headings = parts.filter(part => part.level > 0 && !part.implied);
	const tops = headings.filter(part => part.level === 1);
	const [only] = tops;
	if (isTemplate && front !== undefined)
		return {text: front, ...(tops.length === 1 && only ? {part: only} : {})};
	if (only && tops.length === 1) {
		const own = isTemplateOnly(only.title) ? front : undefined;
		return {text: own ?? (only.title || fileTitle(path)), part: only};
	}
	if (front !== undefined) return {text: front};
	const [first] = headings;
	if (first && first.title !== '') return {text: first.title, part: first};
	const label = parts.find(part => part.implied)?.title;
	return {text: fileTitle(path) || label || 'Runbook'};
}

/** `<%= page.title %>`, `{{ page.title }}`: the site generator puts the front matter's title there. */
export function isTemplateOnly(title: string): boolean {
	return /^(?:<%[^%]{0,200}%>|\{\{[^{}]{0,200}\}\})$/.test(title.trim());
}

/** The words of a document's opening parts, enough to tell its language. */
export function proseOf(parts: readonly SectionPart[]): string {
	const texts: string[] = [];
	let length = 0;
	for (const {title, blocks} of parts) {
		for (const text of [title, ...blocks.flatMap(block => wordsOf(block))]) {
			texts.push(text);
			length += text.length;
		}
		if (length > proseMax) break;
	}
	return texts.join('\n');
}

/** Characters; more says nothing new about the language. */
const proseMax = 20_000;

function wordsOf(block: Block): readonly string[] {
	if (block.is === 'paragraph') return [block.text.slice(0, 2_000)];
	return block.is === 'list'
		? block.items
				.slice(0, 50)
				.flatMap(item => item.blocks.flatMap(one => (one.is === 'paragraph' ? [one.text.slice(0, 500)] : [])))
		: [];
}

function fileTitle(path: string): string {
	const name = path.slice(-1_000).split(/[/\\]/).at(-1) ?? '';
	return titleOf(name.replace(/\.(?:md|markdown|mdx|txt)$/i, '').replace(/[-_]+/g, ' '));
}

/** Which kinds of list the author uses to say what to do; a numbered list that is only looked up or read counts for nothing. */
export function listsIn(parts: readonly SectionPart[]): {
	readonly hasTasks: boolean;
	readonly hasOrdered: boolean;
} {
	let hasTasks = false;
	let hasOrdered = false;
	const visitItem = (item: Item): void => {
		hasTasks ||= isTask(item);
		item.blocks.forEach(visit);
	};
	let isWalked = false;
	const visit = (block: Block): void => {
		if (block.is === 'list') {
			hasOrdered ||= block.ordered && isWalked;
			block.items.forEach(visitItem);
		} else if (block.is === 'quote' || block.is === 'note') {
			block.blocks.forEach(visit);
		}
	};
	for (const {role, blocks} of parts) {
		isWalked = role === 'procedure' || role === 'prerequisites' || role === 'verify';
		blocks.forEach(visit);
	}
	return {hasTasks, hasOrdered};
}
