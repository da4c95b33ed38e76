import {describe, expect, test} from 'vitest';
import {chart, marginWords, sparkline} from '../../src/ui/view/trend.ts';
import {open} from './scene.ts';
import {runbookFor, scenes} from './scenes.ts';

const percent = {times: 1, unit: '%'};
const ceiling = {compare: '>', limit: 5} as const;

describe('what a guard measured', () => {
	test('is drawn as bars that come up to the limit, with a gap where a measurement gave nothing', () => {
		expect(sparkline({values: [0, 2.5, undefined, 5], limit: ceiling}, 10)).toBe('▁▅ █');
		expect(sparkline({values: [1, 2, 3, 4, 5]}, 3)).toHaveLength(3);
	});

	test('is said with how far it is from its limit, above and below', () => {
		expect(marginWords({values: [0.4], limit: ceiling}, percent)).toBe('0.4% under 5%');
		expect(marginWords({values: [6], limit: ceiling}, percent)).toBe('6% beyond 5%');
		expect(marginWords({values: [99.1], limit: {compare: '<', limit: 98}}, percent)).toBe('99.1% over 98%');
		expect(marginWords({values: [undefined]}, percent)).toBe('no value yet');
	});

	test('is drawn larger with the limit marked on its row', () => {
		const rows = chart({values: [1, 5, 10], limit: ceiling}, 10, 4);
		expect(rows).toHaveLength(4);
		expect(rows.filter(row => row.isLimit)).toHaveLength(1);
		expect(rows[0]?.text).toBe('  █');
	});

	test('without a value or a limit is still drawn', () => {
		expect(sparkline({values: []}, 10)).toBe('');
		expect(chart({values: [3, 3, 3]}, 10, 2)).toHaveLength(2);
	});
});

test('guards stand under the header with their margin and bars', async () => {
	const scene = open({...runbookFor('guarded'), columns: 80, rows: 24});
	await scenes.guarded(scene);
	expect(scene.terminal.lines()[1]).toMatch(/watching {2}error rate {2}[▁▂]+ {2}good 0.42% under 5%/);
	await scene.leave();
});

test('a guard that tripped shows what it saw, what rolling back walks and how long there is to decide', async () => {
	const scene = open({...runbookFor('tripped'), columns: 110, rows: 34});
	await scenes.tripped(scene);
	const text = scene.terminal.text();
	expect(text).toContain('The value is 6.8%');
	expect(text).toContain('6.8% beyond 5%');
	expect(text).toContain('What rolling back would walk');
	expect(text).toMatch(/Rolls back in \d+ s/);
	await scene.leave();
});
