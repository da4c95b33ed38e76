import type {Meta} from '../meta-model.ts';
import {splitCommands} from '../shell/split.ts';
import type {MetricStep, ProbeStep, StepCommon} from '../step-model.ts';
import {plainWork} from '../work.ts';
import type {
	CommandWork,
	HttpExpectation,
	HttpRequest,
	MetricSource,
	MetricWork,
	ProbeWork,
} from '../work-model.ts';
import type {CommandFields, MetricFields, ProbeFields, RequestFields} from './measure-schemas.ts';
import {statusCodes} from './step-attributes.ts';

type Place = {readonly line: number; readonly meta: Pick<Meta, 'metrics'>};

/** A sample every quarter of a minute follows a dashboard's own resolution. */
const metricEveryMs = 15_000;
/** Inline metrics without a span are watched this long. */
const metricForMs = 60_000;
/** So many measurements may fail in a row before nobody knows. */
const metricErrorsMax = 4;

/** @returns undefined when it names a metric that the front matter doesn't have. */
export function metricOf(
	fields: MetricFields,
	place: Place & {readonly guard: boolean},
): Omit<MetricStep, keyof StepCommon> | undefined {
	const base = fields.metric === undefined ? undefined : place.meta.metrics[fields.metric];
	const work = base === undefined ? metricWork(fields, place.line) : overlaid(base, fields);
	const takesBaseline = fields.baseline === true && !place.guard;
	return work === undefined
		? undefined
		: {kind: 'metric', work: takesBaseline ? onlyMeasuring(work) : work, guard: place.guard};
}

/** What takes the baseline can't be held against it: a condition counted from it is left to the steps that come later. */
function onlyMeasuring(work: MetricWork): MetricWork {
	const {warn, ...rest} = work;
	const isJudged = (condition: string | undefined): condition is string =>
		condition !== undefined && !/\bbaseline\b/.test(condition);
	return {
		...rest,
		fail: isJudged(work.fail) ? work.fail : '',
		...(isJudged(warn) ? {warn} : {}),
	};
}

/** @returns undefined when no source is given. */
export function metricWork(fields: MetricFields, line: number): MetricWork | undefined {
	const from = metricSource(fields, line);
	const plain: Omit<MetricWork, 'from'> = {
		everyMs: metricEveryMs,
		forMs: metricForMs,
		fail: fields.fail ?? '',
		errorsMax: metricErrorsMax,
		baseline: false,
	};
	return from === undefined ? undefined : overlaid({...plain, from}, fields);
}

function overlaid(base: MetricWork, fields: MetricFields): MetricWork {
	const fail = fields.fail ?? base.fail;
	const warn = fields.warn ?? base.warn;
	const unit = fields.unit ?? base.unit;
	const downtime = fields.downtime ?? base.downtime;
	const inconclusiveMax = fields['inconclusive-max'] ?? base.inconclusiveMax;
	return {
		from: base.from,
		everyMs: fields.every ?? base.everyMs,
		forMs: fields.for ?? base.forMs,
		fail,
		...(warn === undefined ? {} : {warn}),
		...(unit === undefined ? {} : {unit}),
		errorsMax: fields['errors-max'] ?? base.errorsMax,
		...(inconclusiveMax === undefined ? {} : {inconclusiveMax}),
		...(downtime === undefined ? {} : {downtime}),
		baseline: fields.baseline ?? (base.baseline || /\bbaseline\b/.test(`${fail} ${warn ?? ''}`)),
	};
}

function metricSource(fields: MetricFields, line: number): MetricSource | undefined {
	if (fields.prometheus !== undefined) {
		const {url, query, range, take} = fields.prometheus;
		return {
			source: 'prometheus',
			url,
			query,
			...(range === undefined ? {} : {rangeMs: range}),
			...(take === undefined ? {} : {take}),
		};
	}
	if (fields.http !== undefined) {
		return {source: 'http', request: requestOf(fields.http), path: fields.path ?? '.'};
	}
	if (fields.sql !== undefined) {
		return {source: 'sql', connection: fields.connection ?? 'main', sql: fields.sql};
	}
	return fields.command === undefined ? undefined : {source: 'command', run: commandOf(fields.command, line)};
}

function requestOf(fields: RequestFields): HttpRequest {
	if (typeof fields === 'string') {
		return {method: 'GET', url: fields, headers: {}};
	}
	const {body, ...rest} = fields;
	return {...rest, ...(body === undefined ? {} : {body})};
}

