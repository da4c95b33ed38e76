import {checkInput} from '../../runbook/input/input-value.ts';
import type {Input} from '../../runbook/meta-model.ts';
import {saidLine, saidText} from './said.ts';

/** One thing a person is asked to type or pick. */
export type Field = {
	/** Names the value when it is handed on: an input's name, `reason`, `typed`, … */
	readonly name: string;
	readonly label: string;
	readonly about?: string;
	readonly example?: string;
	/** `lines`: enter makes a new line. `secret`: never shown, never kept in a view. */
	readonly kind: 'line' | 'lines' | 'secret' | 'choice';
	/** As the runbook has them, because one of them is handed on; sanitised where they are shown. */
	readonly choices: readonly string[];
	readonly initial: string;
	readonly required: boolean;
	/** Only this very word will do. */
	readonly exactly?: string;
	readonly number?: boolean;
	readonly url?: boolean;
	readonly input?: Input;
};

export function field(name: string, label: string, rest: Partial<Omit<Field, 'name' | 'label'>> = {}): Field {
	return {name, label, kind: 'line', choices: [], initial: '', required: true, ...rest};
}

/** @returns why this text won't do, or undefined. Not called for secrets: their value never comes here. */
export function problemOf(of: Field, text: string): string | undefined {
	if (text.trim() === '') {
		return of.required ? emptyProblem(of) : undefined;
	}
	if (of.exactly !== undefined) {
		return text.trim() === of.exactly ? undefined : `type ${of.exactly} in full`;
	}
	if (of.kind === 'choice' && !of.choices.includes(text)) {
		return `one of: ${of.choices.map(saidLine).join(', ')}`;
	}
	if (of.number === true && !Number.isFinite(Number(text))) {
		return 'a number is needed';
	}
	if (of.url === true && !URL.canParse(text.trim())) {
		return 'a link is needed, with https://';
	}
	const why = of.input === undefined ? undefined : checkInput(of.input, text);
	return why === undefined ? undefined : saidLine(why);
}

/** The field that asks for an input of the runbook. */
export function inputField(input: Input): Field {
	const choices = input.type === 'bool' ? ['yes', 'no'] : (input.choices ?? []);
	return {
		name: input.name,
		label: saidLine(input.name),
		...(input.about === undefined ? {} : {about: saidLine(input.about)}),
		...(input.example === undefined ? {} : {example: saidLine(input.example)}),
		kind: input.secret ? 'secret' : choices.length > 0 ? 'choice' : 'line',
		choices,
		initial: input.secret ? '' : saidText(input.default ?? ''),
		required: input.required && input.confidence !== 'likely',
		input,
	};
}

/** What kind of value belongs there, for the line under the field. */
export function kindWords(input: Input): string {
	const words: Readonly<Record<Input['type'], string>> = {
		string: 'text',
		int: 'a whole number',
		number: 'a number',
		bool: 'yes or no',
		choice: 'one of these',
		url: 'a link, with http or https',
		semver: 'a version such as 1.4.2',
		'git-sha': 'a git commit, 7 to 40 hex digits',
		'image-digest': 'an image digest, sha256:…',
		duration: 'a duration such as 5m',
		path: 'a path',
		secret: 'a secret: kept in memory only, never shown, never written down',
	};
	return words[input.type];
}

function emptyProblem(of: Field): string {
	return of.exactly === undefined ? 'needed' : `type ${of.exactly} to confirm`;
}
