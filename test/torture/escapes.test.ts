import {beforeAll, expect, test} from 'vitest';
import {type Seen, throughEveryDoor} from '../safety/doors.ts';
import {attacks} from '../text/attacks.ts';

let quiet: Seen;
beforeAll(async () => {
	quiet = await throughEveryDoor('a quiet word');
});

test.each(attacks)(
	'a text that $name changes no cell of the gate, whichever door it comes through',
	{timeout: 60_000},
	async ({text}) => {
		const {lines, ...seen} = await throughEveryDoor(text);
		const {lines: _, ...expected} = quiet;
		expect(seen).toEqual(expected);
		expect(lines).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
	},
);
