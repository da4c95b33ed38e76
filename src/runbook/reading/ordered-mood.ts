import type {Block, Item, List} from './blocks.ts';
import {isTelling, moodOf} from './imperative.ts';
import {inlineCommands, wholeCommand} from './inline.ts';
import type {LeadIn} from './lead-in.ts';
import {plainText} from './plain.ts';

/** Share of items that must describe before a list is taken for a description (rule R7). */
const describingShare = 0.6;

/**
True for a list that tells what happens, names things or links elsewhere, instead of telling what to do.

@param terse the heading says that these are steps: a few words are enough for one.
*/
export function isDescriptive(
	list: List,
	lead: LeadIn,
	{terse}: {readonly terse: boolean} = {terse: false},
): boolean {
	if (list.items.length === 0 || isLinkList(list) || lead.describes) return true;
	if (list.items.some(ownsCommand)) return false;
	const describing = list.items.filter(
		item => describes(item) && (!terse || isTelling(plainText(textOf(item)))),
	).length;
	return describing >= list.items.length * describingShare;
}

/** Every item is nothing but a link: a table of contents or a list of references. */
export function isLinkList(list: List): boolean {
	return (
		list.items.length > 0 &&
		list.items.every(item =>
			/^\s*(?:see (?:also )?(?:the )?)?(?:\*\*)?\[[^\]]{1,300}\](?:\([^()\s]{1,1000}\)|\[[^\]]{0,300}\])?(?:\*\*)?[.:]?(?:\s+[-–—:]\s.{0,300})?\s*$/i.test(
				textOf(item).split('\n')[0] ?? '',
			),
		)
	);
}

/** Most items are questions: each is decided with yes or no. */
export function isQuestionList(list: List): boolean {
	return (
		list.items.length > 0 &&
		!list.items.some(ownsCommand) &&
		list.items.filter(item => moodOf(plainText(textOf(item))) === 'question').length >=
			list.items.length * describingShare
	);
}

export function textOf(item: Item): string {
	const first = item.blocks[0];
	return first?.is === 'paragraph' ? first.text : '';
}

function describes(item: Item): boolean {
	const text = textOf(item);
	if (
		/^(?:\*\*|__)/.test(text) ||
		wholeCommand(text, item.line) ||
		inlineCommands(text, item.line).length > 0
	)
		return false;
	return moodOf(plainText(text)) === 'statement';
}

function ownsCommand(item: Item): boolean {
	return item.blocks.some((block: Block) => block.is === 'fence');
}
