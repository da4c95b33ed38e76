import type {List} from './blocks.ts';
import type {Place, Sheet} from './draft.ts';
import {moodOf} from './imperative.ts';
import {isTask} from './item-parts.ts';
import {keepItem} from './item-steps.ts';
import {isTriggerText, type LeadIn} from './lead-in.ts';
import {isDescriptive, isLinkList, isQuestionList, textOf} from './ordered-mood.ts';
import {isConditional} from './piece-steps.ts';
import {plainText} from './plain.ts';

/** "Core steps", "Restore procedure": what stands below is done, however tersely it is put. */
function saysSteps(title: string): boolean {
	return /\b(?:steps|procedure|instructions|runbook)\b/i.test(title);
}

/**
Reads an ordered list (rules R7, R8).

@returns the number of steps it gave; 0 when it describes, and belongs to the section's prose.
*/
export function readOrdered(sheet: Sheet, place: Place, {list, lead}: {list: List; lead: LeadIn}): number {
	if (lead.triggers || isTriggerText(place.section.title)) {
		for (const item of list.items)
			sheet.triggers.push({text: plainText(textOf(item)), line: item.line, automatic: false});
		return 0;
	}
	if (isLinkList(list)) return 0;
	if (isQuestionList(list)) {
		for (const item of list.items)
			keepItem(sheet, place, {
				item,
				shape: {as: 'check', rule: 'R7', answer: {is: 'choice', choices: ['yes', 'no']}},
			});
		return list.items.length;
	}
	const {role} = place.section;
	const owning = list.items.filter(item => item.blocks.some(block => block.is === 'fence'));
	const isReading =
		role === 'reference' || role === 'briefing' || role === 'escalation' || role === 'criteria';
	const describes =
		isDescriptive(list, lead, {terse: saysSteps(place.section.title)}) && (lead.describes || sheet.english);
	const items = isReading || describes ? (isReading ? [] : owning) : list.items;
	for (const item of items) {
		const isBranch = moodOf(plainText(textOf(item))) === 'branch';
		const where =
			isConditional(place, lead) || (isBranch && item.blocks.some(block => block.is === 'fence'))
				? {...place, contingent: true}
				: place;
		const shape = isTask(item)
			? ({as: 'check', rule: 'R9'} as const)
			: ({as: lead.checks ? 'check' : 'manual', rule: 'R7'} as const);
		keepItem(sheet, where, {item, shape});
	}
	return items.length;
}
