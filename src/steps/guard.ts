import {setTimeout as pause} from 'node:timers/promises';
import {type Limit, type Sample, type Watched, watch, watching} from '../engine/condition.ts';
import {figure, scaleOf} from '../engine/figure.ts';
import type {Order} from '../engine/order.ts';
import type {MetricStep} from '../runbook/step-model.ts';
import {maskText} from '../text/mask.ts';
import {sanitiseLine} from '../text/sanitise.ts';
import type {Attempt} from './finding.ts';
import {openLog} from './log.ts';
import {baselineOnDisk} from './metric/baseline.ts';
import {baselineFrom, gapLimitsOf, gapWords, limitsOf, limitWords} from './metric/limits.ts';
import {takeSample} from './metric/sample.ts';
import {openSamples} from './metric/samples-file.ts';
import type {Tools} from './performer.ts';

/** A guard's change of state, as it goes to the journal; samples go to a file of their own. */
export type GuardChange = {
	readonly from: Watched['is'];
	readonly to: Watched['is'];
	readonly value?: number;
	readonly why?: string;
};

export type GuardOptions = {
	readonly onChange: (change: GuardChange) => void;
	/** Every measurement; `limit` once it is known. */
	readonly onSample?: (sample: Sample, limit: Limit | undefined) => void;
	readonly signal: AbortSignal;
	/** What was measured before the change, in the middle. */
	readonly usual?: Promise<number | undefined>;
};

/** What stands in the journal as a reason. UTF-16 units. */
const whyCharsMax = 300;
/** Asking more often than this is a load test. */
const everyMsMin = 100;

/**
Watches a metric in the background until the signal comes, and tells when its state changes. Where the condition counts
from a baseline that no step has taken, what was usual before the change counts as it; where nothing was measured then,
the first value.

@throws when it can't be watched at all: no metric, no readable condition, no place for its samples.
*/
export async function watchGuard(
	order: Order,
	tools: Tools,
	{onChange, onSample, signal, usual}: GuardOptions,
): Promise<void> {
	const {step} = order;
	if (step.kind !== 'metric') {
		throw new Error(`“${step.title}” is no metric.`);
	}
	const log = openLog(tools.directory, `${step.id}.${order.attempt}`, tools.masked);
	const file = openSamples(tools.directory, step.id, tools.masked);
	const attempt: Attempt = {order, log, tools: {...tools, signal}};
	const tell = (change: GuardChange) =>
		onChange(
			change.why === undefined
				? change
				: {...change, why: sanitiseLine(maskText(change.why, tools.masked), whyCharsMax)},
		);
	try {
		const before = baselineFrom(order.facts, step.work.from) ?? baselineOnDisk(tools.directory, step.id);
		const baseline = before ?? (await usual);
		await watchUntil(signal, {attempt, step, onChange: tell, onSample, file, before: baseline});
	} finally {
		file.close();
		log.close();
	}
}

type Guarding = {
	readonly attempt: Attempt;
	readonly step: MetricStep;
	readonly onChange: GuardOptions['onChange'];
	readonly onSample: GuardOptions['onSample'] | undefined;
	readonly file: ReturnType<typeof openSamples>;
	/** The baseline, where one was taken before the change. */
	readonly before: number | undefined;
};

async function watchUntil(signal: AbortSignal, guarding: Guarding): Promise<void> {
	const {attempt, step, onChange, onSample, file} = guarding;
	const {work} = step;
	const everyMs = Math.max(everyMsMin, work.everyMs);
	let limit = work.baseline ? undefined : limitFor(step, undefined);
	let baseline = guarding.before;
	let seen: Watched = watching;
	while (!signal.aborted) {
		const startedAt = Date.now();
		const sample = await takeSample(attempt, work.from, everyMs);
		if (signal.aborted) {
			return;
		}
		file.add(sample);
		baseline ??= 'value' in sample ? sample.value : undefined;
		if (limit === undefined && baseline !== undefined) {
			limit = limitFor(step, baseline);
			file.note({baseline, limit: limit.limit});
		}
		onSample?.(sample, limit);
		const next = watch(seen, sample, {limit: limit ?? nothing, ...gapLimitsOf(work)});
		if (next.is !== seen.is) {
			onChange(changeOf(seen, next, {sample, step, limit: limit ?? nothing}));
		}
		seen = next;
		await pause(Math.max(0, startedAt + everyMs - Date.now()), undefined, {signal}).catch(() => {});
	}
}

/** Holds while there is no baseline, and so no value either. */
const nothing: Limit = {compare: '>', limit: Number.POSITIVE_INFINITY, forMs: 0};

/** @throws the reason why the guard can't be watched. */
function limitFor(step: MetricStep, baseline: number | undefined): Limit {
	const limits = limitsOf(step.work, baseline);
	if (!limits.ok || limits.fail === undefined) {
		throw new Error(limits.ok ? `The guard “${step.title}” has no condition to fail by.` : limits.why);
	}
	return limits.fail;
}

function changeOf(
	before: Watched,
	next: Watched,
	{sample, step, limit}: {readonly sample: Sample; readonly step: MetricStep; readonly limit: Limit},
): GuardChange {
	const scale = scaleOf(step.work);
	const value = next.last === undefined ? {} : {value: next.last};
	switch (next.is) {
		case 'tripped':
			return {
				from: before.is,
				to: next.is,
				...value,
				why: `The value is ${figure(next.last ?? 0, scale)}: ${limitWords(limit, scale)}.`,
			};
		case 'no-data':
			return {
				from: before.is,
				to: next.is,
				why: noDataWords(next, sample),
			};
		default:
			return {from: before.is, to: next.is, ...value};
	}
}

function noDataWords({gapsInRow, inconclusiveInRow}: Watched, sample: Sample): string {
	const told = gapWords(inconclusiveInRow, gapsInRow - inconclusiveInRow);
	return `${gapsInRow} measurements in a row gave no value (${told})${'gap' in sample ? `: ${sample.gap}` : ''}`;
}
