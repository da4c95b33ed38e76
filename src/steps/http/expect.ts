import type {HttpExpectation} from '../../runbook/work-model.ts';
import {readPattern, withinReason} from '../../text/pattern.ts';
import {isAsExpected} from '../compare.ts';
import {fillPattern, fillPlain} from '../fill.ts';
import {parseJson, readJsonPath, textOf, valueAt} from '../json-path.ts';
import type {Response} from './exchange.ts';

export type WhyNot = {readonly words: string; readonly isUnknown: boolean};

const no = (words: string): WhyNot => ({words, isUnknown: false});

/** @returns why an answer is not what was expected; `isUnknown` where the expectation itself can't be read. */
export function whyNot(
	response: Response,
	expect: HttpExpectation,
	values: Readonly<Record<string, string>>,
): WhyNot | undefined {
	const {status, latencyMs} = response;
	const isGood =
		expect.status === undefined ? status >= 200 && status <= 299 : expect.status.includes(status);
	if (!isGood) {
		return no(
			`HTTP ${status}${expect.status === undefined ? '' : `, expected ${expect.status.join(' or ')}`}`,
		);
	}
	if (expect.latencyMsMax !== undefined && latencyMs > expect.latencyMsMax) {
		return no(`It took ${latencyMs} ms; at most ${expect.latencyMsMax} ms are expected.`);
	}
	for (const [name, wanted] of Object.entries(expect.header ?? {})) {
		const actual = response.headers[name.toLowerCase()];
		if (actual?.toLowerCase().includes(fillPlain(wanted, values).toLowerCase()) !== true) {
			return no(
				`The header ${name} is ${actual === undefined ? 'missing' : `“${actual}”`}, expected “${wanted}”.`,
			);
		}
	}
	return whyNotJson(response, expect.json ?? {}, values) ?? whyNotBody(response, expect.body, values);
}

function whyNotJson(
	response: Response,
	expected: Readonly<Record<string, string>>,
	values: Readonly<Record<string, string>>,
): WhyNot | undefined {
	const paths = Object.entries(expected);
	if (paths.length === 0) {
		return undefined;
	}
	const json = parseJson(response.body);
	if (json === undefined) {
		return no(`The answer is no JSON${response.isCut ? ' (longer than 1 MiB)' : ''}.`);
	}
	for (const [text, wanted] of paths) {
		const path = readJsonPath(text);
		if (path === undefined) {
			return {words: `“${text}” is no JSON path.`, isUnknown: true};
		}
		const actual = valueAt(json.value, path);
		if (actual === undefined || !isAsExpected(textOf(actual), fillPlain(wanted, values))) {
			return no(
				`${text} is ${actual === undefined ? 'missing' : `“${textOf(actual).slice(0, 200)}”`}, expected “${fillPlain(wanted, values)}”.`,
			);
		}
	}
	return undefined;
}

function whyNotBody(
	response: Response,
	source: string | undefined,
	values: Readonly<Record<string, string>>,
): WhyNot | undefined {
	if (source === undefined) {
		return undefined;
	}
	const pattern = readPattern(fillPattern(source, values));
	if (!pattern.ok) {
		return {words: pattern.why, isUnknown: true};
	}
	const found = withinReason(() => pattern.regex.test(response.body));
	if (found === undefined) {
		return {words: `The pattern ${source} took longer than 2 s on the answer.`, isUnknown: true};
	}
	return found.value ? undefined : no(`Nothing in the answer matches ${source}.`);
}
