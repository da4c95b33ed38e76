import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Step} from '../../src/runbook/step-model.ts';
import type {MetricSource, MetricWork} from '../../src/runbook/work-model.ts';
import {aStep, type World} from './given.ts';
import {webServer} from './loopback.ts';

export function aMetric(from: MetricSource, more: Partial<MetricWork> & {id?: string} = {}): Step {
	const {id = 'metric', ...work} = more;
	return aStep('metric', {
		id,
		guard: false,
		work: {from, everyMs: 100, forMs: 300, fail: '', errorsMax: 2, baseline: false, ...work},
	});
}

/** A server that gives one value after the other, the last one for ever. */
export async function series(...values: readonly (number | string)[]): Promise<MetricSource> {
	let asked = 0;
	const {url} = await webServer((_, response) => {
		const value = values[Math.min(asked, values.length - 1)];
		asked += 1;
		response.end(value === 'down' ? 'nothing' : JSON.stringify({rate: value}));
	});
	return {source: 'http', request: {method: 'GET', url, headers: {}}, path: '$.rate'};
}

/** The samples that a metric left. */
export const samplesOf = (world: World, id = 'metric') =>
	readFileSync(join(world.directory, 'guards', `${id}.jsonl`), 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as Record<string, unknown>);
