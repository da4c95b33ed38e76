import type * as z from 'zod';
import {refusedInputNames} from '../input/input-names.ts';
import {checkInput} from '../input/input-value.ts';
import type {Input} from '../meta-model.ts';
import type {Problem} from '../model.ts';
import type {YamlDocument} from '../schema/yaml-reading.ts';
import type {frontMatter} from './front-matter-schema.ts';

type Fields = z.output<typeof frontMatter.inputs>;
type InputFields = Exclude<Fields[string], string>;

/** Declared inputs, in order, and what is wrong with their declarations. */
export function inputsOf(
	fields: Fields,
	yaml: YamlDocument,
	key: string,
): {inputs: readonly Input[]; problems: readonly Problem[]} {
	const inputs = Object.entries(fields).map(([name, given]) =>
		inputOf(name, given, yaml.place([key, name], 'key').line),
	);
	const problems = inputs.flatMap(input => problemsOf(input, {inputs, yaml, key}));
	return {inputs: inputs.filter(input => nameProblem(input.name) === undefined), problems};
}

function inputOf(name: string, given: Fields[string], line: number): Input {
	const fields: Partial<InputFields> = typeof given === 'string' ? {type: given} : given;
	const {about, pattern, example, choices, from} = fields;
	const type = fields.type === 'string' && choices !== undefined ? 'choice' : (fields.type ?? 'string');
	const secret = type === 'secret' || fields.secret === true;
	return {
		name,
		type,
		secret,
		...(about === undefined ? {} : {about}),
		...(pattern === undefined ? {} : {pattern}),
		...(fields.default === undefined || secret ? {} : {default: fields.default}),
		...(example === undefined ? {} : {example}),
		...(choices === undefined ? {} : {choices}),
		...(from === undefined ? {} : {from}),
		confidence: 'declared',
		required: fields.required ?? fields.default === undefined,
		line,
	};
}

type Declared = {readonly inputs: readonly Input[]; readonly yaml: YamlDocument; readonly key: string};

function problemsOf(input: Input, declared: Declared): readonly Problem[] {
	return [
		...nameProblems(input, declared),
		...sourceProblems(input, declared),
		...valueProblems(input, declared),
	];
}

type Said = {readonly field?: string; readonly message: string; readonly hint: string};

function inputProblem(input: Input, {yaml, key}: Declared, {field, message, hint}: Said): Problem {
	const place =
		field === undefined
			? yaml.place([key, input.name], 'key')
			: yaml.place([key, input.name, field], 'value');
	return {code: 'front-matter.input', severity: 'error', ...place, message, hint};
}

function nameProblems(input: Input, declared: Declared): readonly Problem[] {
	const why = nameProblem(input.name);
	const twin = declared.inputs.find(
		other =>
			declared.inputs.indexOf(other) < declared.inputs.indexOf(input) &&
			variableOf(other.name) === variableOf(input.name),
	);
	return [
		...(why === undefined
			? []
			: [
					inputProblem(input, declared, {
						message: `“${input.name}” can't be the name of an input: ${why}.`,
						hint: 'Choose another name.',
					}),
				]),
		...(twin === undefined
			? []
			: [
					inputProblem(input, declared, {
						message: `“${input.name}” and “${twin.name}” would be the same variable, ${variableOf(input.name)}.`,
						hint: 'Rename one of them.',
					}),
				]),
	];
}

function sourceProblems(input: Input, declared: Declared): readonly Problem[] {
	const source = input.from !== undefined && 'input' in input.from ? input.from.input : undefined;
	const isLost =
		source !== undefined && !declared.inputs.some(other => other !== input && other.name === source);
	const isEmpty = input.type === 'choice' && input.choices === undefined;
	return [
		...(isEmpty
			? [
					inputProblem(input, declared, {
						field: 'type',
						message: `“${input.name}” is a choice without choices.`,
						hint: 'Add choices: [a, b].',
					}),
				]
			: []),
		...(isLost
			? [
					inputProblem(input, declared, {
						field: 'from',
						message: `“${input.name}” is taken from an input that isn't there.`,
						hint: 'Name another input of this runbook.',
					}),
				]
			: []),
	];
}

function valueProblems(input: Input, declared: Declared): readonly Problem[] {
	return (['default', 'example'] as const).flatMap(field => {
		const why = input[field] === undefined ? undefined : checkInput(input, input[field]);
		const message = `The ${field} of “${input.name}” is not allowed by its own declaration: ${why ?? ''}.`;
		return why === undefined
			? []
			: [
					inputProblem(input, declared, {
						field,
						message,
						hint: `Change the ${field}, or the type and pattern.`,
					}),
				];
	});
}

/** The variable a script sees, in capitals. */
function variableOf(name: string): string {
	return name.replaceAll(/[^A-Za-z0-9_]/g, '_').toUpperCase();
}

/** @returns why a name is not allowed for an input; undefined when it is. */
function nameProblem(name: string): string | undefined {
	if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/.test(name)) {
		return 'a name is a letter, then up to 63 of letters, digits, “_”, “-” and “.”';
	}
	return refusedInputNames.has(variableOf(name)) ? 'that variable changes how programs run' : undefined;
}
