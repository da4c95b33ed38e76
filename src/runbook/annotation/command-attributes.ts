import {parseDuration} from '../../text/duration.ts';
import type {Problem} from '../model.ts';
import {patternProblem} from '../schema/pattern.ts';
import type {CommandWork, Poll} from '../work-model.ts';
import type {Attributes} from './attributes.ts';
import {badValue, flagOf, isPattern, listOf, type Shaped} from './common-attributes.ts';

type Mutable<T> = {-readonly [Key in keyof T]: T[Key]};

/** Lays what the author wrote over how a shell block runs by itself. */
export function withCommandAttributes(work: CommandWork, attributes: Attributes): Shaped<CommandWork> {
	const {values} = attributes;
	const problems: Problem[] = [];
	const set: Partial<Mutable<CommandWork>> = {
		...textsOf(attributes),
		...switchesOf(attributes),
		...patternsOf(attributes, problems),
	};
	const timeoutMs = durationOf(attributes, 'timeout', problems);
	const quietForMs = durationOf(attributes, 'quiet-for', problems);
	const batch = countOf(attributes, 'batch', problems);
	Object.assign(
		set,
		timeoutMs === undefined ? {} : {timeoutMs},
		quietForMs === undefined ? {} : {quietForMs},
		batch === undefined ? {} : {batch},
	);
	if (values.has('on')) {
		set.on = hostsOf(attributes, problems);
	}
	if (values.has('ok-exit')) {
		set.okExit = exitCodesOf(attributes, problems);
	}
	if (values.has('retry')) {
		set.retry = retryOf(attributes, problems) ?? work.retry;
	}
	if (values.has('env')) {
		set.env = {...work.env, ...environmentOf(attributes, problems)};
	}
	if (values.has('capture')) {
		set.capture = {...work.capture, ...captureOf(attributes, problems)};
	}
	return {value: {...work, ...set}, problems};
}

const texts = [
	['interpreter', 'interpreter'],
	['cwd', 'cwd'],
	['precheck', 'precheck'],
	['verify', 'verify'],
	['undo', 'undo'],
] as const;
const switches = [
	['idempotent', 'idempotent'],
	['interactive', 'interactive'],
	['background', 'background'],
	['tty', 'tty'],
	['strict', 'strict'],
	['choice', 'choice'],
] as const;
const patterns = [
	['fail-on', 'failOn'],
	['expect', 'expectOutput'],
] as const;

function textsOf({values}: Attributes): Partial<CommandWork> {
	return Object.fromEntries(
		texts.filter(([name]) => values.has(name)).map(([name, field]) => [field, values.get(name) ?? '']),
	);
}

function switchesOf(attributes: Attributes): Partial<CommandWork> {
	return Object.fromEntries(
		switches
			.filter(([name]) => flagOf(attributes, name) !== undefined)
			.map(([name, field]) => [field, flagOf(attributes, name)]),
	);
}

function patternsOf(attributes: Attributes, problems: Problem[]): Partial<CommandWork> {
	const found: Partial<Mutable<CommandWork>> = {};
	for (const [name, field] of patterns) {
		const value = attributes.values.get(name);
		if (value === undefined || (name === 'expect' && !isPattern(value))) {
			continue;
		}
		const source = isPattern(value) ? value.slice(1, -1) : value;
		const wrong = patternProblem(source);
		if (wrong === undefined) {
			found[field] = source;
		} else {
			problems.push(badValue(attributes, name, wrong));
		}
	}
	return found;
}

/** @param problems gets one more when the value is no duration. */
export function durationOf(attributes: Attributes, name: string, problems: Problem[]): number | undefined {
	const value = attributes.values.get(name);
	const ms = value === undefined ? undefined : parseDuration(value);
	if (value !== undefined && ms === undefined) {
		problems.push(badValue(attributes, name, 'Write a duration such as 30s, 5m or 1h30m.'));
	}
	return ms;
}

/** A whole number from 1 to 1000. */
function countOf(attributes: Attributes, name: string, problems: Problem[]): number | undefined {
	const value = attributes.values.get(name);
	const count = Number(value);
	if (value === undefined) {
		return undefined;
	}
	if (!/^\d{1,4}$/.test(value) || count < 1 || count > 1000) {
		problems.push(badValue(attributes, name, 'Write a whole number from 1 to 1000.'));
		return undefined;
	}
	return count;
}

