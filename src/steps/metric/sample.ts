import type {Sample} from '../../engine/condition.ts';
import type {HttpRequest, MetricSource} from '../../runbook/work-model.ts';
import {numberOf} from '../compare.ts';
import {fillPlain} from '../fill.ts';
import type {Asking, Attempt, Finding} from '../finding.ts';
import {sendLogged} from '../http/http.ts';
import {parseJson, readJsonPath, textOf, valueAt} from '../json-path.ts';
import type {StepLog} from '../log.ts';
import {query} from '../sql/probe.ts';
import {withTimeLimit} from '../time-limit.ts';
import {prometheusAnswer, prometheusRequest, type Query} from './prometheus.ts';

type Measured = {readonly value: number} | {readonly gap: string; readonly inconclusive?: true};

/** A measurement may take as long as the interval, within these. */
const measureMs = {min: 1000, max: 10_000};

/** Measures once: a number, or a gap with its reason; never later than its limit, never by throwing. */
export async function takeSample(attempt: Attempt, from: MetricSource, everyMs: number): Promise<Sample> {
	const atMs = steadyMs();
	const timeoutMs = Math.min(measureMs.max, Math.max(measureMs.min, everyMs));
	const quieted = {...attempt, log: quiet(attempt.log)};
	const measured = await withTimeLimit(attempt.tools.signal, timeoutMs, signal =>
		measure({attempt: quieted, signal, timeoutMs}, from),
	);
	return 'value' in measured && !Number.isFinite(measured.value)
		? {atMs, ...inconclusive('It is not a finite number.')}
		: {atMs, ...measured};
}

/** Milliseconds since the epoch by a clock that never jumps: one that was set must not make five minutes of two. */
function steadyMs(): number {
	return Math.round(performance.timeOrigin + performance.now());
}

/** Hundreds of exchanges would bury the log: the samples themselves stand in it, one a line. */
function quiet(log: StepLog): StepLog {
	return {...log, note: () => {}};
}

async function measure(asking: Asking, from: MetricSource): Promise<Measured> {
	switch (from.source) {
		case 'http':
			return fromHttp(asking, from.request, from.path);
		case 'prometheus':
			return fromPrometheus(asking, from);
		case 'sql': {
			const answer = await query(asking, from.connection, from.sql);
			return answer.ok ? fromText(answer.rows.rows[0]?.[0]) : {gap: answer.why};
		}
		case 'command': {
			const {performCommand} = await import('../command.ts');
			const {attempt, signal, timeoutMs} = asking;
			const run = {timeoutMs, ...from.run, capture: {value: 'last-line'}};
			const {script: _, ...order} = attempt.order;
			const finding: Finding = await performCommand(
				{...attempt, order: {...order, part: 'whole'}, tools: {...attempt.tools, signal}},
				run,
			);
			return finding.result === 'passed'
				? fromText(finding.captured?.value)
				: {gap: finding.why ?? 'It gave no number.'};
		}
	}
}

async function fromHttp(asking: Asking, request: HttpRequest, path: string): Promise<Measured> {
	const answer = await sendLogged(asking, request, {});
	if (!answer.ok) {
		return {gap: answer.finding.why ?? 'There was no answer.'};
	}
	const {status, body} = answer.response;
	if (status < 200 || status > 299) {
		return {gap: `HTTP ${status}`};
	}
	const json = parseJson(body);
	const steps = path === '.' || path === '' ? [] : readJsonPath(path);
	if (json === undefined || steps === undefined) {
		return json === undefined ? fromText(body) : inconclusive(`“${path}” is no JSON path.`);
	}
	const value = valueAt(json.value, steps);
	return value === undefined ? inconclusive(`There is nothing at ${path}.`) : fromText(textOf(value));
}

async function fromPrometheus(asking: Asking, from: Query): Promise<Measured> {
	const nowMs = Date.now();
	const text = fillPlain(from.query, asking.attempt.order.values);
	const request = prometheusRequest(from, text, nowMs);
	const answer = await sendLogged(asking, request, {status: [200, 400, 422, 503]});
	return answer.ok
		? prometheusAnswer(answer.response, from, nowMs)
		: {gap: answer.finding.why ?? 'There was no answer.'};
}

function fromText(text: string | undefined): Measured {
	const value = text === undefined ? undefined : numberOf(text);
	return value === undefined
		? inconclusive(
				text === undefined || text === '' ? 'It gave nothing.' : `“${text.slice(0, 100)}” is no number.`,
			)
		: {value};
}

function inconclusive(gap: string): Measured {
	return {gap, inconclusive: true};
}
