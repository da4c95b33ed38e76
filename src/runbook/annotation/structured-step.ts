import {commonOf, type NewStep, type Place, type Sheet} from '../reading/draft.ts';
import type {Piece} from '../reading/piece.ts';
import type {Danger, Step} from '../step-model.ts';
import {
	readStructuredFence,
	type StructuredKind,
	type StructuredWork,
	structuredMutates,
} from './structured.ts';

/** The step a structured fence describes; a fence that says something wrong is shown for a person, with its problems. */
export function structuredStep(
	sheet: Sheet,
	place: Place,
	{piece, base, kind}: {piece: Piece; base: NewStep; kind: StructuredKind},
): Step {
	const {fence, attributes} = piece;
	const reading = readStructuredFence(kind, fence.body, {
		line: fence.bodyLine,
		attributes,
		meta: sheet.meta,
		title: base.title,
	});
	sheet.problems.push(...reading.problems);
	if (!reading.work) {
		const content = {language: kind, text: fence.body};
		return {
			...commonOf(place, base),
			kind: 'manual',
			points: [],
			statements: [],
			suggested: [],
			content,
			isGroup: false,
		};
	}
	const mutates = structuredMutates(reading.work);
	return laidOver(commonOf(place, {...base, mutates, danger: dangerOf(reading.work, mutates)}), reading.work);
}

function laidOver(common: ReturnType<typeof commonOf>, work: StructuredWork): Step {
	return {...common, ...work};
}

function dangerOf(work: StructuredWork, mutates: boolean): Danger {
	if (work.kind === 'restore' || work.kind === 'migration') return 'data';
	return mutates ? 'caution' : 'none';
}
