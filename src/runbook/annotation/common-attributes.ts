import {parseDuration} from '../../text/duration.ts';
import type {Problem} from '../model.ts';
import {whenProblem} from '../reading/when.ts';
import type {CheckStep, Danger, OnFailure, Prose, StepCommon} from '../step-model.ts';
import type {Attributes} from './attributes.ts';

type Mutable<T> = {-readonly [Key in keyof T]: T[Key]};

/** A value with what was wrong in the attributes that shaped it. */
export type Shaped<T> = {readonly value: T; readonly problems: readonly Problem[]};

/** Lays what the author wrote over what a step has from where it stands. The id stays the reader's to give. */
export function withCommonAttributes<T extends StepCommon>(step: T, attributes: Attributes): Shaped<T> {
	const {values, flags} = attributes;
	const problems: Problem[] = [];
	const set: Partial<Mutable<StepCommon>> = {
		...flagsOf(attributes),
		prose: {...step.prose, ...proseOf(attributes)},
	};
	for (const [name, field] of texts) {
		const value = values.get(name);
		if (value !== undefined) {
			set[field] = value;
		}
	}
	const danger = oneOf(attributes, {name: 'danger', allowed: dangers}, problems);
	const emergency =
		oneOf(attributes, {name: 'emergency', allowed: ['required', 'defer', 'skip'] as const}, problems) ??
		(flags.has('emergency') ? 'required' : undefined);
	const onFailure = onFailureOf(attributes, problems);
	Object.assign(
		set,
		danger === undefined ? {} : {danger},
		emergency === undefined ? {} : {emergency},
		onFailure === undefined ? {} : {onFailure},
	);
	if (values.has('needs')) {
		set.needs = listOf(values.get('needs'));
	}
	if (values.has('takes') && parseDuration(values.get('takes') ?? '') === undefined) {
		problems.push(badValue(attributes, 'takes', 'Write a duration such as 30s, 5m or 1h30m.'));
	}
	const unreadable = set.when === undefined ? undefined : whenProblem(set.when);
	if (unreadable !== undefined) {
		problems.push(badValue(attributes, 'when', `${unreadable}.`));
	}
	return {value: {...step, ...set}, problems};
}

const dangers: readonly Danger[] = ['none', 'caution', 'prod', 'data', 'irreversible'];

const texts = [
	['title', 'title'],
	['when', 'when'],
	['role', 'role'],
	['see', 'see'],
	['strategy', 'strategy'],
	['component', 'component'],
] as const;

const proseNames = [
	['why', 'why'],
	['expect', 'expect'],
	['undo', 'undo'],
	['if-not', 'ifNot'],
	['takes', 'takes'],
	['blast', 'blast'],
] as const;

/** `expect=/…/` is a pattern over the output and no text. */
function proseOf({values}: Attributes): Prose {
	const prose: Mutable<Prose> = {};
	for (const [name, field] of proseNames) {
		const value = values.get(name);
		if (value !== undefined && !isPattern(value)) {
			prose[field] = value;
		}
	}
	return prose;
}

const flagFields = [
	['auto', 'auto'],
	['optional', 'optional'],
	['required', 'required'],
	['critical', 'critical'],
	['no-return', 'noReturn'],
	['forbidden', 'forbidden'],
	['contingent', 'contingent'],
] as const;

function flagsOf(attributes: Attributes): Partial<StepCommon> {
	const set: Partial<Mutable<StepCommon>> = {};
	for (const [name, field] of flagFields) {
		const value = flagOf(attributes, name);
		if (value !== undefined) {
			set[field] = value;
		}
	}
	return set;
}

/** @returns true or false as written, undefined when the author says nothing. */
export function flagOf({flags, values}: Attributes, name: string): boolean | undefined {
	if (flags.has(name)) {
		return true;
	}
	return values.get(name) === 'false' ? false : undefined;
}

/** `/…/` is a regular expression; everything else is text. */
export function isPattern(value: string): boolean {
	return value.length > 2 && value.startsWith('/') && value.endsWith('/');
}

export function listOf(value: string | undefined): readonly string[] {
	return (value ?? '').split(/[\s,]+/).filter(word => word !== '');
}

/** @param problems gets one more when the value is none of the allowed. */
function oneOf<T extends string>(
	attributes: Attributes,
	{name, allowed}: {readonly name: string; readonly allowed: readonly T[]},
	problems: Problem[],
): T | undefined {
	const value = attributes.values.get(name);
	const found = allowed.find(one => one === value);
	if (value !== undefined && found === undefined) {
		problems.push(badValue(attributes, name, `It is one of: ${allowed.join(', ')}.`));
	}
	return found;
}

export function badValue(attributes: Attributes, name: string, hint: string): Problem {
	return {
		code: 'attribute.value',
		severity: 'error',
		line: attributes.line,
		column: 1,
		message: `“${name}” can't be “${attributes.values.get(name) ?? ''}”.`,
		hint,
	};
}

function onFailureOf(attributes: Attributes, problems: Problem[]): OnFailure | undefined {
	const value = attributes.values.get('on-failure');
	const goto = /^goto[:=\s]+(?<id>[a-z0-9._-]{1,64})$/.exec(value ?? '')?.groups?.id;
	if (goto !== undefined) {
		return {goto};
	}
	return oneOf(
		attributes,
		{name: 'on-failure', allowed: ['ask', 'continue', 'rollback', 'abort'] as const},
		problems,
	);
}

/** `answer=number`, `choices="a, b"`, `evidence="link to the build"` of a task. */
export function withCheckAttributes(step: CheckStep, attributes: Attributes): Shaped<CheckStep> {
	const problems: Problem[] = [];
	const {values, flags} = attributes;
	const choices = (values.get('choices') ?? '').split(/\s*[,|]\s*/).filter(choice => choice !== '');
	const kind =
		oneOf(
			attributes,
			{name: 'answer', allowed: ['tick', 'text', 'number', 'url', 'choice'] as const},
			problems,
		) ?? (choices.length > 0 ? 'choice' : undefined);
	const evidence = values.get('evidence') ?? (flags.has('evidence') ? 'evidence' : undefined);
	const answer = kind === undefined ? step.answer : kind === 'choice' ? {is: kind, choices} : {is: kind};
	if (kind === 'choice' && choices.length < 2) {
		problems.push({
			...badValue(attributes, 'answer', 'Add choices="a, b".'),
			message: 'A choice needs at least two choices.',
		});
	}
	return {value: {...step, answer, ...(evidence === undefined ? {} : {evidence})}, problems};
}
