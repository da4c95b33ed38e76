import type {Step} from '../../runbook/step-model.ts';

/** Everything of a step that a person may search for, in lower case: its title, its words, its command. */
export function searchedText(step: Step): string {
	const known = texts.get(step);
	if (known !== undefined) {
		return known;
	}
	const {notes = [], terms: _, ...prose} = {terms: undefined, ...step.prose};
	const words = [
		step.title,
		...Object.values(prose).filter(value => typeof value === 'string'),
		...notes.map(note => note.text),
		...('points' in step ? step.points : []),
		'run' in step ? (step.run?.script ?? '') : '',
	];
	const text = words.join('\n').toLowerCase();
	texts.set(step, text);
	return text;
}

const texts = new WeakMap<Step, string>();
