import type {Input} from '../meta-model.ts';
import type {Problem} from '../model.ts';
import {dangerOf} from '../shell/danger.ts';
import {hasOption} from '../shell/options.ts';
import {type FoundCommand, finding, type Paper, placeOf, type Rule} from './paper.ts';

/** Shell habits that let a value or a stranger run commands, or that destroy. */
export const unsafe: Rule = paper => {
	const variables = inputVariables(paper.runbook.inputs);
	return [
		...paper.commands.flatMap(command => [
			...evaluates(paper, command),
			...downloads(paper, command),
			...removes(paper, command),
			...arithmetic(paper, command, variables),
		]),
		...unquoted(paper, variables),
		...destroys(paper),
	];
};

/** Types whose values hold no space, star or quote. */
const harmless: ReadonlySet<Input['type']> = new Set([
	'int',
	'number',
	'bool',
	'semver',
	'git-sha',
	'image-digest',
	'duration',
]);

type Variables = ReadonlyMap<string, Input>;

function inputVariables(inputs: readonly Input[]): Variables {
	return new Map(
		inputs.flatMap(input => {
			const name = input.name.replaceAll(/[^A-Za-z0-9_]/g, '_');
			return [
				[name, input],
				[name.toUpperCase(), input],
			] as const;
		}),
	);
}

function evaluates(paper: Paper, command: FoundCommand): readonly Problem[] {
	const call = command.calls.find(
		({words}) =>
			words[0] === 'eval' &&
			!/^\$\(\s*(?:ssh-agent|minikube|docker-machine|direnv|brew|starship|rbenv|pyenv|nodenv|op)\b/.test(
				words[1] ?? '',
			),
	);
	return call === undefined
		? []
		: [
				finding('unsafe.eval', placeOf(paper, command, 'eval'), {
					message: 'eval runs whatever stands in this text.',
				}),
			];
}

function downloads(paper: Paper, command: FoundCommand): readonly Problem[] {
	const at = command.calls.findIndex(({words}) => /^(?:curl|wget)$/.test(words[0] ?? ''));
	const next = command.calls
		.slice(at + 1)
		.find(
			({words, piped}) =>
				piped &&
				/^(?:ba|z|da|k)?sh$|^python3?$|^node$|^ruby$|^perl$/.test(
					words[0] === 'sudo'
						? (words.find((word, index) => index > 0 && !word.startsWith('-')) ?? '')
						: (words[0] ?? ''),
				),
		);
	const inside = command.calls.some(
		({words}) =>
			/^(?:ba|z)?sh$/.test(words[0] ?? '') &&
			words.some(word => /^(?:\$\(|<\()\s*(?:curl|wget)\b/.test(word)),
	);
	return (at !== -1 && next !== undefined) || inside
		? [
				finding('unsafe.curl-shell', placeOf(paper, command, command.calls[at]?.words[0] ?? ''), {
					message: 'What this downloads is run without anybody having seen it.',
				}),
			]
		: [];
}

function removes(paper: Paper, command: FoundCommand): readonly Problem[] {
	return command.calls.flatMap(({words, raw}) => {
		if (words[0] !== 'rm' || !hasOption(words, '-r', '-R', '--recursive')) {
			return [];
		}
		const risky = raw
			.slice(1)
			.find(word => /^["']?\$\{?\w+\}?["']?(?:\/|$|\*)/.test(word) && !/\$\{\w+:?\?/.test(word));
		return risky === undefined
			? []
			: [
					finding('unsafe.rm-variable', placeOf(paper, command, risky), {
						message: `When the variable is empty, “rm -r ${risky}” removes something else.`,
					}),
				];
	});
}

const numeric = /^-(?:eq|ne|lt|le|gt|ge)$/;

function arithmetic(paper: Paper, command: FoundCommand, variables: Variables): readonly Problem[] {
	return command.calls.flatMap(({words, raw}) => {
		const tested =
			words[0] === '[['
				? raw.filter(
						(_, index) => numeric.test(words[index + 1] ?? '') || numeric.test(words[index - 1] ?? ''),
					)
				: raw.filter(word => /\$\(\(|^\(\(/.test(word));
		const name = tested
			.flatMap(word => [...word.matchAll(/[A-Za-z_]\w*/g)].map(match => match[0]))
			.find(word => variables.has(word) && !harmless.has(variables.get(word)?.type ?? 'string'));
		return name === undefined
			? []
			: [
					finding('unsafe.arithmetic', placeOf(paper, command, name), {
						message: `The value of ${name} is evaluated as an expression here, so it can run commands.`,
					}),
				];
	});
}

type Bare = {
	readonly command: FoundCommand;
	readonly word: string;
	readonly name: string;
	readonly input: Input;
};

/** Each declared input; of those that were only found in the text the first, with a count. */
function unquoted(paper: Paper, variables: Variables): readonly Problem[] {
	const bare = paper.commands.flatMap(command => bareIn(command, variables));
	const declared = bare.filter(one => one.input.confidence === 'declared');
	const guessed = bare.filter(one => one.input.confidence !== 'declared');
	const more = guessed.length > 1 ? `, and so do others in ${guessed.length - 1} more commands` : '';
	return [
		...declared.map(one =>
			finding('unsafe.unquoted', placeOf(paper, one.command, one.word), {
				message: `$${one.name} stands without quotes.`,
			}),
		),
		...guessed.slice(0, 1).map(one =>
			finding('unsafe.unquoted', placeOf(paper, one.command, one.word), {
				severity: 'hint',
				message: `$${one.name} stands without quotes${more}.`,
			}),
		),
	];
}

/** The first in a command. */
function bareIn(command: FoundCommand, variables: Variables): readonly Bare[] {
	const words = command.calls.filter(call => call.words[0] !== '[[').flatMap(call => call.raw);
	for (const word of words) {
		const name = /(?<!\\)\$\{?([A-Za-z_]\w*)\}?/.exec(withoutQuoted(word))?.[1];
		const input = name === undefined ? undefined : variables.get(name);
		if (name !== undefined && input !== undefined && !harmless.has(input.type)) {
			return [{command, word, name, input}];
		}
	}
	return [];
}

function withoutQuoted(word: string): string {
	return word.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '');
}

/** What can't be taken back, and about which the step says nothing. */
function destroys(paper: Paper): readonly Problem[] {
	return paper.commands
		.filter(command => command.where === 'walk')
		.flatMap(command => {
			const {step} = command;
			const says =
				step === undefined ||
				step.forbidden ||
				step.noReturn ||
				step.prose.undo !== undefined ||
				step.prose.danger !== undefined ||
				step.prose.blast !== undefined ||
				command.run?.undo !== undefined ||
				step.prose.notes?.some(note => note.level === 'warning' || note.level === 'danger') === true;
			return !says && dangerOf(command.text) === 'irreversible'
				? [
						finding('unsafe.destroys', placeOf(paper, command, command.calls[0]?.words[0] ?? ''), {
							message: 'This can’t be taken back, and the step says nothing about it.',
						}),
					]
				: [];
		});
}
