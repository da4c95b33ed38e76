import type {InputValue} from '../../engine/event.ts';
import type {Input} from '../../runbook/meta-model.ts';
import {secretProblem} from '../../text/mask.ts';
import type {Given} from '../view/choice.ts';
import {type Field, kindWords, problemOf} from '../view/field.ts';
import {saidLine} from '../view/said.ts';
import type {Dialogue, Topic, Turn} from './dialogue.ts';

/** A value that is wrong this often in a row leads back to the question. */
const triesMax = 20;
/** Lines of a command that is typed in place of the runbook's. */
const scriptLinesMax = 200;

type Filled = {readonly is: 'some'; readonly text: string} | {readonly is: 'none'; readonly turn: Turn};

/** Asks for each field in turn. @returns the values by field name, or how the dialogue goes on without them. */
export async function fillFields(
	fields: readonly Field[],
	dialogue: Dialogue,
	topic: Topic,
): Promise<Given | Turn> {
	const given: Record<string, string> = {};
	for (const field of fields) {
		const filled =
			field.kind === 'lines'
				? await fillScript(field, dialogue, topic)
				: await fillLine(field, dialogue, topic);
		if (filled.is === 'none') {
			return filled.turn;
		}
		given[field.name] = filled.text;
	}
	return given;
}

/** What an input's text means: left as it stands in the runbook, a value, or nothing. */
export function inputValues(
	inputs: readonly Input[],
	given: Given,
): {readonly values: Record<string, InputValue>; readonly secrets: Record<string, string>} {
	const values: Record<string, InputValue> = {};
	const secrets: Record<string, string> = {};
	for (const input of inputs) {
		const text = given[input.name] ?? '';
		if (input.secret) {
			Object.assign(secrets, text === '' ? {} : {[input.name]: text});
		} else {
			values[input.name] =
				text.trim() === '' && input.confidence === 'likely'
					? {is: 'left'}
					: {is: 'value', value: text.trim(), from: 'asked'};
		}
	}
	return {values, secrets};
}

async function fillLine(field: Field, dialogue: Dialogue, topic: Topic): Promise<Filled> {
	for (let turn = 0; turn < triesMax; turn += 1) {
		const heard = await dialogue.read(promptFor(field), topic, field);
		if (heard.is !== 'line') {
			return {is: 'none', turn: await dialogue.unheard(heard)};
		}
		const text = textOf(field, heard.text);
		const problem = field.kind === 'secret' ? problemOfSecret(field, text) : problemOf(field, text);
		if (problem === undefined) {
			return {is: 'some', text};
		}
		const isGivenUp = text.trim() === '' && topic.asking.is !== 'inputs';
		const next = await dialogue.fruitless(
			isGivenUp ? '  Nothing was answered; back to the question.' : `  ${problem}`,
		);
		if (isGivenUp || next === 'left') {
			return {is: 'none', turn: next};
		}
	}
	return {is: 'none', turn: 'again'};
}

async function fillScript(field: Field, dialogue: Dialogue, topic: Topic): Promise<Filled> {
	await dialogue.say(
		`${field.label}, as it stands:`,
		...field.initial.split('\n').map(row => `    ${saidLine(row)}`),
		'Type it anew; a line with a single dot ends it, a dot alone leaves it as it is.',
	);
	const rows: string[] = [];
	while (rows.length < scriptLinesMax) {
		const heard = await dialogue.read('  > ', topic, field);
		if (heard.is !== 'line') {
			return {is: 'none', turn: await dialogue.unheard(heard)};
		}
		if (heard.text.trim() === '.') {
			return {is: 'some', text: rows.length === 0 ? field.initial : rows.join('\n')};
		}
		rows.push(heard.text);
	}
	return {
		is: 'none',
		turn: await dialogue.fruitless(`  A command of more than ${scriptLinesMax} lines belongs into a file.`),
	};
}

/** `version, the build to bring live (a version such as 1.4.2; e.g. 4.12.0) [4.11.0]: ` */
function promptFor(field: Field): string {
	const hints = [
		field.choices.length > 0
			? field.choices.map((choice, index) => `${index + 1} ${saidLine(choice)}`).join(', ')
			: undefined,
		field.input === undefined || field.choices.length > 0 ? undefined : kindWords(field.input),
		field.example === undefined ? undefined : `e.g. ${saidLine(field.example)}`,
		field.required || field.initial !== ''
			? undefined
			: field.input?.confidence === 'likely'
				? 'empty leaves it as it stands'
				: 'may be empty',
		field.initial !== '' && field.initial === field.input?.default ? 'the runbook’s default' : undefined,
	].filter(hint => hint !== undefined);
	const about = field.about === undefined ? '' : `, ${saidLine(field.about)}`;
	const initial = field.initial === '' ? '' : ` [${saidLine(field.initial)}]`;
	const text = `  ${saidLine(field.label)}${about}${hints.length === 0 ? '' : ` (${hints.join('; ')})`}${initial}`;
	return text.endsWith('?') ? `${text} ` : `${text}: `;
}

/** An empty line takes what stands there; a number picks a choice; a secret is taken as it was typed. */
function textOf(field: Field, line: string): string {
	if (field.kind === 'secret') {
		return line;
	}
	const typed = line.trim();
	if (typed === '') {
		return field.initial;
	}
	return field.choices.includes(typed) ? typed : (field.choices[Number(typed) - 1] ?? typed);
}

function problemOfSecret(field: Field, text: string): string | undefined {
	if (text === '') {
		return field.required ? 'needed' : undefined;
	}
	return secretProblem(text);
}
