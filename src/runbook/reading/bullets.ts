import type {Item, List} from './blocks.ts';
import {criterionOf} from './criteria.ts';
import type {Place, Sheet} from './draft.ts';
import {moodOf} from './imperative.ts';
import {inlineCommands, tellsToRun, wholeCommand} from './inline.ts';
import {isTask} from './item-parts.ts';
import {type ItemShape, keepItem} from './item-steps.ts';
import {isTriggerText, type LeadIn} from './lead-in.ts';
import {isLinkList, isQuestionList, textOf} from './ordered-mood.ts';
import {asksForAction} from './piece.ts';
import {isConditional} from './piece-steps.ts';
import {plainText} from './plain.ts';
import {displaySlice} from './source.ts';

/**
Reads a list of bullets that are no tasks (rule R10).

@returns the number of steps it gave; 0 when it is context and belongs to the section's prose.
*/
export function readBullets(sheet: Sheet, place: Place, {list, lead}: {list: List; lead: LeadIn}): number {
	if (lead.triggers || isTriggerText(place.section.title)) {
		keepTriggers(sheet, list, place.section.title);
		return 0;
	}
	if (isContextRole(place) || isLinkList(list)) {
		keepCriteria(sheet, place, list);
		return list.items.filter(isLabel).reduce((kept, item) => kept + keepLabelled(sheet, place, item), 0);
	}
	const shape = shapeOfList(sheet, place, {list, lead});
	let kept = 0;
	for (const item of list.items) {
		if (isLabel(item)) {
			kept += keepLabelled(sheet, place, item);
			continue;
		}
		const own = shape ?? shapeOfItem(place, item);
		if (!own) continue;
		keepItem(sheet, placeOfItem(place, lead), {item, shape: own});
		kept++;
	}
	return kept;
}

/** A plain bullet over tasks names them: `- **Tools**:` above `- [ ] kubectl`. */
function isLabel(item: Item): boolean {
	return item.blocks.some(block => block.is === 'list' && block.items.some(isTask));
}

function keepLabelled(sheet: Sheet, place: Place, item: Item): number {
	const before = sheet.drafts.length;
	for (const block of item.blocks) {
		if (block.is === 'list' && block.items.some(isTask)) readTasks(sheet, place, block);
	}
	return sheet.drafts.length - before;
}

/** "If …" above the list makes all of it conditional. */
function placeOfItem(place: Place, lead: LeadIn): Place {
	return isConditional(place, lead) ? {...place, contingent: true} : place;
}

/** In these sections a list is something to read. */
function isContextRole({section}: Place): boolean {
	return (
		section.role === 'reference' ||
		section.role === 'briefing' ||
		section.role === 'escalation' ||
		section.role === 'criteria'
	);
}

function shapeOfList(
	sheet: Sheet,
	place: Place,
	{list, lead}: {list: List; lead: LeadIn},
): ItemShape | undefined {
	const {role, checklist} = place.section;
	if (lead.remarks) return;
	if (isQuestionList(list)) return {as: 'check', rule: 'R7', answer: {is: 'choice', choices: ['yes', 'no']}};
	if (lead.checks && place.branch !== 'aside') return {as: 'check', rule: 'R10'};
	const isChecked = role === 'verify' || ((role === 'prerequisites' || checklist) && !sheet.hasTasks);
	if (isChecked) return {as: 'check', rule: 'R10'};
	if (place.branch === 'aside') return;
	const investigates = /^(?:diagnos[ie]s|investigation|debugging)\b/i.test(place.section.title);
	if ((sheet.hasTasks || sheet.hasOrdered) && !investigates) return;
	if (lead.steps) return {as: 'manual', rule: 'R10'};
	const imperative = list.items.filter(item =>
		/^(?:imperative|branch)$/.test(moodOf(plainText(textOf(item)))),
	).length;
	return imperative >= list.items.length * 0.6 ? {as: 'manual', rule: 'R10'} : undefined;
}

/** A bullet that owns a fence, is a command, or tells to run one, is a step whatever its neighbours are. */
function shapeOfItem(place: Place, item: Item): ItemShape | undefined {
	const text = textOf(item);
	if (ownsFence(item))
		return {as: place.section.role === 'verify' || place.section.checklist ? 'check' : 'manual', rule: 'R10'};
	if (wholeCommand(text, item.line)) return {as: 'manual', rule: 'R10'};
	return tellsToRun(text) && inlineCommands(text, item.line).length > 0
		? {as: 'manual', rule: 'R11'}
		: undefined;
}

function ownsFence(item: Item): boolean {
	return item.blocks.some(block => block.is === 'fence' && asksForAction(block));
}

function keepTriggers(sheet: Sheet, list: List, title: string): void {
	for (const item of list.items) {
		const text = plainText(textOf(item));
		if (text !== '') sheet.triggers.push({text, line: item.line, automatic: /\bautomat/i.test(title)});
	}
}

function keepCriteria(sheet: Sheet, place: Place, list: List): void {
	if (place.section.role !== 'criteria') return;
	sheet.criteria.push(...list.items.map(item => criterionOf(sheet, item)));
}

/** Reads a list that holds tasks (rule R9). Every task is a check; other bullets among them are context. */
export function readTasks(sheet: Sheet, place: Place, list: List): readonly string[] {
	const context: string[] = [];
	for (const item of list.items) {
		if (!isTask(item)) {
			context.push(displaySlice(sheet.source, item.line, item.endLine));
			continue;
		}
		const draft = keepItem(sheet, placeOfTask(place), {item, shape: {as: 'check', rule: 'R9'}});
		const {step} = draft;
		if (place.section.role === 'criteria')
			sheet.criteria.push({...criterionOf(sheet, item), text: step.title, line: step.line});
		if (step.kind === 'check' && isTriggerText(step.title)) {
			for (const point of step.points)
				sheet.triggers.push({
					text: plainText(point),
					line: step.line,
					automatic: /\bautomat/i.test(step.title),
				});
		}
	}
	return context;
}

/** A tick the author drew is walked wherever it stands; only an entry of troubleshooting is looked up when needed. */
function placeOfTask(place: Place): Place {
	return place.branch === 'aside' && place.section.role !== 'troubleshooting'
		? {...place, branch: 'walk'}
		: place;
}
