import {afterAll, beforeAll, expect, test} from 'vitest';
import {attacks} from '../text/attacks.ts';
import {openWorld, type Seen, type World} from './doors.ts';
import {expectHarmless} from './harmless.ts';

/** Every so many of the attacks, so that each kind is among them; all of them run with the torture. */
const every = 24;

let world: World;
let quiet: Seen;
beforeAll(async () => {
	world = await openWorld();
	quiet = await world.throughEveryDoor('a quiet word');
});
afterAll(() => world.close());

test('what comes in by each door is seen behind it', () => {
	const times = quiet.lines.split('a quiet word').length - 1;
	expect(times, quiet.lines).toBeGreaterThan(40);
});

test.each(attacks.filter((_, index) => index % every === 3))(
	'a text that $name changes no cell of the gate and does nothing to the terminal, whichever door it comes through',
	{timeout: 120_000},
	async ({text}) => expectHarmless(await world.throughEveryDoor(text), quiet),
);
