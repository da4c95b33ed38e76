import {expect, test} from 'vitest';
import {figure, scaleOf} from '../../src/engine/figure.ts';

test.each([
	[{fail: 'value > 5% for 3s'}, 0.0042, '0.42%'],
	[{fail: 'value > 5', warn: 'value > 1%'}, 0.5, '50%'],
	[{fail: 'value > 5%', unit: '%'}, 4.2, '4.2%'],
	[{fail: 'value > 400', unit: 'ms'}, 412.345_678, '412.3 ms'],
	[{fail: 'value > 2 * baseline'}, 0.25, '0.25'],
	[{fail: 'value > 100'}, 17, '17'],
])('a metric with %j tells %d as %s: as its author writes its limits', (work, value, words) => {
	expect(figure(value, scaleOf(work))).toBe(words);
});
