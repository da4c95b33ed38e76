import {resolvedText} from '../../engine/order.ts';
import type {RunState} from '../../engine/state.ts';
import type {Way} from '../../engine/want.ts';
import type {Step} from '../../runbook/model.ts';
import type {Choice} from './choice.ts';
import {type Field, field} from './field.ts';
import {saidText} from './said.ts';

export function reasonField(label: string): Field {
	return field('reason', label);
}

/** The way as it is offered: its words, and what has to be typed with it. */
export function wayChoice(state: RunState, step: Step, way: Way): Omit<Choice, 'front'> {
	const next = (state.progress.get(step.id)?.attempts.length ?? 0) + 1;
	switch (way) {
		case 'retry':
			return {is: way, label: 'retry', about: `runs it again as attempt ${next}`, fields: []};
		case 'fixed-by-hand':
			return {
				is: way,
				label: 'fixed by hand',
				about: fixedWords(step),
				fields: [reasonField('What did you do?')],
			};
		case 'override':
			return {
				is: way,
				label: 'skip with a reason',
				about: 'goes on without it; the record says so',
				fields: [reasonField('Why go on without it?')],
			};
		case 'roll-back':
			return {
				is: way,
				label: 'roll back',
				about: 'leaves the walk and starts the rollback section',
				fields: [reasonField('Why roll back?')],
			};
		case 'verify':
			return {
				is: way,
				label: 'check what happened',
				about: 'runs the step’s own check, nothing else',
				fields: [],
			};
		case 'edit':
			return {
				is: way,
				label: 'edit and run',
				about: 'changes the command for this attempt only; a deviation',
				fields: [scriptField(state, step)],
			};
		case 'defer':
			return {
				is: way,
				label: 'defer',
				about: 'goes on; someone finishes it later',
				fields: deferFields(state),
			};
		case 'undo':
			return {is: way, label: 'undo this step', about: 'runs the step’s own way back', fields: []};
		case 'hold':
			return {
				is: way,
				label: 'hold',
				about: 'stops here until someone releases the run',
				fields: [reasonField('Why hold?')],
			};
		case 'abort':
			return {
				is: way,
				label: 'abort',
				about: 'ends the run; nothing has been changed yet',
				fields: [reasonField('Why abort?')],
			};
		case 'go-on':
			return {
				is: way,
				label: 'go on',
				about: 'goes on although the guard tripped; a deviation',
				fields: [reasonField('Why go on?')],
			};
		case 'abandon':
			return {
				is: way,
				label: 'abandon',
				about: 'ends the run as it stands; no way back is written',
				fields: [reasonField('Why abandon?')],
			};
	}
}

/** The first four ways stand in front; what is left waits behind `more`. */
export function wayChoices(state: RunState, step: Step, ways: readonly Way[]): readonly Choice[] {
	return ways.map((way, at) => ({...wayChoice(state, step, way), front: at < frontMax}));
}

const frontMax = 4;

export function scriptField(state: RunState, step: Step): Field {
	const script = resolvedText(state, step, {part: 'whole'}) ?? '';
	return field('script', 'The command for this attempt', {kind: 'lines', initial: saidText(script)});
}

export function deferFields(state: RunState): readonly Field[] {
	return [
		reasonField('Why later?'),
		field('owner', 'Who finishes it?', {initial: state.operator}),
		field('due', 'Until when?', {example: 'tomorrow 12:00', required: false}),
	];
}

function fixedWords(step: Step): string {
	const verifies = 'run' in step && step.run?.verify !== undefined;
	return verifies
		? 'you mended it; the step’s own check says whether'
		: 'you mended it; the record takes your word';
}
