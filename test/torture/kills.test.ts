import {expect, test} from 'vitest';
import {killAndResume} from '../safety/killing.ts';

/** Another seed is another thousand moments: SAFETY_SEED=7 npm run test:torture. */
const seed = Number(process.env.SAFETY_SEED ?? 1);

test('killed 500 times at random moments and resumed, no step runs twice without a word and every record verifies', {
	timeout: 3_600_000,
}, async () => {
	const {kills, unknowns} = await killAndResume(seed, 500);
	expect(kills).toBe(500);
	expect(unknowns).toBeGreaterThan(20);
});
