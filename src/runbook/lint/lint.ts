import type {Problem, Reading} from '../model.ts';
import {backups} from './backups.ts';
import {compose} from './compose.ts';
import {exits} from './exits.ts';
import {glued} from './glued.ts';
import {inputs} from './inputs.ts';
import {order} from './order.ts';
import {type LintSource, paperOf, type Rule} from './paper.ts';
import {remote} from './remote.ts';
import {review} from './review.ts';
import {secrets} from './secrets.ts';
import {structure} from './structure.ts';
import {text} from './text.ts';
import {thresholds} from './thresholds.ts';
import {unsafe} from './unsafe.ts';

const rules: readonly Rule[] = [
	backups,
	exits,
	remote,
	compose,
	order,
	glued,
	thresholds,
	text,
	review,
	unsafe,
	secrets,
	inputs,
	structure,
];

/** A rule that finds more than this in one file has made its point. */
const perCodeMax = 50;

/**
What is wrong with a runbook beyond its syntax, in the order of its lines; each finding once. Pure: nothing is executed,
no clock and no file is read; today and the files beside the runbook are given in the source.
*/
export function lint(reading: Reading, source: LintSource): readonly Problem[] {
	const paper = paperOf(reading, source);
	const seen = new Set(reading.problems.map(keyOf));
	const counts = new Map<string, number>();
	return rules
		.flatMap(rule => rule(paper))
		.toSorted((a, b) => a.line - b.line || a.column - b.column)
		.filter(problem => {
			const key = keyOf(problem);
			const count = counts.get(problem.code) ?? 0;
			const isNew = !seen.has(key) && count < perCodeMax;
			seen.add(key);
			counts.set(problem.code, count + (isNew ? 1 : 0));
			return isNew;
		});
}

function keyOf(problem: Problem): string {
	return `${problem.code}:${problem.line}`;
}
