import type {AnswerType, CheckStep, Danger} from '../step-model.ts';
import {mutates} from '../work.ts';
import type {CommandWork} from '../work-model.ts';
import type {Item, List} from './blocks.ts';
import {type CommentMarks, readComments} from './comments.ts';
import {commonOf, type Draft, type NewStep, type Place, type Sheet} from './draft.ts';
import {moodOf} from './imperative.ts';
import {type ItemParts, isTask, ownsAction, readItemParts} from './item-parts.ts';
import {type LeadIn, readLeadIn} from './lead-in.ts';
import {readNote} from './notes.ts';
import {isDescriptive} from './ordered-mood.ts';
import type {Piece} from './piece.ts';
import {dangerOf, keep, keepPiece, manualStep} from './piece-steps.ts';
import {cut, plainText, titleOf} from './plain.ts';
import {seeOf} from './stops.ts';

/** How an item of a list becomes a step. */
export type ItemShape = {
	/** `check`: a person looks and answers; `manual`: a person, or its fence, does it. */
	readonly as: 'check' | 'manual';
	readonly rule: string;
	readonly answer?: AnswerType;
};

/** Makes the step of one list item, with its children; the root comes first in the sheet. */
export function keepItem(sheet: Sheet, place: Place, {item, shape}: {item: Item; shape: ItemShape}): Draft {
	const parts = readItemParts(sheet, item, holdsSteps);
	const marks = readComments(
		sheet,
		[parts.head, ...parts.comments.map(comment => comment.text)].join('\n'),
		item.line,
	);
	const given = givenOf(place, {item, parts, marks, shape});
	const root = keepRoot(sheet, place, given);
	const inside: Place = {
		...place,
		parent: root.isGroup ? root.draft : place.parent,
		contingent: place.contingent || root.draft.step.contingent,
	} as Place;
	if (root.isGroup) keepChildren(sheet, inside, given);
	for (const note of parts.notes) readNote(sheet, inside, {note, step: root.draft});
	return root.draft;
}

type Given = {
	readonly item: Item;
	readonly parts: ItemParts;
	readonly marks: CommentMarks;
	readonly shape: ItemShape;
	readonly base: NewStep;
	readonly lead: LeadIn;
};

function givenOf(
	place: Place,
	{item, parts, marks, shape}: Pick<Given, 'item' | 'parts' | 'marks' | 'shape'>,
): Given {
	const text = plainText(parts.head);
	const hint = marks.hint === undefined ? {} : {notes: [{level: 'note' as const, text: marks.hint}]};
	const long =
		text.length > 120
			? {explanation: [parts.head, parts.prose.explanation].filter(one => one !== undefined).join('\n\n')}
			: {};
	const fallback = parts.pieces[0]?.piece.fence.body.trim().split('\n')[0] || 'Step';
	const see = seeOf([parts.head, ...parts.points].join('\n'));
	const base: NewStep = {
		title: titleOfItem(parts.head) || cut(fallback, 72),
		line: item.line,
		endLine: item.endLine,
		rule: shape.rule,
		prose: {...parts.prose, ...long, ...hint},
		optional: isOptional(text),
		...(see === undefined ? {} : {see}),
	};
	return {
		item,
		parts,
		marks,
		shape,
		base,
		lead: {...readLeadIn(text), ...(place.host === undefined ? {} : {})},
	};
}

