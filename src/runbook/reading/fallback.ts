import type {Block} from './blocks.ts';
import {isTemplateOnly} from './document.ts';
import type {Place, Sheet} from './draft.ts';
import {startsImperative} from './imperative.ts';
import {isTriggerText} from './lead-in.ts';
import {textOf} from './ordered-mood.ts';
import {keep, manualStep} from './piece-steps.ts';
import {plainText} from './plain.ts';
import type {SectionPart} from './sections.ts';
import {displaySlice} from './source.ts';

/** A section after it has been read, with the place its steps would stand in. */
export type ReadPart = {
	readonly part: SectionPart;
	readonly place: Place;
	readonly prose: string;
	readonly steps: number;
};

/**
Parts that would be passed over in silence get an item to read and confirm (rule R14): every part of a procedure when
the whole walk is empty, every part of a rollback that has nothing to do in it, and "Step 3: …" told in prose.

@param everyNumber any numbered part counts as told in prose: what it held can't be read any more (rule R21).
*/
export function keepUnread(
	sheet: Sheet,
	reads: readonly ReadPart[],
	{everyNumber}: {readonly everyNumber: boolean},
): void {
	const isEmpty = !sheet.drafts.some(draft => draft.branch === 'walk');
	const hasRollback = sheet.drafts.some(draft => draft.branch === 'rollback');
	const busy = busyParts(reads);
	const told = reads.filter(
		({part, place, steps}) =>
			steps === 0 &&
			hasContent(part) &&
			!isTriggerText(part.title) &&
			(place.branch === 'walk' || place.branch === 'rollback' || place.branch === 'emergency'),
	);
	const chosen = told.filter(({part, place}) => {
		if (place.branch === 'rollback') return !hasRollback;
		if (isEmpty) return isProcedure(part) && place.branch === 'walk';
		return (isNumberedStep(part) || (everyNumber && /^\d+[.)]\s/.test(part.title))) && !busy.has(part);
	});
	const walked = chosen.some(({place}) => place.branch === 'walk');
	const all =
		isEmpty && !walked
			? [
					...chosen,
					...reads.filter(
						({part, place, steps}) => steps === 0 && hasContent(part) && place.branch !== 'rollback',
					),
				]
			: chosen;
	for (const {part, place} of all)
		keepReading(sheet, {...place, branch: place.branch === 'aside' ? 'walk' : place.branch}, part);
}

function hasContent(part: SectionPart): boolean {
	return part.blocks.some(
		block => block.is !== 'rule' && !(block.is === 'html' && /^\s*<!--/.test(block.text)),
	);
}

function isProcedure(part: SectionPart): boolean {
	return part.role === 'procedure' || part.role === 'prerequisites' || part.role === 'verify';
}

/** "Step 4: Tell the team", "5. Record the deployment". */
function isNumberedStep(part: SectionPart): boolean {
	if (!isProcedure(part) || part.implied || isBelowReading(part)) return false;
	if (/^(?:step|stage)\s+[\dA-Z]{1,3}\b/i.test(part.title)) return true;
	const numbered = /^\d+[.):]\s+(.+)$/.exec(part.title);
	return numbered !== null && startsImperative(numbered[1] ?? '');
}

/** Under "Reasons for step 1" the numbers name what is explained, not what is to be done. */
function isBelowReading(part: SectionPart): boolean {
	for (let above = part.parent; above; above = above.parent) {
		if (above.role === 'reference' || above.role === 'briefing') return above.level > 1;
	}
	return false;
}

/** Parts with a step in them or below them. */
function busyParts(reads: readonly ReadPart[]): ReadonlySet<SectionPart> {
	const busy = new Set<SectionPart>();
	for (const {part, steps} of reads) {
		for (
			let one: SectionPart | undefined = steps > 0 ? part : undefined;
			one && !busy.has(one);
			one = one.parent
		)
			busy.add(one);
	}
	return busy;
}

function keepReading(sheet: Sheet, place: Place, part: SectionPart): void {
	const first = part.blocks[0];
	const last = part.blocks.at(-1);
	if (!first || !last) return;
	const points = part.blocks.flatMap(block => pointsOf(block));
	const others = part.blocks
		.filter(block => block.is !== 'list')
		.map(block => displaySlice(sheet.source, block.line, block.endLine));
	const explanation = others.filter(text => text !== '').join('\n\n');
	const base = {
		title: isTemplateOnly(part.title) ? sheet.title : part.title || sheet.title,
		line: part.level === 0 ? first.line : part.line,
		endLine: last.endLine,
		rule: 'R14',
		prose: explanation === '' ? {} : {explanation},
	};
	keep(sheet, place, {step: manualStep(place, base, {points}), attributes: []});
}

function pointsOf(block: Block): readonly string[] {
	return block.is === 'list'
		? block.items.map(item => plainText(textOf(item))).filter(text => text !== '')
		: [];
}
