import {openInSuggested, resolvedText} from '../../engine/order.ts';
import type {RunState} from '../../engine/state.ts';
import {suggestedOf} from '../../engine/suggested.ts';
import type {Step} from '../../runbook/step-model.ts';
import type {AskingWords} from './asking-words.ts';
import type {Choice} from './choice.ts';
import {type Field, field} from './field.ts';
import {saidLine} from './said.ts';
import {reasonField} from './ways.ts';

/** “Is it so?” */
export function checkWords(state: RunState, step: Step): AskingWords {
	const evidence = step.kind === 'check' ? step.evidence : undefined;
	const note = evidence === undefined ? [] : [field('note', saidLine(evidence), {required: false})];
	const title = step.kind === 'check' && step.answer.is !== 'tick' ? 'What is the answer?' : 'Is it so?';
	const isTick = step.kind !== 'check' || step.answer.is === 'tick';
	const yes: Choice = {
		is: 'yes',
		label: isTick ? 'yes' : 'answer',
		about: isTick ? 'it is so' : 'the value goes into the record',
		front: true,
		fields: [...valueFields(step), ...note],
	};
	const no: Choice = {
		is: 'no',
		label: 'no',
		about: 'it is not so: the step fails',
		front: true,
		fields: [reasonField('What did you see?')],
	};
	return {
		badge: 'CHECK',
		tone: 'strong',
		title,
		about: [],
		choices: [yes, no, ...suggestions(state, step), ...leavingOut(step), ...elsewise],
		grave: false,
	};
}

/** “Do this, then say so.” */
export function manualWords(state: RunState, step: Step): AskingWords {
	const title =
		state.opened.mode === 'instructions'
			? 'Nothing is executed: do this yourself, then say so'
			: 'Do this by hand, then say so';
	const done: Choice = {
		is: 'done',
		label: 'done',
		about: 'you did it',
		front: true,
		fields: valueFields(step),
	};
	const no: Choice = {
		is: 'no',
		label: 'it went wrong',
		about: 'the step fails',
		front: true,
		fields: [reasonField('What went wrong?')],
	};
	return {
		badge: 'BY HAND',
		tone: 'strong',
		title,
		about: [],
		choices: [done, no, ...suggestions(state, step), ...leavingOut(step), ...elsewise],
		grave: false,
	};
}

/** Commands that its words suggest and that only read: run on request, before it is answered. */
function suggestions(state: RunState, step: Step): readonly Choice[] {
	if (state.opened.mode === 'instructions') {
		return [];
	}
	return suggestedOf(step).map(command => ({
		is: 'run' as const,
		label: `run ${saidLine(resolvedText(state, step, {part: 'whole', choice: command.text}) ?? command.text)}`,
		about: 'only reads; then answer',
		front: true,
		fields: [],
		pick: {is: 'suggested' as const, name: command.text},
		...refusedBy(openInSuggested(state, command)),
	}));
}

function refusedBy(open: readonly string[]): {readonly refused?: string} {
	return open.length === 0 ? {} : {refused: `there is no value for ${open.map(saidLine).join(', ')}`};
}

function leavingOut(step: Step): readonly Choice[] {
	const skip: Choice = {
		is: 'skip',
		label: 'skip',
		about: step.optional ? 'it is optional' : 'the text did not ask for it now',
		front: true,
		fields: step.optional ? [] : [reasonField('Why leave it out?')],
	};
	return step.optional || step.contingent ? [skip] : [];
}

const elsewise: readonly Choice[] = [
	{
		is: 'not-applicable',
		label: 'not applicable',
		about: 'this run has no need of it',
		front: true,
		fields: [reasonField('Why does it not apply?')],
	},
	{
		is: 'escalate',
		label: 'escalate',
		about: 'someone else has to look',
		front: false,
		fields: [reasonField('What do they need to know?')],
	},
];

/** What has to be typed with a yes; a command done by hand may hand its value on. */
function valueFields(step: Step): readonly Field[] {
	if (step.kind !== 'check') {
		const [captured] = 'run' in step && step.run !== undefined ? Object.keys(step.run.capture) : [];
		return captured === undefined
			? []
			: [field('value', `The value of ${saidLine(captured)}`, {required: false})];
	}
	switch (step.answer.is) {
		case 'tick':
			return [];
		case 'choice':
			return [field('value', 'Which one?', {kind: 'choice', choices: step.answer.choices})];
		case 'text':
			return [field('value', 'What is it?')];
		case 'number':
			return [field('value', 'How many?', {number: true})];
		case 'url':
			return [field('value', 'Which link?', {url: true})];
	}
}