/** An item is called by what it tells first; a later sentence only leads on to the fence below it. */
function titleOfItem(head: string): string {
	const first = plainText(head).split(/(?<=[.!?])\s+(?=[A-Z`"'(])/);
	const opening = first[0] ?? '';
	return first.length > 1 && /[:：]$/.test(first.at(-1) ?? '') && moodOf(opening) === 'imperative'
		? cut(opening.replace(/[.:]$/, ''))
		: titleOf(head);
}

/** "(optional)", "if any", "If the schema changed, …": may be left out (rule R9). */
function isOptional(text: string): boolean {
	return /\(optional\b|^optional(?:ly)?\b|^if\b|\(if\b|(?<!\b(?:see|check|know|tell|ask|decide|verify|determine|out|sure) )\bif (?:any|needed|necessary|required|applicable|appropriate|relevant)\b/i.test(
		text,
	);
}

/** Nested tasks and ordered items are parts; so is a bullet with a fence of its own. */
function holdsSteps(list: List, lead: string): boolean {
	if (list.items.some(isTask)) return true;
	if (list.ordered) return !isDescriptive(list, readLeadIn(plainText(lead)));
	return list.items.some(ownsAction);
}

function keepRoot(sheet: Sheet, place: Place, given: Given): {draft: Draft; isGroup: boolean} {
	const {parts, base, marks, shape} = given;
	const only = parts.steps.length === 0 && parts.pieces.length === 1 ? parts.pieces[0]?.piece : undefined;
	const attributes = marks.attributes ? {attributes: marks.attributes} : {};
	if (only && canMerge(only, shape)) {
		if (shape.as === 'check') {
			return {
				draft: keep(sheet, place, {
					step: checkOf(place, given, {piece: only, isGroup: false}),
					attributes: [only.attributes, marks.attributes],
				}),
				isGroup: false,
			};
		}
		const piece = {...base, prose: proseWithPoints(parts, base), lead: given.lead, ...attributes};
		return {draft: keepPiece(sheet, place, {piece: only, given: piece}), isGroup: false};
	}
	const isGroup = parts.steps.length > 0 || parts.pieces.length > 0;
	const step =
		shape.as === 'check'
			? checkOf(place, given, {isGroup})
			: manualStep(place, base, {points: parts.points, suggested: parts.suggested, isGroup});
	return {draft: keep(sheet, place, {step, attributes: [marks.attributes]}), isGroup};
}

/** A command step has no list of points; they join its explanation. */
function proseWithPoints(parts: ItemParts, base: NewStep): NonNullable<NewStep['prose']> {
	if (parts.points.length === 0) return base.prose ?? {};
	const points = parts.points.map(point => `- ${point.replaceAll('\n', '\n  ')}`).join('\n');
	return {
		...base.prose,
		explanation: [base.prose?.explanation, points].filter(one => one !== undefined).join('\n\n'),
	};
}

function canMerge(piece: Piece, shape: ItemShape): boolean {
	switch (piece.asks.is) {
		case 'command':
			return shape.as === 'manual' || piece.asks.parts === undefined;
		case 'probe':
		case 'structured':
			return shape.as === 'manual';
		default:
			return true;
	}
}

function checkOf(
	place: Place,
	given: Given,
	{piece, isGroup}: {readonly piece?: Piece; readonly isGroup: boolean},
): CheckStep {
	const {parts, base, marks, shape, lead} = given;
	const run = piece?.asks.is === 'command' ? piece.asks.work : undefined;
	const danger: Danger = run ? dangerOf(place, {work: run, lead, title: base.title}) : 'none';
	const host = piece?.asks.is === 'command' ? (place.host ?? piece.asks.host ?? lead.host) : place.host;
	const common = commonOf(host === undefined ? place : {...place, host}, {
		...base,
		rule: run ? shape.rule : base.rule,
		prose: checkProse(base, piece),
		danger,
		mutates: run ? mutates(run.commands) : false,
	});
	return {
		...common,
		kind: 'check',
		answer: shape.answer ?? {is: 'tick'},
		points: piece?.asks.is === 'points' ? [...parts.points, ...piece.asks.points] : parts.points,
		tickedInFile: parts.ticked ?? false,
		suggested: parts.suggested,
		isGroup,
		...(run ? {run: withSession(place, run)} : {}),
		...(piece?.asks.is === 'statements' ? {statements: piece.asks.statements} : {}),
		...(marks.evidence === undefined ? {} : {evidence: marks.evidence}),
	};
}

/** In a shell elsewhere nothing is run from here (rule R16). */
function withSession(place: Place, run: CommandWork): CommandWork {
	return place.session?.open === undefined ? run : {...run, mixed: true};
}

/** What a fence shows that a check can't run: statements, a file's content. */
function checkProse(base: NewStep, piece: Piece | undefined): NonNullable<NewStep['prose']> {
	const prose = base.prose ?? {};
	if (!piece) return prose;
	if (piece.asks.is === 'command')
		return piece.asks.expect === undefined
			? prose
			: {...prose, expect: [prose.expect, piece.asks.expect].filter(one => one !== undefined).join('\n\n')};
	if (piece.asks.is === 'points') return prose;
	const shown = `\`\`\`${piece.fence.info}\n${piece.fence.body}\n\`\`\``;
	return {...prose, explanation: [prose.explanation, shown].filter(one => one !== undefined).join('\n\n')};
}

function keepChildren(sheet: Sheet, place: Place, {parts, base, shape}: Given): void {
	const children: {line: number; keep: () => void}[] = [
		...parts.pieces.map(({piece, before}) => ({
			line: piece.fence.line,
			keep: () => keepPieceChild(sheet, place, {piece, before: before === parts.head ? '' : before, base}),
		})),
		...parts.steps.map(list => ({
			line: list.line,
			keep: () => keepListChildren(sheet, place, {list, shape}),
		})),
	];
	for (const child of children.toSorted((one, other) => one.line - other.line)) child.keep();
}

function keepPieceChild(
	sheet: Sheet,
	place: Place,
	{piece, before, base}: {piece: Piece; before: string; base: NewStep},
): void {
	const {line, endLine, body} = piece.fence;
	const first = piece.asks.is === 'command' ? piece.asks.work.commands[0]?.text : body.trim().split('\n')[0];
	const title = titleOf(before) || cut((first ?? base.title).split('\n')[0] ?? base.title, 72);
	keepPiece(sheet, place, {
		piece,
		given: {title, line, endLine, prose: {}, lead: readLeadIn(plainText(before))},
	});
}

function keepListChildren(sheet: Sheet, place: Place, {list, shape}: {list: List; shape: ItemShape}): void {
	for (const item of list.items) {
		if (isTask(item)) keepItem(sheet, place, {item, shape: {as: 'check', rule: 'R9'}});
		else if (list.ordered || ownsAction(item))
			keepItem(sheet, branchOf(place, item), {
				item,
				shape: {
					as: shape.as === 'check' && !list.ordered ? 'check' : 'manual',
					rule: list.ordered ? 'R7' : 'R10',
				},
			});
	}
}

/** "If …" among the parts of a step is a branch: offered, not walked (rule R7). */
function branchOf(place: Place, item: Item): Place {
	const first = item.blocks[0];
	const isBranch = first?.is === 'paragraph' && moodOf(plainText(first.text)) === 'branch';
	return isBranch ? {...place, contingent: true} : place;
}
