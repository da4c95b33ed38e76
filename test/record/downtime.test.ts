import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {measureDowntime} from '../../src/record/downtime.ts';
import type {MetricStep} from '../../src/runbook/step-model.ts';
import {command, runbookOf} from '../engine/given.ts';
import {entriesOf, opening, stateOf, temporaryDirectory} from './world.ts';

function watcher(id: string, change: Partial<MetricStep['work']> = {}): MetricStep {
	return {
		...command(id, {mutates: false}),
		kind: 'metric',
		guard: true,
		work: {
			from: {source: 'http', request: {method: 'GET', url: 'http://localhost', headers: {}}, path: 'up'},
			everyMs: 1000,
			forMs: 0,
			fail: 'value < 1 for 20s',
			errorsMax: 3,
			baseline: false,
			downtime: true,
			...change,
		},
	} as unknown as MetricStep;
}

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 9, 0, second)).toISOString();
const up = (second: number) => JSON.stringify({at: at(second), value: 1});
const down = (second: number) => JSON.stringify({at: at(second), value: 0});
const gap = (second: number) => JSON.stringify({at: at(second), gap: 'connection refused'});

async function downtime(
	files: Readonly<Record<string, readonly string[]>>,
	...guards: readonly MetricStep[]
) {
	const directory = temporaryDirectory();
	mkdirSync(join(directory, 'guards'));
	for (const [id, lines] of Object.entries(files)) {
		writeFileSync(join(directory, 'guards', `${id}.jsonl`), `${lines.join('\n')}\n`);
	}
	return measureDowntime(directory, stateOf(entriesOf([{event: opening}]), runbookOf({walk: guards})));
}

describe('measured downtime', () => {
	test('runs from the first bad sample to the next good one; a service that gives no answer is down', async () => {
		const lines = [up(0), down(2), gap(4), up(7), up(9), gap(11), up(12)];
		expect(await downtime({answers: lines}, watcher('answers'))).toBe(6000);
	});

	test('ends with the last sample where nothing good was seen any more', async () => {
		expect(await downtime({answers: [up(0), down(2), down(5)]}, watcher('answers'))).toBe(3000);
	});

	test('is nothing where every sample was good, and not known where nobody watched', async () => {
		expect(await downtime({answers: [up(0), up(2)]}, watcher('answers'))).toBe(0);
		expect(await downtime({}, watcher('answers'))).toBeUndefined();
		expect(await downtime({answers: [down(0)]}, watcher('answers', {downtime: false}))).toBeUndefined();
	});

	test('counts a stretch that two guards saw once', async () => {
		const files = {web: [up(0), down(2), up(6)], api: [up(0), down(4), up(9)]};
		expect(await downtime(files, watcher('web'), watcher('api'))).toBe(7000);
	});

	test('does not take a monitoring system without data for a service that is down', async () => {
		const from = {source: 'prometheus', url: 'http://localhost', query: 'up'} as const;
		expect(await downtime({answers: [up(0), gap(2), up(9)]}, watcher('answers', {from}))).toBe(0);
	});
});
