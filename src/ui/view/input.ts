import type {RunState} from '../../engine/state.ts';
import type {Input} from '../../runbook/meta-model.ts';
import {kindWords} from './field.ts';
import {originOf} from './origin.ts';
import {saidLine} from './said.ts';

/** One input as someone needs to know it who has to give its value. */
export type InputView = {
	readonly name: string;
	readonly about: string;
	readonly facts: readonly {readonly label: string; readonly text: string}[];
};

/** Steps that are named as the users of an input. */
const stepsMax = 4;

export function inputView(state: RunState, input: Input): InputView {
	const facts: readonly (readonly [string, string | undefined])[] = [
		['Kind', kindWords(input)],
		['Example', input.example],
		['Pattern', input.pattern],
		['Default', defaultWords(input)],
		['Asked', whyAsked(input)],
		['Used in', usedIn(state, input)],
	];
	return {
		name: saidLine(input.name),
		about: input.about ?? '',
		facts: facts.flatMap(([label, text]) =>
			text === undefined || text === '' ? [] : [{label, text: saidLine(text)}],
		),
	};
}

/** Values that need not be asked for, each with where it came from. */
export function knownInputs(state: RunState): InputView['facts'] {
	return state.runbook.inputs.flatMap(input => {
		const value = state.inputs.get(input.name);
		if (value === undefined) {
			return [];
		}
		const said =
			value.is === 'value' ? value.value : value.is === 'secret' ? '••••••' : 'as it stands in the text';
		return [{label: saidLine(input.name), text: saidLine(`${said}  (${originOf(state, input.name)})`)}];
	});
}

/** The words for a value that stands in a field before anything is typed. */
function defaultWords({default: value, secret}: Input): string | undefined {
	return value === undefined || secret ? undefined : `${value}, as the runbook proposes`;
}

/** Why a value is asked for that the runbook says where to find. */
function whyAsked({from}: Input): string | undefined {
	if (from === undefined) {
		return undefined;
	}
	if ('env' in from) {
		return `because $${from.env} is not set here`;
	}
	return 'command' in from
		? `because \`${from.command.trim().split('\n')[0] ?? ''}\` gave no value`
		: `because ${from.input} has no value yet`;
}

function usedIn({runbook}: RunState, {name}: Input): string {
	const steps = [...runbook.walk, ...runbook.rollback].filter(step => step.inputs.includes(name));
	const titles = steps.slice(0, stepsMax).map(step => `“${saidLine(step.title)}”`);
	const more = steps.length - titles.length;
	return `${titles.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
