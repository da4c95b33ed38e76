import type {Command} from '../../engine/command.ts';
import {judged, typedForOffScript, whyNotOffScript} from '../../engine/off-script.ts';
import {workOf} from '../../engine/order.ts';
import type {RunState} from '../../engine/state.ts';
import {dangerMarks} from '../theme.ts';
import type {Given} from '../view/choice.ts';
import {type Field, field} from '../view/field.ts';
import {saidLine, saidText} from '../view/said.ts';
import type {Topic} from './dialogue.ts';

/** Something a person does beside the walk: what is said first, what has to be typed, and what is sent then. */
export type Errand = {
	readonly lines: readonly string[];
	readonly fields: readonly Field[];
	readonly command: (given: Given) => Command;
};

/** A command of one's own is shown once more before it runs. @returns why not, where it can't be run now. */
export function offScriptErrand(state: RunState, script: string): Errand | string {
	const why = whyNotOffScript(state);
	if (why !== undefined) {
		return why;
	}
	const {danger, mutates} = judged(script);
	const typed = typedForOffScript(state, script);
	const may = mutates
		? `may change the world (${dangerMarks[danger === 'none' ? 'caution' : danger].word})`
		: 'only reads';
	return {
		lines: [
			'OFF SCRIPT: this is not in the runbook, and the record says so.',
			`    ${saidLine(script)}`,
			`  It ${may}.`,
		],
		fields: [
			field('typed', `Type ${typed ?? 'yes'} to run it`, {exactly: typed ?? 'yes'}),
			field('reason', 'What for?', {required: false}),
		],
		command: given => ({
			type: 'run-off-script',
			script,
			...(typed === undefined ? {} : {typed: given.typed ?? ''}),
			...(given.reason === undefined || given.reason.trim() === '' ? {} : {reason: given.reason.trim()}),
		}),
	};
}

/** “This step is wrong”, with what should stand there. */
export function redlineErrand(state: RunState, text: string, {asking}: Topic): Errand {
	const step = asking.step === undefined ? undefined : state.stepsById.get(asking.step);
	const script = step === undefined ? undefined : workOf(step)?.script;
	return {
		lines: [],
		fields: [
			field('proposed', 'What should stand there?', {
				required: false,
				...(script === undefined ? {} : {kind: 'lines', initial: saidText(script)}),
			}),
		],
		command: ({proposed = ''}) => ({
			type: 'make-redline',
			text,
			...(step === undefined ? {} : {step: step.id}),
			...(proposed.trim() === '' ? {} : {proposed}),
		}),
	};
}
