import {expect, test} from 'vitest';
import {fencesIn, manual, pageOf, withPlans} from './pages.ts';

/* `vitest run --config .config/vitest.ts -u test/manual` writes the pages anew. */

test('what the format page says gonogo makes of its examples is what it makes of them', async () => {
	await expect(withPlans(pageOf('format'))).toMatchFileSnapshot(`${manual}/format.md`);
});

test('the format page has an example for every reading rule', () => {
	const rules = [...pageOf('format').matchAll(/^### R(\d+) /gm)].map(match => Number(match[1]));
	expect(rules).toEqual(Array.from({length: 21}, (_, index) => index + 1));
	expect(fencesIn(pageOf('format')).filter(fence => fence.info === 'markdown').length).toBeGreaterThan(21);
});
