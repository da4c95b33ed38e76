import type {Command} from '../../engine/command.ts';
import {typedToConfirm} from '../../engine/next.ts';
import type {RunState} from '../../engine/state.ts';
import type {StepId} from '../../runbook/work-model.ts';
import {blank, type Line, line, span, wrapLine} from '../line.ts';
import {proseLines} from '../markdown/lines.ts';
import type {Given} from '../view/choice.ts';
import type {Offer} from '../view/offer.ts';
import {saidLine, saidText} from '../view/said.ts';
import {triesOf, tryCommand, tryFields} from '../view/tries.ts';
import {type Desk, following} from './desk.ts';
import type {Pressed} from './effect.ts';
import {openForm} from './form.ts';
import {heading} from './pairs.ts';

/** The page of known troubles; what can be tried has a digit. */
export function knownTroubleLines(state: RunState, width: number): readonly Line[] {
	const tries = triesOf(state);
	const rows = state.runbook.troubleshooting.flatMap(trouble => [
		heading(trouble.title),
		...proseLines(saidText(trouble.advice || trouble.symptom), width),
		...tries
			.filter(({step}) => trouble.steps.includes(step.id))
			.flatMap(({digit, step, text}) => {
				const command = tryCommand(state, step);
				const words = span(command === undefined || command === text ? '' : `  $ ${command}`, 'code');
				return wrapLine(line('  ', span(String(digit), 'key'), ` ${text}`, words), width, line('    '));
			}),
		blank,
	]);
	const hint = span('a digit tries one, beside the question that is open', 'quiet');
	return tries.length === 0 ? rows : [...rows, ...wrapLine(line(hint), width)];
}

/** A digit on that page: what only reads starts at once, what changes something or wants an answer asks first. */
export function pressTry(desk: Desk, digit: number, {state}: Offer): Pressed {
	const step = triesOf(state).find(one => one.digit === digit)?.step;
	if (step === undefined) {
		return {desk: {...desk, notice: `there is nothing to try at ${digit}`}};
	}
	const fields = tryFields(state, step);
	if (fields.length === 0) {
		return tried(desk, step.id, {given: {}, state});
	}
	const form = openForm({badge: 'TRY', title: saidLine(step.title)}, fields);
	return {desk: {...desk, ask: {is: 'form', purpose: {is: 'try', step: step.id}, form}}};
}

/** Sends it and looks at it. */
export function tried(
	desk: Desk,
	id: StepId,
	{given, state}: {readonly given: Given; readonly state: RunState},
): Pressed {
	const step = state.stepsById.get(id);
	const typed = step === undefined ? {} : typedToConfirm(state, step);
	const command: Command =
		given.value === undefined
			? {type: 'start-step', step: id, ...(typed.typed === undefined ? {} : {typed: given.typed ?? ''})}
			: {type: 'answer-check', step: id, answer: 'yes', value: given.value.trim()};
	return {desk: {...desk, ask: following, cursor: id, tops: {}}, effect: {is: 'send', command}};
}
