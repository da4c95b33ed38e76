import {beforeAll, expect, test} from 'vitest';
import {attacks} from '../text/attacks.ts';
import {type Seen, throughEveryDoor} from './doors.ts';

/** Every so many of the attacks, so that each kind is among them; all of them run with the torture. */
const every = 18;

let quiet: Seen;
beforeAll(async () => {
	quiet = await throughEveryDoor('a quiet word');
});

test.each(attacks.filter((_, index) => index % every === 3))(
	'a text that $name changes no cell of the gate and does nothing to the terminal, whichever door it comes through',
	{timeout: 60_000},
	async ({text}) => {
		const {lines, ...seen} = await throughEveryDoor(text);
		const {lines: _, ...expected} = quiet;
		expect(seen).toEqual(expected);
		expect(lines).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
	},
);
