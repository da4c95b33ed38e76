import {describe, expect, test} from 'vitest';
import {plainWork} from '../../src/runbook/work.ts';
import type {MetricSource} from '../../src/runbook/work-model.ts';
import {aWorld} from './given.ts';
import {webServer} from './loopback.ts';
import {aMetric, samplesOf, series} from './metrics.ts';

describe('a metric', () => {
	test('passes when it stays within its limit, and its samples lie in a file', async () => {
		const world = aWorld();
		const outcome = await world.perform(
			aMetric(await series(0.01, 0.02, 0.03), {fail: 'value > 5%', forMs: 1500}),
		);
		expect(outcome).toMatchObject({result: 'passed', facts: {gaps: 0, limit: 0.05, last: 0.03}});
		expect(
			samplesOf(world)
				.slice(0, 3)
				.map(sample => sample.value),
		).toEqual([0.01, 0.02, 0.03]);
		expect(samplesOf(world)[0]?.at).toMatch(/^\d{4}-/);
	});

	test('fails as soon as its condition held for the whole time', async () => {
		const world = aWorld();
		const outcome = await world.perform(
			aMetric(await series(1, 9), {fail: 'value > 5 for 200ms', forMs: 5000, unit: 'ms'}),
		);
		expect(outcome).toMatchObject({result: 'failed', why: 'The value is 9 ms: > 5 ms for 200 ms.'});
		expect(samplesOf(world).length).toBeLessThan(8);
	});

	test('is measured on while its condition hangs in the balance', async () => {
		const outcome = await aWorld().perform(
			aMetric(await series(1, 1, 1, 9, 9, 1), {fail: 'value > 5 for 1s', forMs: 300}),
		);
		expect(outcome).toMatchObject({result: 'passed'});
	});

	test('warns where only its warning holds', async () => {
		expect(
			await aWorld().perform(aMetric(await series(1, 4, 1), {fail: 'value > 5', warn: 'value > 3'})),
		).toMatchObject({result: 'warned', why: 'The value was > 3.'});
	});

	test('without data is unknown, never passed', async () => {
		expect(await aWorld().perform(aMetric(await series('down'), {fail: 'value > 5'}))).toMatchObject({
			result: 'unknown',
			why: expect.stringContaining('too little data'),
		});
		expect(await aWorld().perform(aMetric(await series('NaN'), {fail: 'value > 5'}))).toMatchObject({
			result: 'unknown',
		});
		expect(
			await aWorld().perform(
				aMetric(await series(1, 'down', 'down', 'down', 'down', 1), {fail: 'value > 5', errorsMax: 10}),
			),
		).toMatchObject({result: 'unknown'});
		expect(
			await aWorld().perform(
				aMetric({
					source: 'http',
					request: {method: 'GET', url: 'http://127.0.0.1:9/', headers: {}},
					path: 'x',
				}),
			),
		).toMatchObject({result: 'unknown'});
	});

	test('counts from the baseline that an earlier step took of the same source', async () => {
		const world = aWorld();
		const from = await series(100, 100, 100, 100, 150, 150, 150, 150, 250);
		const without = aMetric(from, {id: 'early', fail: 'value > 2 * baseline'});
		expect(await world.perform(without)).toMatchObject({
			result: 'unknown',
			why: expect.stringContaining('none was taken before'),
		});
		expect(await world.perform(aMetric(from, {id: 'before'}))).toMatchObject({
			result: 'passed',
			facts: {baseline: 100},
		});
		expect(await world.perform(aMetric(from, {id: 'after', fail: 'value > 2 * baseline'}))).toMatchObject({
			result: 'passed',
			facts: {limit: 200},
		});
		expect(await world.perform(aMetric(from, {id: 'later', fail: 'value > 2 * baseline'}))).toMatchObject({
			result: 'failed',
			why: 'The value is 250: > 200.',
		});
	});

	test('can be the last line of a command', async () => {
		const run = plainWork({interpreter: 'bash', script: 'echo "measuring" >&2; echo " 12.5 "', commands: []});
		expect(
			await aWorld().perform(aMetric({source: 'command', run}, {fail: 'value > 20', forMs: 100})),
		).toMatchObject({result: 'passed', facts: {last: 12.5}});
	});

	test('can be stopped', async () => {
		const controller = new AbortController();
		const running = aWorld().perform(aMetric(await series(1), {forMs: 600_000}), {
			tools: {signal: controller.signal, report: () => controller.abort('operator')},
		});
		expect(await running).toMatchObject({result: 'failed', stopped: 'operator'});
	});
});

