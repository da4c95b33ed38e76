import type {Sheet} from '../reading/draft.ts';
import type {Step} from '../step-model.ts';
import type {Attributes} from './attributes.ts';
import {withAttributes} from './step-attributes.ts';

/** Lays what the author wrote over a step, from the outside in: heading, item, fence. */
export function annotated(sheet: Sheet, step: Step, marks: readonly Attributes[]): Step {
	return marks.reduce((now, attributes) => {
		if (attributes.values.size === 0 && attributes.flags.size === 0) return now;
		const shaped = withAttributes(now, attributes);
		sheet.problems.push(...shaped.problems);
		return shaped.value;
	}, step);
}
