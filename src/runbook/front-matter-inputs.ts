import type * as z from 'zod';
import type {frontMatter} from './front-matter-schema.ts';
import {refusedInputNames} from './input-names.ts';
import {checkInput} from './input-value.ts';
import type {Input, Problem} from './model.ts';
import type {YamlDocument} from './yaml-reading.ts';

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
	const at = (field: string | undefined) =>
		declared.yaml.place(
			field === undefined ? [declared.key, input.name] : [declared.key, input.name, field],
			field === undefined ? 'key' : 'value',
		);
	const problem = (field: string | undefined, message: string, hint: string): Problem => ({
		code: 'front-matter.input',
		severity: 'error',
		...at(field),
		message,
		hint,
	});
	const found: Problem[] = [];
	const name = nameProblem(input.name);
	if (name !== undefined) {
		found.push(
			problem(undefined, `“${input.name}” can't be the name of an input: ${name}.`, 'Choose another name.'),
		);
	}
	const twin = declared.inputs.find(
		other => other !== input && variableOf(other.name) === variableOf(input.name) && other.line < input.line,
	);
	if (twin !== undefined) {
		found.push(
			problem(
				undefined,
				`“${input.name}” and “${twin.name}” would be the same variable, ${variableOf(input.name)}.`,
				'Rename one of them.',
			),
		);
	}
	if (input.type === 'choice' && input.choices === undefined) {
		found.push(problem('type', `“${input.name}” is a choice without choices.`, 'Add choices: [a, b].'));
	}
	if (
		input.from !== undefined &&
		'input' in input.from &&
		!declared.inputs.some(
			other =>
				other !== input &&
				input.from !== undefined &&
				'input' in input.from &&
				other.name === input.from.input,
		)
	) {
		found.push(
			problem(
				'from',
				`“${input.name}” is taken from an input that isn't there.`,
				'Name another input of this runbook.',
			),
		);
	}
	for (const field of ['default', 'example'] as const) {
		const value = input[field];
		const why = value === undefined ? undefined : checkInput(input, value);
		if (value !== undefined && why !== undefined) {
			found.push(
				problem(
					field,
					`The ${field} of “${input.name}” is not allowed by its own declaration: ${why}.`,
					`Change the ${field}, or the type and pattern.`,
				),
			);
		}
	}
	return found;
}

/** The variable a script sees, in capitals. */
function variableOf(name: string): string {
	return name.replaceAll(/[^A-Za-z0-9_]/g, '_').toUpperCase();
}

/** @returns why a name is not allowed for an input; undefined when it is. */
export function nameProblem(name: string): string | undefined {
	if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/.test(name)) {
		return 'a name is a letter, then up to 63 of letters, digits, “_”, “-” and “.”';
	}
	return refusedInputNames.has(variableOf(name)) ? 'that variable changes how programs run' : undefined;
}
