import type {Problem} from '../model.ts';
import {patternProblem} from '../schema/pattern.ts';
import type {ProbeStep, Step} from '../step-model.ts';
import type {HttpExpectation, ProbeWork} from '../work-model.ts';
import type {Attributes} from './attributes.ts';
import {captureOf, durationOf, pollOf, withCommandAttributes} from './command-attributes.ts';
import {
	badValue,
	flagOf,
	isPattern,
	listOf,
	type Shaped,
	withCheckAttributes,
	withCommonAttributes,
} from './common-attributes.ts';

type Mutable<T> = {-readonly [Key in keyof T]: T[Key]};

/** Lays everything the author wrote over a step of any kind. The id stays the reader's to give. */
export function withAttributes(step: Step, attributes: Attributes): Shaped<Step> {
	const common = withCommonAttributes(step, attributes);
	const own = withOwnAttributes(common.value, attributes);
	return {value: own.value, problems: [...common.problems, ...own.problems]};
}

function withOwnAttributes(step: Step, attributes: Attributes): Shaped<Step> {
	switch (step.kind) {
		case 'command': {
			const run = withCommandAttributes(step.run, attributes);
			return {value: {...step, run: run.value}, problems: run.problems};
		}
		case 'check': {
			const check = withCheckAttributes(step, attributes);
			const run = step.run === undefined ? undefined : withCommandAttributes(step.run, attributes);
			return {
				value: {...check.value, ...(run === undefined ? {} : {run: run.value})},
				problems: [...check.problems, ...(run?.problems ?? [])],
			};
		}
		case 'probe':
			return withProbeAttributes(step, attributes);
		case 'metric':
			return {value: {...step, guard: flagOf(attributes, 'guard') ?? step.guard}, problems: []};
		default:
			return {value: step, problems: []};
	}
}

/** `status=200 body=/ok/ json=.state=up latency=300ms poll=5s within=2m successes=3`, whatever the probe knows of these. */
export function withProbeAttributes(step: ProbeStep, attributes: Attributes): Shaped<ProbeStep> {
	const problems: Problem[] = [];
	const timeoutMs = durationOf(attributes, 'timeout', problems) ?? step.timeoutMs;
	const freshForMs = durationOf(attributes, 'fresh-for', problems) ?? step.freshForMs;
	const poll = pollOf(attributes, problems) ?? step.poll;
	const work = withProbeWork(step.work, attributes, problems);
	return {value: {...step, work, timeoutMs, freshForMs, ...(poll === undefined ? {} : {poll})}, problems};
}

function withProbeWork(work: ProbeWork, attributes: Attributes, problems: Problem[]): ProbeWork {
	switch (work.probe) {
		case 'http':
			return {
				...work,
				expect: {...work.expect, ...httpExpectation(attributes, problems)},
				capture: capture(attributes, problems, work.capture),
			};
		case 'sql': {
			const expect = attributes.values.get('expect');
			return {
				...work,
				connection: attributes.values.get('connection') ?? work.connection,
				...(expect === undefined ? {} : {expect}),
				capture: capture(attributes, problems, work.capture),
			};
		}
		case 'command': {
			const run = withCommandAttributes(work.run, attributes);
			problems.push(...run.problems);
			return {...work, run: run.value};
		}
		default:
			return work;
	}
}

function capture(
	attributes: Attributes,
	problems: Problem[],
	before: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
	return attributes.values.has('capture') ? {...before, ...captureOf(attributes, problems)} : before;
}

function httpExpectation(attributes: Attributes, problems: Problem[]): HttpExpectation {
	const {values} = attributes;
	const expect: Mutable<HttpExpectation> = {};
	const status = values.get('status') === undefined ? undefined : statusCodes(values.get('status') ?? '');
	if (status !== undefined) {
		expect.status = status;
	}
	if (status?.length === 0) {
		problems.push(
			badValue(attributes, 'status', 'Write status codes, separated by commas: status=200,204, or 2xx.'),
		);
	}
	const body = values.get('body');
	const pattern = body === undefined ? undefined : isPattern(body) ? body.slice(1, -1) : literal(body);
	const wrong = pattern === undefined ? undefined : patternProblem(pattern);
	if (wrong !== undefined) {
		problems.push(badValue(attributes, 'body', wrong));
	} else if (pattern !== undefined) {
		expect.body = pattern;
	}
	for (const name of ['json', 'header'] as const) {
		if (values.has(name)) {
			expect[name] = pairsOf(attributes, name, problems);
		}
	}
	const latencyMs = durationOf(attributes, 'latency', problems);
	return {...expect, ...(latencyMs === undefined ? {} : {latencyMsMax: latencyMs})};
}

/** @returns the codes, `2xx` written out; none when one of them is no status code. */
export function statusCodes(text: string): readonly number[] {
	const words = listOf(text.replaceAll(/[[\]]/g, ''));
	if (words.length === 0 || !words.every(word => /^[1-5](?:\d\d|xx)$/i.test(word))) {
		return [];
	}
	return words.flatMap(word =>
		/xx$/i.test(word)
			? Array.from({length: 100}, (_, index) => Number(word[0]) * 100 + index)
			: [Number(word)],
	);
}

/** Text that is to stand in a body as it is. */
function literal(text: string): string {
	return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** `.path=value; .other=value`. */
function pairsOf(
	attributes: Attributes,
	name: string,
	problems: Problem[],
): Readonly<Record<string, string>> {
	const parts = (attributes.values.get(name) ?? '')
		.split(/\s*;\s*/)
		.map(part => /^\s*([^=]+?)\s*=\s*(.*)$/.exec(part));
	if (parts.includes(null)) {
		problems.push(
			badValue(
				attributes,
				name,
				name === 'json'
					? 'Write a path and what stands there: json=.status=ok.'
					: 'Write a name and its value: header="content-type=application/json".',
			),
		);
	}
	return Object.fromEntries(
		parts.flatMap(match => (match === null ? [] : [[match[1] ?? '', match[2] ?? '']])),
	);
}
