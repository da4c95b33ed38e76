import {describe, expect, test} from 'vitest';
import type {Order} from '../../src/engine/order.ts';
import type {MetricSource, MetricWork} from '../../src/runbook/work-model.ts';
import {type GuardChange, watchGuard} from '../../src/steps/guard.ts';
import {aWorld, type World} from './given.ts';
import {aMetric, samplesOf, series} from './metrics.ts';

describe('a guard', () => {
	async function guarded(
		from: MetricSource,
		work: Partial<MetricWork>,
		until: (changes: readonly GuardChange[]) => boolean,
		facts: Order['facts'] = {},
	): Promise<{changes: GuardChange[]; world: World}> {
		const world = aWorld();
		const controller = new AbortController();
		const changes: GuardChange[] = [];
		const step = aMetric(from, {everyMs: 100, errorsMax: 1, ...work});
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
			facts,
		};
		await watchGuard(
			order,
			{signal: controller.signal, directory: world.directory, secrets: {}, masked: [], report: () => {}},
			{
				signal: controller.signal,
				onChange(change) {
					changes.push(change);
					if (until(changes)) {
						controller.abort();
					}
				},
			},
		);
		return {changes, world};
	}

	test('tells its changes of state only', async () => {
		const {changes, world} = await guarded(
			await series(1, 1, 9, 9, 9, 9, 1, 'down', 'down'),
			{fail: 'value > 5 for 200ms'},
			all => all.length === 4,
		);
		expect(changes.map(({from, to}) => `${from} → ${to}`)).toEqual([
			'watching → good',
			'good → tripped',
			'tripped → good',
			'good → no-data',
		]);
		expect(changes[1]).toMatchObject({value: 9, why: 'The value is 9: > 5 for 200 ms.'});
		expect(samplesOf(world).filter(sample => 'gap' in sample)).toHaveLength(2);
	});

	test('takes its first value as the baseline where no step took one', async () => {
		const {changes, world} = await guarded(
			await series(100, 150, 250),
			{fail: 'value > 2 * baseline', baseline: true},
			all => all.at(-1)?.to === 'tripped',
		);
		expect(changes.at(-1)?.why).toBe('The value is 250: > 200.');
		expect(samplesOf(world)).toContainEqual(expect.objectContaining({baseline: 100, limit: 200}));
	});

	test('that can’t be watched says so', async () => {
		await expect(guarded(await series(1), {fail: 'often'}, () => true)).rejects.toThrow('no condition');
	});
});
