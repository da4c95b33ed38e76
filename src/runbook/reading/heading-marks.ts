import {annotated} from '../annotation/annotate.ts';
import type {Attributes} from '../annotation/attributes.ts';
import {readComments} from './comments.ts';
import type {Draft, Sheet} from './draft.ts';
import type {SectionPart} from './sections.ts';

/** What the comment of a heading says, by whom it is for. */
export type HeadingMarks = {
	/** Of the section itself. */
	readonly id?: string;
	readonly goal?: string;
	/** For every step below, with what the headings above hand down. */
	readonly handedDown?: Attributes;
	/** For the step the heading stands for: its only one, or the first when it is the point of no return. */
	readonly own?: Attributes;
};

/** @param above what the heading one level up hands down. */
export function readHeadingMarks(
	sheet: Sheet,
	part: SectionPart,
	above: Attributes | undefined,
): HeadingMarks {
	const {attributes} = readComments(sheet, part.source, part.line);
	if (!attributes) return above ? {handedDown: above} : {};
	const {line, id} = attributes;
	const goal = attributes.values.get('goal');
	const below = picked(attributes, name => handedDown.has(name));
	return {
		...(id === undefined ? {} : {id}),
		...(goal === undefined ? {} : {goal}),
		handedDown: {
			line,
			flags: new Set([...(above?.flags ?? []), ...below.flags]),
			values: new Map([...(above?.values ?? []), ...below.values]),
		},
		own: picked(attributes, name => !handedDown.has(name) && name !== 'goal' && name !== 'title'),
	};
}

const handedDown = new Set(
	'on cwd env role when danger blast emergency timeout quiet-for optional critical required on-failure strict batch needs fresh-for strategy component'.split(
		' ',
	),
);

function picked({line, flags, values}: Attributes, fits: (name: string) => boolean): Attributes {
	return {
		line,
		flags: new Set([...flags].filter(fits)),
		values: new Map([...values].filter(([name]) => fits(name))),
	};
}

/** Gives a section's own step what the heading says of it. */
export function markOwnStep(sheet: Sheet, own: Attributes | undefined, drafts: readonly Draft[]): void {
	const [first, second] = drafts.filter(draft => draft.parent === undefined);
	if (!own || !first) return;
	const marks = second ? picked(own, name => name === 'no-return') : own;
	first.step = annotated(sheet, first.step, [marks]);
}
