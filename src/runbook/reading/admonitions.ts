import type {Note} from '../step-model.ts';
import {type Block, type NoteBlock, readBlocks} from './blocks.ts';
import {plainText} from './plain.ts';

/**
Gathers what authors write as admonitions into note blocks (rule R17): GitHub and bold-led quotes, MyST fences,
`<details>` and MDX components around blank-line separated Markdown. `!!!` and `:::` are notes already.
*/
export function gatherNotes(blocks: readonly Block[], depth = 0): readonly Block[] {
	return gatherTags(
		blocks.map(block => noteOf(block, depth)),
		0,
	);
}

export function noteLevel(word: string): Note['level'] {
	switch (word.toLowerCase()) {
		case 'danger':
		case 'error':
		case 'bug':
		case 'failure':
		case 'critical':
			return 'danger';
		case 'warning':
		case 'warn':
		case 'caution':
		case 'attention':
			return 'warning';
		case 'important':
			return 'important';
		case 'tip':
		case 'hint':
		case 'success':
			return 'tip';
		default:
			return 'note';
	}
}

function noteOf(block: Block, depth: number): Block {
	if (block.is === 'quote') return quoteNote(block);
	if (block.is !== 'fence' || depth >= mystDepthMax) return block;
	const opening = /^\{([a-zA-Z][\w-]*)\}\s*(.*)$/.exec(block.info.slice(0, 500));
	if (!opening || !mystWords.has((opening[1] ?? '').toLowerCase())) return block;
	const {line, endLine, bodyLine} = block;
	const body = block.body.replace(/^(?::[\w-]+:[^\n]*\n)+/, options =>
		'\n'.repeat(options.split('\n').length - 1),
	);
	const inside = readBlocks(body, index => bodyLine + index);
	return {
		is: 'note',
		word: opening[1] ?? 'note',
		title: opening[2] ?? '',
		folded: (opening[1] ?? '').toLowerCase() === 'dropdown',
		blocks: gatherNotes(inside, depth + 1),
		line,
		endLine,
	};
}

/** A MyST note in a MyST note in … is read this deep; each level is read anew. */
const mystDepthMax = 4;
const mystWords = new Set(
	'note warning attention tip important danger caution error hint seealso admonition dropdown'.split(' '),
);

function quoteNote(quote: Extract<Block, {is: 'quote'}>): NoteBlock {
	const [first, ...rest] = quote.blocks;
	const {line, endLine} = quote;
	const plain: NoteBlock = {
		is: 'note',
		word: 'quote',
		title: '',
		folded: false,
		blocks: quote.blocks,
		line,
		endLine,
	};
	if (first?.is !== 'paragraph') return plain;
	const github = /^\[!(\w+)\][+-]?[ \t]*/.exec(first.text);
	const marked = github ?? quoteLead.exec(first.text.slice(0, 200));
	if (!marked) return plain;
	const text = first.text.slice(marked[0].length).trimStart();
	const blocks = text === '' ? rest : [{...first, text}, ...rest];
	return {...plain, word: marked[1] ?? 'note', blocks};
}

const quoteLead =
	/^(?:[^\w\s*_<[(`]{1,4}\s*)?(?:\*\*|__)?(?:[^\w\s*_<[(`]{1,4}\s*)?(note|tip|hint|important|warning|caution|danger|attention|info)(?:!|:)?(?:\*\*|__)?(?:\s*:|!)?(?=\s|$)/i;

const noteTags = new Set(
	'details admonition note tip warning danger caution info important callout aside hint'.split(' '),
);

/** Folds within folds are read this deep, so that a file of nothing but `<details>` costs no more than its length. */
const tagDepthMax = 8;

/** `<details>` … `</details>` over siblings. A tag that is never closed is looked for once only. */
function gatherTags(blocks: readonly Block[], depth: number): readonly Block[] {
	if (depth >= tagDepthMax || !blocks.some(block => block.is === 'html')) return blocks;
	const unclosed = new Set<string>();
	const out: Block[] = [];
	let at = 0;
	while (at < blocks.length) {
		const block = blocks[at];
		if (!block) break;
		const tag = block.is === 'html' ? openTag(block.text) : undefined;
		const end = tag && !unclosed.has(tag.name) ? closingIndex(blocks, at, tag.name) : undefined;
		if (tag && end === undefined) unclosed.add(tag.name);
		if (tag && end !== undefined && end > at) {
			const inside = gatherTags(blocks.slice(at + 1, end), depth + 1);
			out.push(
				tagNote(tag, {blocks: inside, line: block.line, endLine: blocks[end]?.endLine ?? block.endLine}),
			);
			at = end + 1;
			continue;
		}
		out.push(block);
		at++;
	}
	return out;
}

type Tag = {readonly name: string; readonly word: string; readonly title: string};

function openTag(text: string): Tag | undefined {
	const head = text.slice(0, 2_000);
	const opening = /^\s*<([a-zA-Z]+)((?:\s[^<>]*)?)>/.exec(head);
	const name = (opening?.[1] ?? '').toLowerCase();
	if (!noteTags.has(name)) return;
	const attributes = opening?.[2] ?? '';
	const word = /\b(?:type|kind|variant)=["'{]*(\w+)/.exec(attributes)?.[1] ?? name;
	const title =
		/<summary>([\s\S]*?)<\/summary>/i.exec(head)?.[1] ?? /\btitle="([^"]*)"/.exec(attributes)?.[1] ?? '';
	return {name, word, title: plainText(title)};
}

function closingIndex(blocks: readonly Block[], start: number, name: string): number | undefined {
	let depth = 0;
	for (let index = start; index < blocks.length; index++) {
		const block = blocks[index];
		if (block?.is !== 'html') continue;
		const text = block.text.toLowerCase();
		depth += occurrences(text, `<${name}`) - occurrences(text, `</${name}`);
		if (depth <= 0) return index;
	}
	return;
}

function occurrences(text: string, part: string): number {
	return text.split(part).length - 1;
}

function tagNote(
	tag: Tag,
	{blocks, line, endLine}: {blocks: readonly Block[]; line: number; endLine: number},
): NoteBlock {
	const folded = tag.name === 'details';
	return {is: 'note', word: tag.word, title: tag.title, folded, blocks, line, endLine};
}
