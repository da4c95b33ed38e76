import {readFile} from 'node:fs/promises';
import type {InputValue} from '../engine/event.ts';
import {variablesOf} from '../engine/order.ts';
import {Fault} from '../fault.ts';
import {checkInput} from '../runbook/input/input-value.ts';
import {readValues} from '../runbook/input/values-file.ts';
import type {Input} from '../runbook/meta-model.ts';
import type {Runbook} from '../runbook/model.ts';

export type GivenInputs = {
	readonly values: Record<string, InputValue>;
	readonly secrets: Record<string, string>;
};

export type InputOptions = {
	/** `name=value`, from the command line. */
	readonly input: readonly string[];
	/** A YAML or JSON file of names and values. */
	readonly inputs?: string;
	/** Values of an earlier run that this one starts from. */
	readonly earlier?: Readonly<Record<string, string>>;
	/** Values the program itself gives (practice). */
	readonly preset?: Readonly<Record<string, string>>;
};

/**
Gathers the inputs that need not be asked for: arguments, then a file, then the environment, then what practice
gives. A value that is not allowed is a fault here, before anything starts.

@throws Fault `input.invalid` naming the input, the value and what is allowed.
*/
export async function givenInputs(
	runbook: Runbook,
	options: InputOptions,
	env: NodeJS.ProcessEnv = process.env,
): Promise<GivenInputs> {
	const given: GivenInputs = {values: {}, secrets: {}};
	const fromFile = options.inputs === undefined ? {} : await inputsFile(options.inputs);
	const fromArguments = Object.fromEntries(options.input.map(pair => split(pair)));
	const sources = [
		{from: 'practice', values: options.preset ?? {}},
		{from: 'record', values: options.earlier ?? {}},
		{from: 'environment', values: fromEnvironment(runbook, env)},
		{from: 'file', values: fromFile},
		{from: 'argument', values: fromArguments},
	];
	for (const {from, values} of sources) {
		for (const [name, value] of Object.entries(values)) {
			take(given, declared(runbook, name), {value, from});
		}
	}
	return given;
}

function take(given: GivenInputs, input: Input, value: {value: string; from: string}): void {
	const why = checkInput(input, value.value);
	if (why !== undefined) {
		throw new Fault(
			'input.invalid',
			`${input.name} can't be ${input.secret ? 'that' : `“${value.value.slice(0, 80)}”`}: ${why}.`,
			input.example === undefined ? 'Give another value with --input.' : `For example: ${input.example}`,
		);
	}
	if (input.secret) {
		if (value.from === 'argument') {
			throw new Fault(
				'input.invalid',
				`${input.name} is a secret and stands in the argument list, where everyone on this machine can read it.`,
				'Leave it out to be asked for it, or give it in the environment.',
			);
		}
		given.secrets[input.name] = value.value;
		return;
	}
	given.values[input.name] = {is: 'value', ...value};
}

function declared(runbook: Runbook, name: string): Input {
	const input = runbook.inputs.find(candidate => candidate.name === name);
	if (input === undefined) {
		const names = runbook.inputs.map(candidate => candidate.name);
		throw new Fault(
			'input.invalid',
			`This runbook has no input “${name}”.`,
			names.length === 0 ? 'It has no inputs at all.' : `Its inputs are: ${names.join(', ')}.`,
		);
	}
	return input;
}

function split(pair: string): [string, string] {
	const at = pair.indexOf('=');
	if (at < 1) {
		throw new Fault(
			'cli.usage',
			`--input takes name=value, not “${pair.slice(0, 80)}”.`,
			'For example: --input version=1.4.2',
		);
	}
	return [pair.slice(0, at), pair.slice(at + 1)];
}

/** Variables named exactly like an input that says it may come from there (`from: {env: NAME}`), or `GONOGO_INPUT_NAME`. */
function fromEnvironment(runbook: Runbook, env: NodeJS.ProcessEnv): Record<string, string> {
	const found: Record<string, string> = {};
	for (const input of runbook.inputs) {
		const named = input.from !== undefined && 'env' in input.from ? env[input.from.env] : undefined;
		const value = env[`GONOGO_INPUT_${variablesOf(input.name).at(-1)}`] ?? named;
		if (value !== undefined) {
			found[input.name] = value;
		}
	}
	return found;
}

async function inputsFile(path: string): Promise<Readonly<Record<string, string>>> {
	let text: string;
	try {
		text = await readFile(path, 'utf8');
	} catch (error) {
		throw new Fault(
			'input.invalid',
			`The inputs in ${path} can't be read: ${error instanceof Error ? error.message : String(error)}`,
			'Check the path given to --inputs.',
			{cause: error},
		);
	}
	const values = readValues(text);
	if (values === undefined) {
		throw new Fault(
			'input.invalid',
			`${path} is not a list of names and values.`,
			'Write one `name: value` a line.',
		);
	}
	return values;
}
