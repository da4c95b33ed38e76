import {type GapLimits, type Limit, resolveLimit} from '../../engine/condition.ts';
import {figure, type Scale} from '../../engine/figure.ts';
import type {Order} from '../../engine/order.ts';
import {readCondition} from '../../runbook/front-matter/condition.ts';
import type {MetricSource, MetricWork} from '../../runbook/work-model.ts';
import {sha256Hex} from '../../text/digest.ts';
import {formatDuration} from '../../text/duration.ts';

export type Limits =
	| {readonly ok: true; readonly fail?: Limit; readonly warn?: Limit}
	| {readonly ok: false; readonly why: string};

/** What a metric's samples are held against, with the baseline worked in. */
export function limitsOf(work: MetricWork, baseline: number | undefined): Limits {
	const fail = limitIn(work.fail, work, baseline);
	const warn = limitIn(work.warn ?? '', work, baseline);
	if (typeof fail === 'string' || typeof warn === 'string') {
		return {ok: false, why: typeof fail === 'string' ? fail : String(warn)};
	}
	return {ok: true, ...(fail === undefined ? {} : {fail}), ...(warn === undefined ? {} : {warn})};
}

function limitIn(text: string, work: MetricWork, baseline: number | undefined): Limit | string | undefined {
	if (text.trim() === '') {
		return undefined;
	}
	const condition = readCondition(text);
	if (condition === undefined) {
		return `“${text}” is no condition such as “value > 5% for 5m”.`;
	}
	const known = {
		...(baseline === undefined ? {} : {baseline}),
		...(work.unit === undefined ? {} : {unit: work.unit}),
	};
	return resolveLimit(condition, known) ?? `“${text}” counts from a baseline, and none was taken before.`;
}

/** How many measurements in a row a metric may do without. */
export function gapLimitsOf({errorsMax, inconclusiveMax = errorsMax}: MetricWork): GapLimits {
	return {errorsMax, inconclusiveMax};
}

/** What is missing, with what is told apart: who asks in vain looks elsewhere than who is told nothing. */
export function gapWords(inconclusive: number, errors: number): string {
	return inconclusive === 0
		? 'nothing answered'
		: errors === 0
			? 'what answered gave no number'
			: `${errors} without an answer, ${inconclusive} without a number in it`;
}

/** The source of a metric as a short name, so that a baseline is found again by whoever measures the same thing. */
export function sourceName(from: MetricSource): string {
	return sha256Hex(JSON.stringify(from)).slice(0, 16);
}

/** The baseline that an earlier step took of the same source. */
export function baselineFrom(facts: Order['facts'], from: MetricSource): number | undefined {
	const name = sourceName(from);
	for (const fact of Object.values(facts)) {
		if (fact.source === name && typeof fact.baseline === 'number') {
			return fact.baseline;
		}
	}
	return undefined;
}

/** `> 412 ms for 10 m`, with what it was worked out from. */
export function limitWords({compare, limit, forMs}: Limit, scale: Scale): string {
	return `${compare} ${figure(limit, scale)}${forMs === 0 ? '' : ` for ${formatDuration(forMs)}`}`;
}
