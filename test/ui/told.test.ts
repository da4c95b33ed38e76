import {expect, test} from 'vitest';
import {isDue, tell} from '../../src/ui/screen/told.ts';
import {given, production} from './given-inputs.ts';
import {memoryLive} from './memory-live.ts';
import {sampleRunbook} from './sample.ts';

const at = Date.parse('2026-11-21T09:00:00.000Z');

test('while a person thinks the clock moves every five seconds, beside a running step every second', async () => {
	const live = memoryLive(sampleRunbook(), {opened: production, now: () => at});
	live.record({type: 'inputs.set', values: given});
	const shown = {beat: 0, now: at};
	expect(isDue(tell(live), shown, at + 4_900)).toBe(false);
	expect(isDue(tell(live), shown, at + 5_000)).toBe(true);
	await live.send({type: 'answer-check', step: 'announce', answer: 'yes'});
	await live.send({type: 'start-step', step: 'free-disk'});
	expect(isDue(tell(live), shown, at + 1_000)).toBe(true);
});
