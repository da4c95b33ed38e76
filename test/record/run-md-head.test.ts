import {expect, test} from 'vitest';
import {buildRunMd} from '../../src/record/run-md.ts';
import {entriesOf, opening, release, runbookText, stateOf} from './world.ts';

test('what was deployed where, in which emergency and with what downtime stands at the top', () => {
	const told: typeof release = [
		{event: {...opening, emergency: {reason: 'the shop is down', incident: 'INC-7'}}},
		...release.slice(1),
	];
	const entries = entriesOf(told);
	const text = buildRunMd({
		runbookText,
		state: stateOf(entries),
		entries,
		outputs: new Map(),
		downtimeMs: 61_000,
	});
	expect(text).toContain('| Deployed | image registry.example.com/shop@sha256:c0ffee');
	expect(text).toContain('| Emergency | the shop is down (INC-7) |');
	expect(text).toContain('| Change | emergency |');
	expect(text).toMatch(/\| Downtime \| 1 m 01 s, as measured \|/);
});
