import {afterAll, beforeAll, expect, test} from 'vitest';
import {openWorld, type Seen, type World} from '../safety/doors.ts';
import {expectHarmless} from '../safety/harmless.ts';
import {attacks} from '../text/attacks.ts';

let world: World;
let quiet: Seen;
beforeAll(async () => {
	world = await openWorld();
	quiet = await world.throughEveryDoor('a quiet word');
});
afterAll(() => world.close());

test('every door is open', () => {
	expect(world.outside).toMatchObject({hasSsh: true, databaseUrl: expect.any(String)});
});

test.each(attacks)(
	'a text that $name changes no cell of the gate, whichever door it comes through',
	{timeout: 120_000},
	async ({text}) => expectHarmless(await world.throughEveryDoor(text), quiet),
);
