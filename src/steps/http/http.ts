import type {HttpExpectation, HttpRequest, ProbeWork} from '../../runbook/work-model.ts';
import {type Asking, type Finding, failed, passed, unknown} from '../finding.ts';
import {captureFrom} from './capture.ts';
import {exchange, type Response} from './exchange.ts';
import {whyNot} from './expect.ts';
import {reasonOf} from './reason.ts';
import {prepare} from './request.ts';

type HttpWork = Extract<ProbeWork, {probe: 'http'}>;

/** Asks over HTTP once and compares the answer with what was expected. */
export async function askHttp(asking: Asking, work: HttpWork): Promise<Finding> {
	const answer = await sendLogged(asking, work.request, work.expect);
	if (!answer.ok) {
		return answer.finding;
	}
	const {response} = answer;
	const facts = {status: response.status, latencyMs: response.latencyMs};
	const values = asking.attempt.order.values;
	const why = whyNot(response, work.expect, values);
	if (why !== undefined) {
		return why.isUnknown ? unknown(why.words, {facts}) : failed(why.words, {facts});
	}
	const captured = captureFrom(response, work.capture);
	return captured.missing.length > 0
		? failed(`The answer gives no value for ${captured.missing.join(', ')}.`, {facts})
		: passed(`HTTP ${response.status} in ${response.latencyMs} ms`, {
				facts,
				...(Object.keys(work.capture).length === 0 ? {} : {captured: captured.values}),
			});
}

export type Answered =
	| {readonly ok: true; readonly response: Response}
	| {readonly ok: false; readonly finding: Finding};

/** Sends a request; what was asked and what came back stand in the log. */
export async function sendLogged(
	{attempt, signal}: Asking,
	request: HttpRequest,
	expect: HttpExpectation,
): Promise<Answered> {
	const prepared = prepare(attempt, request);
	if (!prepared.ok) {
		attempt.log.note(`> ${request.method} ${request.url}\n! ${prepared.why}`);
		return {ok: false, finding: failed(prepared.why)};
	}
	const {method, url, headers, body} = prepared.request;
	attempt.log.note(
		[
			`> ${method} ${url.href}`,
			...Object.entries(headers).map(([name, value]) => `> ${name}: ${value}`),
			...(body === undefined ? [] : ['>', body]),
		].join('\n'),
	);
	try {
		const follow = (status: number) => expect.status?.includes(status) !== true;
		const response = await exchange(prepared.request, {signal, follow});
		logAnswer(attempt.log, response);
		return {ok: true, response};
	} catch (error) {
		const why = signal.aborted ? 'No whole answer came in time.' : reasonOf(error);
		attempt.log.note(`! ${why}`);
		return {ok: false, finding: failed(why)};
	}
}

/** Enough of a body to see what is wrong. UTF-16 units. */
const bodyCharsShown = 16_384;

function logAnswer(
	log: {note(text: string): void},
	{status, headers, body, isCut, latencyMs, hops}: Response,
): void {
	const cut = isCut ? '\n⟨the body is longer than 1 MiB; the rest was not read⟩' : '';
	const shown =
		body.length > bodyCharsShown
			? `${body.slice(0, bodyCharsShown)}⟨${body.length - bodyCharsShown} characters left out⟩`
			: body;
	log.note(
		[
			...hops.map(hop => `< ${hop}`),
			`< ${status} (${latencyMs} ms)`,
			...Object.entries(headers).map(([name, value]) => `< ${name}: ${value}`),
			'<',
			`${shown}${cut}`,
		].join('\n'),
	);
}
