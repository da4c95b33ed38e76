import type {Met} from '../../engine/criteria.ts';
import type {EventOf} from '../../engine/event.ts';

/** What a person can say of a success criterion that nothing measured. */
export const criterionAnswers = [
	'yes',
	'no',
	'not applicable',
	'not measured',
] as const satisfies readonly Met[];

/** What the form says, as the command takes it. */
export function criteriaAnswers(
	given: Readonly<Record<string, string>>,
): EventOf<'criteria.answered'>['answers'] {
	return Object.entries(given).flatMap(([name, value]) => {
		const index = /^criterion-(\d{1,4})$/.exec(name)?.[1];
		const met = criterionAnswers.find(answer => answer === value);
		return index === undefined || met === undefined ? [] : [{criterion: Number(index), met}];
	});
}