function commandOf(fields: CommandFields, line: number): CommandWork {
	const given = typeof fields === 'string' ? {run: fields} : fields;
	return plainWork({
		interpreter: given.interpreter ?? 'bash',
		script: given.run,
		commands: splitCommands(given.run, line),
		on: given.on ?? [],
		okExit: given['ok-exit'] ?? [0],
		...(given.cwd === undefined ? {} : {cwd: given.cwd}),
	});
}

/** A probe that is asked once answers within this, or it failed; long enough for a cold start behind a proxy. */
const probeTimeoutMs = 10_000;
/** What was measured longer ago than this says nothing about now. */
const probeFreshForMs = 300_000;
/** A poll without a pace asks as often as a person would reload a page. */
const pollEveryMs = 5000;
const pollWithinMs = 120_000;

export function probeOf(fields: ProbeFields, place: Place): Omit<ProbeStep, keyof StepCommon> {
	const polls = fields.poll !== undefined || fields.within !== undefined || fields.successes !== undefined;
	const poll = {
		everyMs: fields.poll ?? pollEveryMs,
		withinMs: fields.within ?? pollWithinMs,
		successes: fields.successes ?? 1,
	};
	return {
		kind: 'probe',
		work: probeWork(fields, place),
		...(polls ? {poll} : {}),
		timeoutMs: fields.timeout ?? probeTimeoutMs,
		freshForMs: fields['fresh-for'] ?? probeFreshForMs,
	};
}

function probeWork(fields: ProbeFields, place: Place): ProbeWork {
	const capture = fields.capture ?? {};
	if (fields.http !== undefined) {
		return {probe: 'http', request: requestOf(fields.http), expect: httpExpectation(fields.expect), capture};
	}
	if (fields.sql !== undefined) {
		const expect = typeof fields.expect === 'string' ? fields.expect : undefined;
		return {
			probe: 'sql',
			connection: fields.connection ?? 'main',
			sql: fields.sql,
			...(expect === undefined ? {} : {expect}),
			capture,
		};
	}
	if (fields.command !== undefined) {
		const run = commandOf(fields.command, place.line);
		return {
			probe: 'command',
			run: {...run, capture, ...(typeof fields.expect === 'string' ? {expectOutput: fields.expect} : {})},
		};
	}
	return placeProbe(fields);
}

function placeProbe(fields: ProbeFields): ProbeWork {
	if (fields.tcp !== undefined) {
		return {probe: 'tcp', ...hostAndPort(fields.tcp, 0)};
	}
	if (fields.tls !== undefined) {
		const {host, port} = hostAndPort(fields.tls, 443);
		return {probe: 'tls', host, port: Number(port), daysLeftMin: fields['days-left'] ?? 14};
	}
	if (fields.disk !== undefined) {
		const {free} = fields;
		return {
			probe: 'disk',
			path: fields.disk,
			...(typeof free === 'number'
				? {freePercentMin: free}
				: free === undefined
					? {}
					: {freeBytesMin: free.bytes}),
		};
	}
	if (fields.file !== undefined) {
		const {contains, sha256, absent} = fields;
		return {
			probe: 'file',
			path: fields.file,
			...(contains === undefined ? {} : {contains}),
			...(sha256 === undefined ? {} : {sha256}),
			...(absent === undefined ? {} : {absent}),
		};
	}
	return {
		probe: 'tool',
		tool: fields.tool ?? '',
		...(fields.version === undefined ? {} : {version: fields.version}),
	};
}

/** A placeholder port stays text until its value is known. */
function hostAndPort(text: string, portDefault: number): {host: string; port: number | string} {
	const match = /^(.*?)(?::(\d{1,5}|\{\{[\w.-]+\}\}))?$/.exec(text);
	const port = match?.[2];
	return {
		host: match?.[1] ?? text,
		port: port === undefined ? portDefault : /^\d+$/.test(port) ? Number(port) : port,
	};
}

function httpExpectation(fields: ProbeFields['expect']): HttpExpectation {
	if (fields === undefined || typeof fields === 'string') {
		return fields === undefined ? {} : {body: fields};
	}
	const {status, latency, ...rest} = fields;
	const kept = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
	return {
		...kept,
		...(status === undefined ? {} : {status: status.flatMap(code => statusCodes(String(code)))}),
		...(latency === undefined ? {} : {latencyMsMax: latency}),
	};
}
