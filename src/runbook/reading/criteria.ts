import {readCommentAttributes} from '../annotation/attributes.ts';
import {everyStep, readComparisons} from '../front-matter/criterion.ts';
import type {Criterion} from '../meta-model.ts';
import type {Problem, Runbook} from '../model.ts';
import type {Item} from './blocks.ts';
import type {Sheet} from './draft.ts';
import {textOf} from './ordered-mood.ts';
import {plainText} from './plain.ts';

/** Reads one bullet of a success criteria section, with what its comment says it is measured by. */
export function criterionOf(sheet: Sheet, item: Item): Criterion {
	const source = textOf(item).replace(/^\[[ xX]\]\s+/, '');
	const {line} = item;
	const marked = readCommentAttributes(/<!--[\s\S]*?-->/.exec(source)?.[0] ?? '', line);
	sheet.problems.push(...(marked?.problems ?? []));
	const names = marked?.attributes.values.get('met-by');
	const held = marked?.attributes.values.get('met-if');
	if (held !== undefined && readComparisons(held) === undefined) {
		sheet.problems.push({
			code: 'attribute.value',
			severity: 'error',
			line,
			column: 1,
			message: `“${held}” is no condition a criterion can be held to.`,
			hint: metIfHint,
		});
	}
	return {
		text: plainText(source),
		line,
		...(names === undefined ? {} : {metBy: names.split(/[\s,]+/).filter(name => name !== '')}),
		...(held === undefined ? {} : {metIf: held}),
	};
}

const metIfHint =
	'Write comparisons of inputs, captured values and facts of steps: “orders-after >= orders-before and smoke.latencyMs < 500”.';

/** Criteria that name a step or section which is nowhere. */
export function unknownInCriteria({meta, sections, ...branches}: Runbook): readonly Problem[] {
	const steps = [branches.walk, branches.rollback, branches.emergency, branches.aside].flat();
	const known = new Set([everyStep, ...steps.map(({id}) => id), ...sections.map(({id}) => id)]);
	return meta.criteria.flatMap(({text, line, file, metBy = []}) =>
		metBy
			.filter(name => !known.has(name.replace(/^#/, '')))
			.map(name => ({
				code: 'step.unknown',
				severity: 'error' as const,
				line,
				column: 1,
				...(file === undefined ? {} : {file}),
				message: `The criterion “${text}” is measured by “${name}”, and there is no such step or section.`,
				hint: `Give the step that is meant this id: {#${name.replace(/^#/, '')}}; ${everyStep} means all that are walked.`,
			})),
	);
}
