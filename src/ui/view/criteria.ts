import {type CriterionNow, criteriaNow, type Met} from '../../engine/criteria.ts';
import type {RunState} from '../../engine/state.ts';
import type {Tone} from '../theme.ts';
import type {Choice} from './choice.ts';
import {criterionAnswers} from './criteria-answers.ts';
import {field} from './field.ts';
import {saidLine} from './said.ts';

/** A success criterion as it stands in the summary. */
export type CriterionView = {
	readonly glyph: string;
	readonly tone: Tone;
	readonly text: string;
	/** The verdict and what it rests on. */
	readonly why: string;
};

const marks: Readonly<Record<Met, {readonly glyph: string; readonly tone: Tone}>> = {
	yes: {glyph: '✓', tone: 'good'},
	no: {glyph: '✗', tone: 'bad'},
	'not applicable': {glyph: '∅', tone: 'quiet'},
	'not measured': {glyph: '☐', tone: 'plain'},
};

export function criteriaView(state: RunState): readonly CriterionView[] {
	return criteriaNow(state).map(({text, met, measured, answer}) => ({
		...marks[met],
		// What follows goes on in the same sentence.
		text: saidLine(text).replace(/\.$/, ''),
		why: [met, measured, answer === undefined ? undefined : `said ${answer.by}`]
			.filter(words => words !== undefined)
			.map(saidLine)
			.join(' · '),
	}));
}

/** A person can say of what nothing measured whether it is met; in a rollback nobody is asked whether it succeeded. */
export function criteriaChoices(state: RunState): readonly Choice[] {
	const open = criteriaNow(state)
		.map((now, index) => ({now, index}))
		.filter(({now}) => now.met === 'not measured' || now.answer !== undefined)
		.slice(0, criteriaMax);
	if (open.length === 0 || state.branch === 'rollback') {
		return [];
	}
	return [
		{
			is: 'criteria',
			label: 'criteria',
			about: 'says of what nothing measured whether it is met',
			front: true,
			fields: open.map(({now, index}) => fieldOf(now, index)),
		},
	];
}

/** As many as one answer holds. */
const criteriaMax = 100;

function fieldOf({text, answer}: CriterionNow, index: number): Choice['fields'][number] {
	return field(`criterion-${index}`, saidLine(text), {
		kind: 'choice',
		choices: criterionAnswers,
		initial: answer?.met ?? 'not measured',
	});
}
