import {expect, test} from 'vitest';
import {check, runbookOf} from '../engine/given.ts';
import {walkReal} from './plain-run.ts';

const base = runbookOf({walk: [check('look', {title: 'It looks well'})]});
const runbook = {
	...base,
	meta: {
		...base.meta,
		criteria: [
			{text: 'Users are content', line: 90},
			{text: 'It looks well', line: 91},
		],
	},
};

test('in plain lines a person says of a criterion that nothing measured whether it is met, and reads it back', async () => {
	const {how, paper} = await walkReal(runbook, {lines: ['y', 'c', 'yes', 'y']});
	expect(how).toBe('closed');
	expect(paper).toContain('Criterion: ☐ Users are content – not measured');
	expect(paper).toContain('Criterion: ✓ It looks well – yes');
	expect(paper).toContain('Criterion: ✓ Users are content – yes · said alice');
});
