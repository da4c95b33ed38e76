import {expect, test} from 'vitest';
import {killAndResume} from '../safety/killing.ts';

/** Another seed is another thousand moments: SAFETY_SEED=7 npm run test:torture. */
const seed = Number(process.env.SAFETY_SEED ?? 1);

test('killed 500 times at random moments and resumed, no step runs twice without a word and every record verifies', {
	timeout: 7_200_000,
}, async () => {
	const so = await killAndResume(seed, 500, ({kills: done, runs}) => {
		if (runs % 10 === 0) {
			process.stderr.write(`seed ${seed}: ${done} kills in ${runs} runs\n`);
		}
	});
	const {kills, unknowns, onScreen} = so;
	process.stderr.write(`seed ${seed}: ${JSON.stringify(so)}\n`);
	expect(kills).toBe(500);
	expect(unknowns).toBeGreaterThan(20);
	expect(onScreen).toBeGreaterThan(150);
});
