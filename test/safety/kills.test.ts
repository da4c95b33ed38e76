import {expect, test} from 'vitest';
import {killAndResume} from './killing.ts';

test('killed 25 times at random moments and resumed, no step runs twice without a word and every record verifies', {
	timeout: 180_000,
}, async () => {
	const {kills, onScreen} = await killAndResume(20_261_121, 25);
	expect(kills).toBe(25);
	expect(onScreen).toBeGreaterThan(5);
});
