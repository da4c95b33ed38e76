import {progressOf} from '../../engine/draft.ts';
import {resolvedText} from '../../engine/order.ts';
import type {RunState} from '../../engine/state.ts';
import type {Way} from '../../engine/want.ts';
import {failureMessage} from '../../runbook/messages.ts';
import type {Step} from '../../runbook/step-model.ts';
import type {Choice} from './choice.ts';
import {type Field, field} from './field.ts';
import {saidLine, saidText} from './said.ts';

export function reasonField(label: string): Field {
	return field('reason', label);
}

type Saying = {
	readonly label: string;
	readonly about: (state: RunState, step: Step) => string;
	readonly fields: (state: RunState, step: Step) => readonly Field[];
};

const nothing = () => [];

/** Each way's words, and what has to be typed with it. */
const sayings: Readonly<Record<Way, Saying>> = {
	retry: {
		label: 'retry',
		about: (state, step) => `runs it again as attempt ${nextAttempt(state, step)}`,
		fields: nothing,
	},
	'fixed-by-hand': {
		label: 'fixed by hand',
		about: (_, step) => fixedWords(step),
		fields: () => [reasonField('What did you do?')],
	},
	override: {
		label: 'skip with a reason',
		about: () => 'goes on without it; the record says so',
		fields: () => [reasonField('Why go on without it?')],
	},
	'roll-back': {
		label: 'roll back',
		about: () => 'leaves the walk and starts the rollback section',
		fields: () => [reasonField('Why roll back?')],
	},
	verify: {
		label: 'check what happened',
		about: () => 'runs the step’s own check, nothing else',
		fields: nothing,
	},
	edit: {
		label: 'edit and run',
		about: () => 'changes the command for this attempt only; a deviation',
		fields: (state, step) => [scriptField(state, step)],
	},
	defer: {label: 'defer', about: () => 'goes on; someone finishes it later', fields: deferFields},
	undo: {label: 'undo this step', about: () => 'runs the step’s own way back', fields: nothing},
	hold: {
		label: 'hold',
		about: () => 'stops here until someone releases the run',
		fields: () => [reasonField('Why hold?')],
	},
	abort: {
		label: 'abort',
		about: () => 'ends the run; nothing has been changed yet',
		fields: () => [reasonField('Why abort?')],
	},
	abandon: {
		label: 'abandon',
		about: () => 'ends the run as it stands; no way back is written',
		fields: () => [reasonField('Why abandon?')],
	},
	'look-again': {label: 'look again', about: () => 'measures it anew', fields: nothing},
	'put-off': {
		label: 'go on up to the change',
		about: () => 'walks on; asks again before the first step that changes something',
		fields: nothing,
	},
	waive: {
		label: 'go on all the same',
		about: () => 'goes on although it does not hold; a deviation',
		fields: () => [reasonField('Why go on?')],
	},
	'go-on': {
		label: 'go on',
		about: () => 'goes on although the guard tripped; a deviation',
		fields: () => [reasonField('Why go on?')],
	},
	tell: {
		label: 'tell others',
		about: state => tellWords(state),
		fields: () => [],
	},
	goto: {
		label: 'go back',
		about: (state, step) => gotoWords(state, step),
		fields: () => [reasonField('Why go back?')],
	},
};

/** The first four ways stand in front; what is left waits behind `more`. */
export function wayChoices(state: RunState, step: Step, ways: readonly Way[]): readonly Choice[] {
	return ways.map((way, at) => {
		const {label, about, fields} = sayings[way];
		const untold = endings.has(way) && ways.includes('tell') ? '; nobody has been told (tell others)' : '';
		return {
			is: way,
			label,
			about: `${about(state, step)}${untold}`,
			fields: fields(state, step),
			front: at < frontMax,
		};
	});
}

const frontMax = 4;
/** After these no message is sent any more: who has a message for a failure hears that it was not. */
const endings: ReadonlySet<Way> = new Set(['abort', 'abandon']);

export function scriptField(state: RunState, step: Step): Field {
	const script = resolvedText(state, step, {part: 'whole'}) ?? '';
	return field('script', 'The command for this attempt', {kind: 'lines', initial: saidText(script)});
}

export function deferFields(state: RunState): readonly Field[] {
	return [
		reasonField('Why later?'),
		field('owner', 'Who finishes it?', {initial: saidLine(state.operator)}),
		field('due', 'Until when?', {example: 'tomorrow 12:00', required: false}),
	];
}

function tellWords(state: RunState): string {
	const message = failureMessage(state.runbook);
	const text = message === undefined ? undefined : resolvedText(state, message, {part: 'whole'});
	return `sends to ${saidLine(message?.work.channel ?? '')}: “${saidLine(text ?? '')}”`;
}

function gotoWords(state: RunState, {onFailure}: Step): string {
	const id = typeof onFailure === 'object' ? onFailure.goto : '';
	return `walks again from “${saidLine(state.stepsById.get(id)?.title ?? id)}”, as the runbook says`;
}

function nextAttempt(state: RunState, step: Step): number {
	return progressOf(state, step.id).attempts.length + 1;
}

function fixedWords(step: Step): string {
	const verifies = 'run' in step && step.run?.verify !== undefined;
	return verifies
		? 'you mended it; the step’s own check says whether'
		: 'you mended it; the record takes your word';
}
