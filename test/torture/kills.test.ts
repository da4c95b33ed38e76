import {expect, test} from 'vitest';
import {killAndResume} from '../safety/killing.ts';

/** Another seed is another thousand moments, a smaller number another hour: SAFETY_SEED=7 SAFETY_KILLS=60 npm run test:torture. */
const seed = Number(process.env.SAFETY_SEED ?? 1);
const kills = Number(process.env.SAFETY_KILLS ?? 500);

test(`killed ${kills} times at random moments and resumed, no step runs twice without a word and every record verifies`, {
	timeout: 7_200_000,
}, async () => {
	const so = await killAndResume(seed, kills, ({kills: done, runs}) => {
		if (runs % 10 === 0) {
			process.stderr.write(`seed ${seed}: ${done} kills in ${runs} runs\n`);
		}
	});
	process.stderr.write(`seed ${seed}: ${JSON.stringify(so)}\n`);
	expect(so.kills).toBe(kills);
	expect(so.unknowns).toBeGreaterThan(kills * 0.04);
	expect(so.onScreen).toBeGreaterThan(kills * 0.3);
});