/** Host names never start with `-` and hold no shell characters. */
function hostsOf(attributes: Attributes, problems: Problem[]): readonly string[] {
	const hosts = listOf(attributes.values.get('on'));
	const isName = (host: string) =>
		/^(?:[\w.-]{1,64}@)?(?!-)[A-Za-z0-9._-]{1,253}$|^\{\{[\w.-]+\}\}$/.test(host);
	if (hosts.length === 0 || !hosts.every(isName)) {
		problems.push(badValue(attributes, 'on', 'Name hosts of the front matter, separated by commas.'));
	}
	return hosts.filter(isName);
}

function exitCodesOf(attributes: Attributes, problems: Problem[]): readonly number[] {
	const words = listOf(attributes.values.get('ok-exit')?.replaceAll(/[[\]]/g, ''));
	const codes = words.map(Number);
	if (codes.length === 0 || codes.some(code => !Number.isInteger(code) || code < 0 || code > 255)) {
		problems.push(
			badValue(attributes, 'ok-exit', 'Write exit codes from 0 to 255, separated by commas: ok-exit=0,1.'),
		);
		return [0];
	}
	return codes;
}

/** `retry=3` or `retry=3x10s`: attempts in all, and how long to wait between them. */
function retryOf(attributes: Attributes, problems: Problem[]): CommandWork['retry'] | undefined {
	const match = /^(\d{1,2})(?:\s*[x@*/]\s*(.+))?$/.exec(attributes.values.get('retry') ?? '');
	const attempts = Number(match?.[1]);
	const delayMs = match?.[2] === undefined ? 1000 : parseDuration(match[2]);
	if (match === null || delayMs === undefined || attempts < 1 || attempts > 20) {
		problems.push(
			badValue(attributes, 'retry', 'Write how often in all, 1 to 20, and how long between: retry=3x10s.'),
		);
		return undefined;
	}
	return {attempts, delayMs};
}

/** `env="A=1 B=2"`. */
function environmentOf(attributes: Attributes, problems: Problem[]): Readonly<Record<string, string>> {
	const pairs = listOf(attributes.values.get('env')).map(pair => /^([A-Za-z_]\w*)=(.*)$/.exec(pair));
	if (pairs.includes(null)) {
		problems.push(badValue(attributes, 'env', 'Write NAME=value pairs in quotes: env="A=1 B=2".'));
	}
	return Object.fromEntries(
		pairs.flatMap(match => (match === null ? [] : [[match[1] ?? '', match[2] ?? '']])),
	);
}

/** `capture=name` takes the last line of the output, `capture="name=/v(\S+)/"` the first group; several by `;`. */
export function captureOf(attributes: Attributes, problems: Problem[]): Readonly<Record<string, string>> {
	const captures: Record<string, string> = {};
	for (const part of (attributes.values.get('capture') ?? '').split(/\s*;\s*/)) {
		const match = /^([a-z][a-z0-9._-]{0,63})(?:\s*[=:]\s*(.+))?$/i.exec(part.trim());
		const source =
			match?.[2] === undefined ? 'last-line' : isPattern(match[2]) ? match[2].slice(1, -1) : match[2];
		const wrong =
			match === null
				? 'Write capture=name, or capture="name=/pattern with (one group)/".'
				: source === 'last-line'
					? undefined
					: patternProblem(source);
		if (match !== null && wrong === undefined) {
			captures[match[1] ?? ''] = source;
		} else {
			problems.push(badValue(attributes, 'capture', wrong ?? ''));
		}
	}
	return captures;
}

/** `poll=5s within=2m successes=3`; one of them is enough to make it a poll. */
export function pollOf(attributes: Attributes, problems: Problem[]): Poll | undefined {
	if (!['poll', 'within', 'successes'].some(name => attributes.values.has(name))) {
		return undefined;
	}
	const everyMs = durationOf(attributes, 'poll', problems) ?? 5000;
	const withinMs = durationOf(attributes, 'within', problems) ?? 120_000;
	return {everyMs, withinMs, successes: countOf(attributes, 'successes', problems) ?? 1};
}
