import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Order} from '../../src/engine/order.ts';
import {type GuardChange, watchGuard} from '../../src/steps/guard.ts';
import {baselineOnDisk, takeBaseline} from '../../src/steps/metric/baseline.ts';
import type {Tools} from '../../src/steps/performer.ts';
import {aWorld} from './given.ts';
import {webServer} from './loopback.ts';
import {aMetric, samplesOf} from './metrics.ts';

/** A server whose number the test sets. */
async function gauge() {
	const gauge = {rate: 100, asked: 0};
	const {url} = await webServer((_, response) => {
		gauge.asked += 1;
		response.end(JSON.stringify({rate: gauge.rate}));
	});
	const from = {source: 'http', request: {method: 'GET', url, headers: {}}, path: '$.rate'} as const;
	return {gauge, from};
}

async function until(holds: () => boolean): Promise<void> {
	const deadline = performance.now() + 20_000;
	while (!holds() && performance.now() < deadline) {
		await new Promise(resolve => setTimeout(resolve, 20));
	}
}

test('a guard counts from what was usual before the change, and finds it again after a restart', async () => {
	const {gauge: meter, from} = await gauge();
	const world = aWorld();
	const step = aMetric(from, {everyMs: 100, errorsMax: 1, fail: '> 2x baseline', baseline: true});
	const order: Order = {
		run: 'r',
		step,
		attempt: 1,
		part: 'whole',
		env: {},
		values: {},
		secrets: [],
		shell: {},
		connections: {},
		hosts: {},
		facts: {},
	};
	const over = new AbortController();
	const tools: Tools = {
		signal: over.signal,
		directory: world.directory,
		secrets: {},
		masked: [],
		report: () => {},
	};
	mkdirSync(join(world.directory, 'output'), {recursive: true});
	const before = new AbortController();
	const usual = takeBaseline(order, tools, before.signal);
	await until(() => meter.asked >= 2);
	before.abort();
	expect(await usual).toBe(100);

	meter.rate = 250;
	const changes: GuardChange[] = [];
	const watching = watchGuard(order, tools, {
		onChange: change => changes.push(change),
		signal: over.signal,
		usual,
	});
	await until(() => changes.at(-1)?.to === 'tripped');
	over.abort();
	await watching;
	expect(changes.at(-1)?.why).toBe('The value is 250: > 200.');
	expect(samplesOf(world)).toContainEqual(expect.objectContaining({baseline: 100, limit: 200}));
	expect(baselineOnDisk(world.directory, 'metric')).toBe(100);
});

test('a file without a baseline, or none, gives none', () => {
	const {directory} = aWorld();
	expect(baselineOnDisk(directory, 'metric')).toBeUndefined();
	mkdirSync(join(directory, 'guards'));
	writeFileSync(join(directory, 'guards', 'metric.jsonl'), '{"value":1}\n');
	expect(baselineOnDisk(directory, 'metric')).toBeUndefined();
});
