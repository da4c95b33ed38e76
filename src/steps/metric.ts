import {setTimeout as pause} from 'node:timers/promises';
import {type Limit, type Watched, watch, watching} from '../engine/condition.ts';
import {figure, scaleOf} from '../engine/figure.ts';
import type {MetricStep} from '../runbook/step-model.ts';
import type {MetricWork} from '../runbook/work-model.ts';
import {formatDuration} from '../text/duration.ts';
import {
	type Attempt,
	type Finding,
	failed,
	passed,
	type StoppedBy,
	stoppedBy,
	unknown,
	warned,
} from './finding.ts';
import {
	baselineFrom,
	gapLimitsOf,
	gapWords,
	type Limits,
	limitsOf,
	limitWords,
	sourceName,
} from './metric/limits.ts';
import {takeSample} from './metric/sample.ts';
import {openSamples, type SamplesFile} from './metric/samples-file.ts';

/** Asking more often than this is a load test. */
const everyMsMin = 100;
/** Median over at most so many samples; later ones replace none, they only judge. */
const keptMax = 10_000;

/** Watches a metric for its time and gives a verdict. Missing data is unknown, never good. */
export async function performMetric(attempt: Attempt, step: MetricStep): Promise<Finding> {
	const {order, tools, log} = attempt;
	const {work} = step;
	const baseline = baselineFrom(order.facts, work.from);
	const limits = limitsOf(work, baseline);
	if (!limits.ok) {
		return unknown(limits.why);
	}
	log.note(describe(work, limits, baseline));
	const file = openSamples(tools.directory, order.step.id, tools.masked);
	try {
		const seen = await watchFor(attempt, {work, limits, file});
		const stopped = tools.signal.aborted ? stoppedBy(tools.signal) : undefined;
		return verdict(seen, {work, limits, baseline, stopped});
	} finally {
		file.close();
	}
}

type Watching = {readonly work: MetricWork; readonly limits: Limits & {ok: true}; readonly file: SamplesFile};
type Seen = {
	readonly fail: Watched;
	readonly warn: Watched;
	readonly everWarned: boolean;
	/** Of the gaps: answers that were no number. */
	readonly inconclusive: number;
	/** Why the last gap is one. */
	readonly lastGap?: string;
	readonly values: readonly number[];
};

/** Nothing is beyond this: a metric without a condition only measures. */
const noLimit: Limit = {compare: '>', limit: Number.POSITIVE_INFINITY, forMs: 0};

/** Watches until the time is over and no condition hangs in the balance, or until it is decided. */
async function watchFor(attempt: Attempt, {work, limits, file}: Watching): Promise<Seen> {
	const {tools, log} = attempt;
	const everyMs = Math.max(everyMsMin, work.everyMs);
	const until = Date.now() + Math.max(work.forMs, limits.fail?.forMs ?? 0);
	const rule = (limit: Limit | undefined) => ({limit: limit ?? noLimit, ...gapLimitsOf(work)});
	let seen: Seen = {fail: watching, warn: watching, everWarned: false, inconclusive: 0, values: []};
	for (;;) {
		const startedAt = Date.now();
		const sample = await takeSample(attempt, work.from, everyMs);
		if (tools.signal.aborted) {
			return seen;
		}
		file.add(sample);
		log.note(
			`${new Date(sample.atMs).toISOString()} ${'gap' in sample ? `no value: ${sample.gap}` : sample.value}`,
		);
		const warn = watch(seen.warn, sample, rule(limits.warn));
		const values =
			'gap' in sample || seen.values.length >= keptMax ? seen.values : [...seen.values, sample.value];
		seen = {
			fail: watch(seen.fail, sample, rule(limits.fail)),
			warn,
			everWarned: seen.everWarned || warn.is === 'tripped',
			inconclusive: seen.inconclusive + ('gap' in sample && sample.inconclusive === true ? 1 : 0),
			...('gap' in sample
				? {lastGap: sample.gap}
				: seen.lastGap === undefined
					? {}
					: {lastGap: seen.lastGap}),
			values,
		};
		tools.report(progress(seen, work, until));
		const isDecided = seen.fail.is === 'tripped' || seen.fail.is === 'no-data';
		const isOver =
			startedAt + everyMs > until && seen.fail.beyondSinceMs === undefined && seen.fail.gapsInRow === 0;
		if (isDecided || isOver) {
			return seen;
		}
		await pause(Math.max(0, startedAt + everyMs - Date.now()), undefined, {signal: tools.signal}).catch(
			() => {},
		);
	}
}

function progress(seen: Seen, work: MetricWork, until: number): string {
	const value = seen.fail.last === undefined ? 'no value yet' : figure(seen.fail.last, scaleOf(work));
	return `${value} · ${formatDuration(Math.max(0, until - Date.now()))} left`;
}

function describe(work: MetricWork, limits: Limits & {ok: true}, baseline: number | undefined): string {
	const scale = scaleOf(work);
	const fails =
		limits.fail === undefined
			? 'it only measures'
			: `it fails when the value is ${limitWords(limits.fail, scale)}`;
	const warns = limits.warn === undefined ? '' : `, warns when it is ${limitWords(limits.warn, scale)}`;
	return `every ${formatDuration(work.everyMs)} for ${formatDuration(work.forMs)}; ${fails}${warns}${baseline === undefined ? '' : `; baseline ${figure(baseline, scale)}`}`;
}

type Judging = {
	readonly work: MetricWork;
	readonly limits: Limits & {ok: true};
	readonly baseline: number | undefined;
	readonly stopped: StoppedBy | undefined;
};

function verdict(seen: Seen, {work, limits, baseline, stopped}: Judging): Finding {
	const {fail, everWarned, values} = seen;
	const middle = median(values);
	const facts = {
		samples: fail.samples,
		gaps: fail.gaps,
		...(fail.gaps === 0 ? {} : {inconclusive: seen.inconclusive}),
		source: sourceName(work.from),
		...(fail.last === undefined ? {} : {last: fail.last}),
		...(middle === undefined ? {} : {median: middle, max: Math.max(...values)}),
		...(limits.fail === undefined ? {} : {limit: limits.fail.limit}),
		...((baseline ?? middle) === undefined ? {} : {baseline: baseline ?? middle ?? 0}),
	};
	const scale = scaleOf(work);
	if (stopped !== undefined) {
		const by = stopped === 'guard' ? ' by a guard that tripped' : '';
		return failed(`It was stopped${by} before there was a verdict.`, {facts, stopped});
	}
	if (fail.is === 'tripped' && limits.fail !== undefined) {
		return failed(`The value is ${figure(fail.last ?? 0, scale)}: ${limitWords(limits.fail, scale)}.`, {
			facts,
		});
	}
	if (fail.is !== 'good' || fail.gaps * 2 > fail.samples) {
		return unknown(
			`There is too little data for a verdict: ${fail.gaps} of ${fail.samples} measurements gave no value (${gapWords(seen.inconclusive, fail.gaps - seen.inconclusive)}), the last: ${seen.lastGap ?? ''}`,
			{facts},
		);
	}
	if (everWarned && limits.warn !== undefined) {
		return warned(`The value was ${limitWords(limits.warn, scale)}.`, {facts});
	}
	return passed(`${figure(middle ?? 0, scale)} in the middle of ${values.length} samples`, {facts});
}

function median(values: readonly number[]): number | undefined {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
