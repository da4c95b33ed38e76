import {parseDuration} from '../../text/duration.ts';
import {withinReason} from '../../text/pattern.ts';
import type {Input, InputType} from '../meta-model.ts';

/** Longest value of an input in UTF-16 units: all of a run's inputs have to fit into one journal entry of 64 KiB. */
const inputCharsMax = 4_000;

/** Longest text a pattern is tried on; longer values of inputs with a pattern are refused before. */
const patternedCharsMax = 1_000;

/** @returns why the value is not allowed for this input, in words that follow "… can't be that: "; undefined when it is. */
export function checkInput(input: Input, value: string): string | undefined {
	return (
		checkText(input, value) ??
		checkType(input, value) ??
		checkPattern(input, value) ??
		checkShellText(input, value)
	);
}

function checkText(input: Input, value: string): string | undefined {
	if (value.includes('\0')) {
		return 'it holds a zero byte';
	}
	if (!value.isWellFormed()) {
		return 'it holds half of a character';
	}
	if (value.length > inputCharsMax) {
		return `it is ${value.length} characters long; the limit is ${inputCharsMax}`;
	}
	if (/[\u0001-\u0008\u000B-\u001F\u007F-\u009F]/.test(value)) {
		return 'it holds control characters';
	}
	return value.trim() === '' && input.required ? 'it is empty' : undefined;
}

function checkType(input: Input, value: string): string | undefined {
	if (value === '' && !input.required) {
		return undefined;
	}
	if (input.type === 'choice') {
		return input.choices?.includes(value) === false ? `it is none of ${input.choices.join(', ')}` : undefined;
	}
	return typeChecks[input.type](value);
}

type Check = (value: string) => string | undefined;

const matching =
	(pattern: RegExp, otherwise: string): Check =>
	value =>
		pattern.test(value) ? undefined : otherwise;

const typeChecks: Readonly<Record<Exclude<InputType, 'choice'>, Check>> = {
	string: () => undefined,
	secret: () => undefined,
	int: matching(/^[+-]?\d{1,15}$/, 'it is not a whole number'),
	number: matching(/^[+-]?(?:\d{1,15})(?:\.\d{1,15})?$/, 'it is not a number such as 12 or 0.5'),
	bool: matching(/^(?:yes|no|true|false)$/, 'it is neither yes nor no'),
	url: value =>
		/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value) && URL.canParse(value)
			? undefined
			: 'it is not a URL such as https://example.com/',
	semver: matching(
		/^v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/,
		'it is not a version such as 1.4.2',
	),
	'git-sha': matching(/^[0-9a-f]{7,64}$/, 'it is not a commit: 7 to 64 hex digits'),
	'image-digest': matching(
		/^(?:[a-z0-9][a-zA-Z0-9._:/-]*@)?sha256:[0-9a-f]{64}$/,
		'it is not an image digest: sha256: and 64 hex digits',
	),
	duration: value =>
		parseDuration(value) === undefined ? 'it is not a duration such as 5m or 1h30m' : undefined,
	path: value =>
		value.includes('\n')
			? 'a path is one line'
			: value.startsWith('-')
				? 'programs would take it for an option; write ./ before it'
				: undefined,
};

function checkPattern(input: Input, value: string): string | undefined {
	if (input.pattern === undefined || (value === '' && !input.required)) {
		return undefined;
	}
	if (value.length > patternedCharsMax) {
		return `it is longer than ${patternedCharsMax} characters`;
	}
	try {
		const regex = new RegExp(`^(?:${input.pattern})$`, 'u');
		const done = withinReason(() => regex.test(value));
		if (done === undefined) {
			return `trying the runbook's pattern ${input.pattern} on it does not end`;
		}
		return done.value ? undefined : `it does not match ${input.pattern}`;
	} catch {
		return `the runbook's pattern ${input.pattern} is no regular expression`;
	}
}

/** Placeholders of an unannotated runbook are put into the script as they are, so they may hold nothing the shell reads. */
function checkShellText(input: Input, value: string): string | undefined {
	const isPlaceholder = input.confidence !== 'declared';
	return isPlaceholder && !input.secret && !/^[A-Za-z0-9._:/@+-]*$/.test(value)
		? 'it stands in a command as it is, where only letters, digits and . _ : / @ + - are safe'
		: undefined;
}
