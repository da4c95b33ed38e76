import type {RunState} from '../../engine/state.ts';
import type {Question} from '../../engine/want.ts';
import {practiceScript, type Script} from '../../ui/plain/scripted.ts';

/**
What the operator of a practice without a terminal types: yes to what is asked, GO at the gate, and the way back as soon
as something does not pass; where words are wanted, words that say what happened.
*/
export const answerFor: Script = (question, state, field) => {
	if (field?.name === 'reason') {
		return reasonFor(question, state);
	}
	if (field?.name === 'value' && 'step' in question) {
		return values[question.step] ?? practiceScript(question, state, field);
	}
	return practiceScript(question, state, field);
};

/** By the ids of checklists/practice.md. */
const values: Readonly<Record<string, string>> = {
	sentence: 'Orders now say how they are delivered.',
	lesson: 'Nothing this time.',
	'rollback-reason': 'The new version did not do well with real customers.',
};

/** A sentence for the record, from what the run says about itself. */
function reasonFor(question: Question, state: RunState): string {
	const title =
		'step' in question ? (state.stepsById.get(question.step)?.title ?? question.step) : 'the release';
	switch (question.is) {
		case 'tripped':
			return `The guard tripped: ${question.why}`;
		case 'failed':
		case 'unknown':
			return `“${title}” did not pass.`;
		case 'blocked':
			return `“${title}” could not start: ${question.why}`;
		default:
			return `Decided by the script at “${title}”.`;
	}
}
