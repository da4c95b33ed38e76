import type {Input, Meta} from '../meta-model.ts';
import type {Problem} from '../model.ts';
import type {Step} from '../step-model.ts';
import {conditionsOf} from './when.ts';

/**
The inputs that a runbook has without declaring them: which of its strategies is followed, and which of its components are
released. They are asked for where a step depends on them. One that the author declares is left as it is.
*/
export function choiceInputs(
	meta: Meta,
	declared: readonly Input[],
	steps: readonly Step[],
): readonly Input[] {
	const conditions = steps.flatMap(conditionsOf);
	const isNamed = (name: string) => conditions.some(condition => new RegExp(`\\b${name}\\b`).test(condition));
	return possibleInputs(meta).filter(
		({name}) => isNamed(name) && !declared.some(input => input.name === name),
	);
}

/** Steps that belong to a strategy or a component of which the front matter says nothing: they would never be walked. */
export function choiceProblems(
	meta: Meta,
	inputs: readonly Input[],
	steps: readonly Step[],
): readonly Problem[] {
	const strategies: readonly string[] =
		meta.strategies ?? (meta.strategy === undefined ? [] : [meta.strategy]);
	const choices = inputs.find(({name}) => name === 'strategy')?.choices ?? [];
	const components = meta.components.map(({name}) => name);
	return steps.flatMap(step => [
		...unknownChoice(step, {key: 'strategy', word: step.strategy, known: [...strategies, ...choices]}),
		...unknownChoice(step, {key: 'component', word: step.component, known: components}),
	]);
}

function unknownChoice(
	step: Step,
	{
		key,
		word,
		known,
	}: {readonly key: string; readonly word: string | undefined; readonly known: readonly string[]},
): readonly Problem[] {
	return word === undefined || known.includes(word)
		? []
		: [
				{
					code: 'step.unknown-choice',
					severity: 'error',
					line: step.line,
					column: 1,
					...(step.file === undefined ? {} : {file: step.file}),
					message: `“${step.title}” belongs to the ${key} “${word}”, and the front matter names none like it.`,
					hint: known.length === 0 ? `Name it in the front matter.` : `There are: ${known.join(', ')}.`,
				},
			];
}

function possibleInputs(meta: Meta): readonly Input[] {
	const names = meta.components.map(({name}) => name);
	return [
		...(meta.strategies === undefined
			? []
			: [
					{
						...asked('strategy', 'How this release is brought out.'),
						type: 'choice' as const,
						choices: meta.strategies,
					},
				]),
		...(names.length === 0
			? []
			: [
					{
						...asked('components', `What is released: ${names.join(', ')}.`),
						type: 'string' as const,
						default: names.join(', '),
						pattern: listOf(names),
					},
				]),
	];
}

function asked(name: string, about: string): Omit<Input, 'type'> {
	return {name, about, secret: false, confidence: 'declared', required: false, line: 1};
}

/** One or more of these names, separated by commas or spaces. */
function listOf(names: readonly string[]): string {
	const any = `(?:${names.map(name => name.replaceAll(/[.-]/g, '\\$&')).join('|')})`;
	return `${any}(?:(?:,\\s*|\\s+)${any})*`;
}
