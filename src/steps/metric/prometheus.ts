import type {HttpRequest} from '../../runbook/work-model.ts';
import {numberOf} from '../compare.ts';
import {parseJson, textOf, valueAt} from '../json-path.ts';

/** What an answer of Prometheus says: a number, or why there is none. */
export type Answered =
	| {readonly value: number}
	| {
			readonly gap: string;
			/** It answered as asked, and there is no number to judge by. */
			readonly inconclusive?: true;
	  };

export type Query = {
	readonly url: string;
	readonly query: string;
	/** Looks at so much of the past, instead of at this moment. Milliseconds. */
	readonly rangeMs?: number;
	/** Of the points of a range; default `last`. */
	readonly take?: 'last' | 'max' | 'min' | 'average';
};

/** Points a range is cut into: enough to see a spike, few enough to answer at once. */
const pointsMax = 60;
/** A point older than this many steps is no word about now: nothing was scraped since, or a clock is wrong. */
const staleSteps = 3;
/** What was evaluated at one moment is of now: a minute off means that a clock is wrong or that something in between kept the answer. */
const evaluatedMsMax = 60_000;
/** As far as Prometheus itself looks back for the last sample of a series. */
const scrapedMsMax = 300_000;

/** Prometheus' HTTP API: `/api/v1/query`, or `/api/v1/query_range` where a range is asked for. @param nowMs milliseconds since the epoch. */
export function prometheusRequest({url, rangeMs}: Query, text: string, nowMs: number): HttpRequest {
	const base = `${url.replace(/\/+$/, '')}/api/v1`;
	const query = encodeURIComponent(text);
	if (rangeMs === undefined) {
		return {method: 'GET', url: `${base}/query?query=${query}`, headers: {}};
	}
	const seconds = (ms: number): string => (ms / 1000).toFixed(3);
	const span = `start=${seconds(nowMs - rangeMs)}&end=${seconds(nowMs)}&step=${seconds(stepMs(rangeMs))}`;
	return {method: 'GET', url: `${base}/query_range?query=${query}&${span}`, headers: {}};
}

/** Reads an answer: a scalar, one series, or the points of one series over time. */
export function prometheusAnswer(
	{status, body}: {readonly status: number; readonly body: string},
	query: Query,
	nowMs: number,
): Answered {
	const json = parseJson(body)?.value;
	if (valueAt(json, ['status']) !== 'success') {
		const error = valueAt(json, ['error']);
		return {
			gap: error === undefined ? `HTTP ${status}, and it does not look like Prometheus.` : textOf(error),
		};
	}
	const result = valueAt(json, ['data', 'result']);
	if (valueAt(json, ['data', 'resultType']) === 'scalar') {
		return evaluated(result, nowMs);
	}
	if (!Array.isArray(result) || result.length !== 1) {
		return inconclusive(
			Array.isArray(result) && result.length > 1
				? `It gives ${result.length} series; sum them up or pick one.`
				: 'It gives no series: there is no data.',
		);
	}
	const points = valueAt(result, [0, 'values']);
	return Array.isArray(points)
		? pointsSay(points, query, nowMs)
		: evaluated(valueAt(result, [0, 'value']), nowMs);
}

/** @param pair when it was evaluated, in seconds since the epoch, and the number as text. */
function evaluated(pair: unknown, nowMs: number): Answered {
	const atMs = Number(valueAt(pair, [0])) * 1000;
	return staleness(nowMs - atMs, evaluatedMsMax) ?? numberIn(textOf(valueAt(pair, [1])));
}

function staleness(behindMs: number, msMax: number): Answered | undefined {
	return Math.abs(behindMs) > msMax
		? inconclusive(
				`Its newest value is ${Math.round(Math.abs(behindMs) / 1000)} s ${behindMs > 0 ? 'old' : 'ahead of this clock'}: no word about now.`,
			)
		: undefined;
}

type Point = {readonly atMs: number; readonly value: number};

/** NaN and what is no number are no points; of several for one moment the last one counts. */
function pointsSay(raw: readonly unknown[], {rangeMs, take = 'last'}: Query, nowMs: number): Answered {
	const byTime = new Map<number, Point>();
	for (const one of raw) {
		const atMs = Number(valueAt(one, [0])) * 1000;
		const value = numberOf(textOf(valueAt(one, [1])));
		if (Number.isFinite(atMs) && value !== undefined && Number.isFinite(value)) {
			byTime.set(atMs, {atMs, value});
		}
	}
	const points = [...byTime.values()].toSorted((a, b) => a.atMs - b.atMs);
	const last = points.at(-1);
	if (last === undefined) {
		return inconclusive('There is no number among its points: there is no data.');
	}
	const stale = staleness(
		nowMs - last.atMs,
		rangeMs === undefined ? scrapedMsMax : stepMs(rangeMs) * staleSteps,
	);
	if (stale !== undefined) {
		return stale;
	}
	const values = points.map(({value}) => value);
	switch (take) {
		case 'last':
			return {value: last.value};
		case 'max':
			return {value: Math.max(...values)};
		case 'min':
			return {value: Math.min(...values)};
		case 'average':
			return {value: values.reduce((sum, value) => sum + value, 0) / values.length};
	}
}

function stepMs(rangeMs: number): number {
	return Math.max(1000, Math.ceil(rangeMs / pointsMax));
}

function numberIn(text: string): Answered {
	const value = numberOf(text);
	return value === undefined
		? inconclusive(text === '' ? 'It gave nothing.' : `“${text.slice(0, 100)}” is no number.`)
		: {value};
}

function inconclusive(gap: string): Answered {
	return {gap, inconclusive: true};
}
