import {typedToConfirm} from '../../engine/next.ts';
import {resolvedText} from '../../engine/order.ts';
import type {RunState} from '../../engine/state.ts';
import type {Step} from '../../runbook/step-model.ts';
import {type Field, field} from './field.ts';
import {saidLine} from './said.ts';

/** A step of a known trouble: by a digit it is looked into beside the question that is open. */
export type Try = {readonly digit: number; readonly step: Step; readonly text: string};

/** More have no digit. */
const digitsMax = 9;

/** The steps of all known troubles, in the order they stand there. */
export function triesOf({runbook, stepsById}: RunState): readonly Try[] {
	return runbook.troubleshooting
		.flatMap(({steps}) => steps.flatMap(id => stepsById.get(id) ?? []))
		.slice(0, digitsMax)
		.map((step, at) => ({digit: at + 1, step, text: saidLine(step.title)}));
}

/** What has to be typed first: an answer to a check, a word before what changes something. */
export function tryFields(state: RunState, step: Step): readonly Field[] {
	if (step.kind === 'check' && step.run === undefined) {
		return [field('value', 'What did you see?')];
	}
	const {typed} = typedToConfirm(state, step);
	const word = typed ?? (step.mutates ? 'yes' : undefined);
	return word === undefined ? [] : [field('typed', `Type ${word} to run it`, {exactly: word})];
}

/** The command of such a step, on one line. */
export function tryCommand(state: RunState, step: Step): string | undefined {
	const text = resolvedText(state, step, {part: 'whole'});
	return text === undefined ? undefined : saidLine(text);
}
