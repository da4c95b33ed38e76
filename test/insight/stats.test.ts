import {expect, test} from 'vitest';
import {type Gist, gistOf} from '../../src/insight/gist.ts';
import {statsOf} from '../../src/insight/stats.ts';
import {quantile, usualTimes} from '../../src/insight/times.ts';
import {amendmentThat, recordWith} from './records.ts';

async function gist(change: Partial<Gist> = {}): Promise<Gist> {
	return {...gistOf(await recordWith(), []), ...change};
}

test('a record’s gist has the last attempt of what ran and the waiting of what was answered', async () => {
	const {steps, changed, deployed, failed} = await gist();
	expect({changed, deployed, failed}).toEqual({changed: true, deployed: true, failed: false});
	expect(steps.find(({id}) => id === 'deploy')).toMatchObject({tookMs: 58_000, failed: true});
	expect(steps.map(({id}) => id)).toContain('announce');
	const later = gistOf(await recordWith(), [amendmentThat({is: 'incident', incident: 'INC-7'})]);
	expect(later.failed).toBe(true);
});

test('usual times are times that were measured: the nearest rank', () => {
	expect(quantile([], 0.5)).toBeUndefined();
	expect(quantile([1, 2, 3, 4], 0.5)).toBe(2);
	expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBe(9);
	const run = (tookMs: number) =>
		({steps: [{id: 'a', title: 'A', tookMs, failed: tookMs === 9}]}) as unknown as Gist;
	expect(usualTimes([run(5), run(9), run(1)])).toEqual([
		{id: 'a', title: 'A', runs: 3, p50Ms: 5, p90Ms: 9, failed: 1},
	]);
});

test('the five DORA metrics of a service and environment', async () => {
	const [line, ...others] = statsOf([
		await gist({openedAt: '2026-11-01T00:00:00.000Z', leadMs: 3_600_000}),
		await gist({openedAt: '2026-11-08T00:00:00.000Z', leadMs: 7_200_000, rework: true}),
		await gist({
			openedAt: '2026-11-15T00:00:00.000Z',
			deployed: false,
			failed: true,
			rolledBack: true,
			restoreMs: 60_000,
		}),
		await gist({openedAt: '2026-11-12T00:00:00.000Z', kind: 'rehearsal'}),
	]);
	expect(others).toEqual([]);
	expect(line).toMatchObject({runs: 3, deployments: 3});
	expect(line?.rollbackRate).toBeCloseTo(1 / 3);
	expect(line?.dora).toMatchObject({deploymentsPerWeek: 1, leadTimeMs: 3_600_000, recoveryTimeMs: 60_000});
	expect(line?.dora.changeFailRate).toBeCloseTo(1 / 3);
	expect(line?.dora.reworkRate).toBeCloseTo(1 / 3);
});

test('what no run tells is not known, never nought', async () => {
	const [line] = statsOf([await gist({changed: false, deployed: false})]);
	expect(line?.dora).toEqual({deploymentsPerWeek: 0});
	expect(line).not.toHaveProperty('failureRate');
});
