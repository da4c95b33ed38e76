import type {Block, Item, List} from './blocks.ts';
import {inlineCommands} from './inline.ts';

/**
Puts broken lists together again (rule R8): an ordered list that goes on after something unindented becomes one list,
and what stood between belongs to its last item; an unindented fence goes to the item that announces it. Linear.
*/
export function repairLists(blocks: readonly Block[]): readonly Block[] {
	const out: Block[] = [];
	let at = 0;
	while (at < blocks.length) {
		const block = blocks[at];
		if (!block) break;
		at++;
		if (block.is !== 'list') {
			out.push(block);
			continue;
		}
		const growing = new GrowingList(block);
		at = growing.takeFrom(blocks, at);
		out.push(growing.list());
	}
	return out;
}

class GrowingList {
	private readonly first: List;
	private readonly items: Item[];
	private allOnes: boolean;
	private endLine: number;
	/** An earlier item was given the fence below it because the numbers went on after it. */
	private givesFences = false;

	constructor(first: List) {
		this.first = first;
		this.items = [...first.items];
		this.allOnes = isAllOnes(first);
		this.endLine = first.endLine;
	}

	list(): List {
		return {...this.first, items: this.items, endLine: this.endLine};
	}

	/** @returns the index after the last block that belongs to the list. */
	takeFrom(blocks: readonly Block[], start: number): number {
		let at = start;
		for (;;) {
			const inside = this.indentedFrom(blocks, at);
			this.adopt(blocks.slice(at, inside));
			const next = this.first.ordered ? nextOrdered(blocks, inside) : undefined;
			if (
				next &&
				this.continues(next.list, {between: blocks.slice(inside, next.index), hasIndented: inside > at})
			) {
				this.givesFences ||= blocks[inside]?.is === 'fence';
				this.adopt(blocks.slice(inside, next.index));
				this.append(next.list);
				at = next.index + 1;
				continue;
			}
			at = inside;
			const following = blocks[at];
			if (following?.is !== 'fence' || !(announces(this.items.at(-1)) || this.wantsFence())) return at;
			this.adopt([following]);
			at++;
		}
	}

	/** Index after the blocks that are indented under the list's marks, though not as far as Markdown wants. */
	private indentedFrom(blocks: readonly Block[], start: number): number {
		const indent = this.first.indent ?? 0;
		let at = start;
		for (; at < blocks.length; at++) {
			const block = blocks[at];
			if (!block || block.is === 'heading' || block.is === 'rule' || (block.indent ?? 0) <= indent) break;
		}
		return at;
	}

	private continues(
		next: List,
		{between, hasIndented}: {between: readonly Block[]; hasIndented: boolean},
	): boolean {
		const first = next.items[0]?.number ?? 0;
		if (first === (this.items.at(-1)?.number ?? 0) + 1) return true;
		if (first > 1 && first === this.items.length + 1) return true;
		if (!this.allOnes || !isAllOnes(next)) return false;
		return (between.length > 0 || hasIndented) && between.every(block => block.is === 'fence');
	}

	/** The last item of a list whose items were each followed by a fence, and has none yet. */
	private wantsFence(): boolean {
		return this.givesFences && this.items.at(-1)?.blocks.every(block => block.is !== 'fence') === true;
	}

	private append(next: List): void {
		for (const item of next.items) this.items.push(item);
		this.allOnes &&= isAllOnes(next);
		this.endLine = next.endLine;
	}

	private adopt(blocks: readonly Block[]): void {
		const last = this.items.at(-1);
		if (!last || blocks.length === 0) return;
		const endLine = blocks.at(-1)?.endLine ?? this.endLine;
		this.items[this.items.length - 1] = {...last, blocks: [...last.blocks, ...blocks], endLine};
		this.endLine = endLine;
	}
}

/** The next ordered list before a heading or a rule. Each block is looked at once for each list before it, that is once. */
function nextOrdered(blocks: readonly Block[], start: number): {list: List; index: number} | undefined {
	for (let index = start; index < blocks.length; index++) {
		const block = blocks[index];
		if (!block || block.is === 'heading' || block.is === 'rule') return;
		if (block.is === 'list' && block.ordered) return {list: block, index};
	}
	return;
}

function isAllOnes(list: List): boolean {
	return list.items.every(item => item.number === 1);
}

function announces(item: Item | undefined): boolean {
	const last = item?.blocks.at(-1);
	if (last?.is === 'list') return announces(last.items.at(-1));
	if (last?.is !== 'paragraph') return false;
	const text = last.text.slice(-2_000).trimEnd();
	if (/[:：](?:\*\*|__|\*)?$/.test(text) || /\bfollowing\b/i.test(text)) return true;
	return /\brun\b/i.test(text) && inlineCommands(text, 1).length === 0;
}
