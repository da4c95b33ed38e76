import {isBeyond, type Limit, resolveLimit} from '../engine/condition.ts';
import type {RunState} from '../engine/state.ts';
import {readCondition} from '../runbook/front-matter/condition.ts';
import type {MetricStep} from '../runbook/step-model.ts';
import {readSampleFile} from './samples.ts';

/** From the first sample that was bad to the next that was good. Milliseconds since 1970. */
type Span = {readonly fromMs: number; readonly toMs: number};

/**
How long the service did not answer, as the guards with `downtime: true` saw it: stretches that several saw count once.
Nothing is made up beyond the samples, so a service that was still down at the last one counts until then.

@returns undefined when no guard watched, or none of their files holds a sample.
*/
export async function measureDowntime(directory: string, state: RunState): Promise<number | undefined> {
	const seen: (readonly Span[])[] = [];
	for (const step of state.stepsById.values()) {
		if (step.kind === 'metric' && step.guard && step.work.downtime === true) {
			const spans = downSpans(await readSampleFile(directory, step.id), step);
			seen.push(...(spans === undefined ? [] : [spans]));
		}
	}
	return seen.length === 0 ? undefined : covered(seen.flat());
}

function downSpans(bytes: Buffer | undefined, step: MetricStep): readonly Span[] | undefined {
	const limit = limitOf(step);
	const samples = (bytes?.toString('utf8') ?? '').split('\n').flatMap(line => sampleOf(line));
	if (samples.length === 0) {
		return undefined;
	}
	const spans: Span[] = [];
	let fromMs: number | undefined;
	for (const sample of samples) {
		const isDown = isBad(sample, step, limit);
		if (isDown) {
			fromMs ??= sample.atMs;
		} else if (fromMs !== undefined) {
			spans.push({fromMs, toMs: sample.atMs});
			fromMs = undefined;
		}
	}
	const lastMs = samples.at(-1)?.atMs ?? 0;
	return fromMs === undefined ? spans : [...spans, {fromMs, toMs: lastMs}];
}

type StoredSample = {readonly atMs: number; readonly value?: number};

/** `{"at":"…","value":0.7}` or `{"at":"…","gap":"…"}`; other lines are no samples. */
function sampleOf(line: string): StoredSample[] {
	const found = /^\{"at":"(?<at>[^"]{1,40})",(?:"value":(?<value>-?[\d.eE+-]{1,40})\}|"gap":)/.exec(
		line,
	)?.groups;
	const atMs = Date.parse(found?.at ?? '');
	if (found === undefined || Number.isNaN(atMs)) {
		return [];
	}
	return [found.value === undefined ? {atMs} : {atMs, value: Number(found.value)}];
}

/** Asked directly, a service that gives no number does not answer; a monitoring system without data knows nothing. */
function isBad({value}: StoredSample, {work}: MetricStep, limit: Limit | undefined): boolean {
	if (value === undefined) {
		return work.from.source !== 'prometheus';
	}
	return limit !== undefined && isBeyond(value, limit);
}

function limitOf({work}: MetricStep): Limit | undefined {
	const condition = readCondition(work.fail);
	return condition === undefined
		? undefined
		: resolveLimit(condition, work.unit === undefined ? {} : {unit: work.unit});
}

/** The length of what the spans cover together. */
function covered(spans: readonly Span[]): number {
	let totalMs = 0;
	let untilMs = Number.NEGATIVE_INFINITY;
	for (const {fromMs, toMs} of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
		totalMs += Math.max(0, toMs - Math.max(fromMs, untilMs));
		untilMs = Math.max(untilMs, toMs);
	}
	return totalMs;
}
