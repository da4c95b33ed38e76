import {expect, test} from 'vitest';
import type {Meta} from '../../src/runbook/meta-model.ts';
import {briefingView} from '../../src/ui/view/briefing.ts';
import {command, given, runbookOf} from '../engine/given.ts';

function strategyIn(meta: Partial<Meta>): string | undefined {
	const plain = runbookOf({walk: [command('deploy')]});
	const {state} = given({...plain, meta: {...plain.meta, ...meta}});
	return briefingView(state, () => undefined).facts.find(({label}) => label === 'Strategy')?.text;
}

test('the briefing says that a release takes the service away, and that no change window is declared for it', () => {
	const windows = {
		timeZone: 'UTC',
		freeze: [],
		change: [{is: 'weekly', from: {day: 2, minute: 0}, to: {day: 3, minute: 0}}],
	} as unknown as NonNullable<Meta['windows']>;
	const away = 'recreate: the service is away while it is replaced';

	expect(strategyIn({strategy: 'recreate'})).toBe(`${away}; no change window is declared for that`);
	expect(strategyIn({strategy: 'recreate', windows})).toBe(away);
	expect(strategyIn({strategy: 'rolling'})).toBe('rolling');
	expect(strategyIn({})).toBeUndefined();
});