describe('Prometheus', () => {
	const now = () => Math.round(Date.now() / 1000);
	const prometheus = async (data: unknown, status = 'success') => {
		const {url, seen} = await webServer((_, response) =>
			response.end(
				JSON.stringify({status, data, ...(status === 'error' ? {error: 'parse error at char 3'} : {})}),
			),
		);
		return {
			from: {source: 'prometheus', url, query: 'sum(rate(errors{job="{{job}}"}[5m]))'} satisfies MetricSource,
			seen,
		};
	};
	const measure = async (data: unknown, status?: string) => {
		const {from, seen} = await prometheus(data, status);
		const world = aWorld({values: {job: 'api'}});
		return {
			outcome: await world.perform(aMetric(from, {forMs: 0, errorsMax: 0})),
			seen,
			samples: samplesOf(world),
		};
	};

	test('gives a scalar or one series', async () => {
		const vector = await measure({resultType: 'vector', result: [{metric: {}, value: [now(), '0.25']}]});
		expect(vector.outcome).toMatchObject({result: 'passed', facts: {last: 0.25}});
		expect(decodeURIComponent(vector.seen[0]?.url ?? '')).toBe(
			'/api/v1/query?query=sum(rate(errors{job="api"}[5m]))',
		);
		expect((await measure({resultType: 'scalar', result: [now(), '3']})).outcome).toMatchObject({
			facts: {last: 3},
		});
		expect(
			(
				await measure({
					resultType: 'matrix',
					result: [
						{
							values: [
								[now() - 200, '1'],
								[now() - 100, '2'],
							],
						},
					],
				})
			).outcome,
		).toMatchObject({facts: {last: 2}});
	});

	test.each<[string, unknown, string?]>([
		['no series', {resultType: 'vector', result: []}],
		['several series', {resultType: 'vector', result: [{value: [now(), '1']}, {value: [now(), '2']}]}],
		['NaN', {resultType: 'vector', result: [{value: [now(), 'NaN']}]}],
		['+Inf', {resultType: 'vector', result: [{value: [now(), '+Inf']}]}],
		['an answer of two hours ago', {resultType: 'vector', result: [{value: [now() - 7200, '0']}]}],
		['an answer of tomorrow', {resultType: 'scalar', result: [now() + 86_400, '0']}],
		['a sample that is long gone', {resultType: 'matrix', result: [{values: [[now() - 400, '0']]}]}],
		['an error', undefined, 'error'],
		['something else', 'hello'],
	])('%s is a gap with its reason', async (_, data, status) => {
		const {outcome, samples} = await measure(data, status);
		expect(outcome.result).toBe('unknown');
		expect(samples[0]?.gap).toBeTruthy();
	});

	const range = async (points: readonly (readonly [number, string])[], take?: 'max' | 'average') => {
		const {url, seen} = await webServer((_, response) =>
			response.end(
				JSON.stringify({
					status: 'success',
					data: {resultType: 'matrix', result: [{metric: {}, values: points}]},
				}),
			),
		);
		const from: MetricSource = {
			source: 'prometheus',
			url,
			query: 'errors',
			rangeMs: 300_000,
			...(take === undefined ? {} : {take}),
		};
		return {outcome: await aWorld().perform(aMetric(from, {forMs: 0, errorsMax: 0})), seen};
	};
	test('asks for a range where one is wanted, and takes the point that is wanted', async () => {
		const points = [
			[now() - 20, '1'],
			[now() - 10, '9'],
			[now() - 5, '2'],
		] as const;
		const {outcome, seen} = await range(points);
		expect(outcome).toMatchObject({facts: {last: 2}});
		expect(seen[0]?.url).toMatch(/query_range\?query=errors&start=[\d.]+&end=[\d.]+&step=5\.000/);
		expect((await range(points, 'max')).outcome).toMatchObject({facts: {last: 9}});
		expect((await range(points, 'average')).outcome).toMatchObject({facts: {last: 4}});
	});

	test('in a range NaN and gaps are no points, and of two for one moment the last one counts', async () => {
		const at = now() - 5;
		const {outcome} = await range(
			[
				[at - 10, 'NaN'],
				[at, '3'],
				[at, '4'],
			],
			'average',
		);
		expect(outcome).toMatchObject({facts: {last: 4}});
		expect((await range([[now(), 'NaN']])).outcome).toMatchObject({result: 'unknown'});
		expect((await range([])).outcome).toMatchObject({result: 'unknown'});
	});

	test('a range whose newest point is old, or ahead of this clock, is no data', async () => {
		for (const at of [now() - 240, now() + 240]) {
			expect((await range([[at, '1']])).outcome).toMatchObject({
				result: 'unknown',
				why: expect.stringContaining('too little data'),
			});
		}
	});
});
