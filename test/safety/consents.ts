/** What the operator of a killed run was asked, and how often they said that a step may run again. */
export type Consents = Map<string, number>;

export type Asked = {
	/** What stands there since the last answer, or at the bottom of the screen. */
	readonly since: string;
	/** All that was said, or the whole screen. */
	readonly paper: string;
	readonly random: () => number;
	readonly consents: Consents;
};

type Habit = {readonly sees: RegExp; readonly types: string};

/** An operator at plain lines who says yes, and who is asked before anything is done again. */
export function answerToLines({since, paper, random, consents}: Asked): string | undefined {
	if (!/Which one, 1 to \d+\? $/.test(since)) {
		return habitOf(plainHabits, since);
	}
	if (since.includes('UNKNOWN')) {
		const cards = paper.slice(0, paper.lastIndexOf('UNKNOWN It was started'));
		consent(consents, [...cards.matchAll(/echo x >> "\$HOME\/count\/(\w+)"/g)].at(-1)?.[1]);
	}
	return random() < 0.7 ? 'r' : 'f';
}

/** The same operator before the full screen. */
export function answerToScreen({since, paper, random, consents}: Asked): string | undefined {
	if (!/ UNKNOWN {2,}It was started/.test(since)) {
		return habitOf(screenHabits, since);
	}
	const card = paper.replaceAll(/^[^│\n]*│/gm, '');
	consent(consents, /count\/(\w+)"/.exec(card)?.[1]);
	return random() < 0.7 ? 'r' : 'f';
}

function consent(consents: Consents, step = ''): void {
	consents.set(step, (consents.get(step) ?? 0) + 1);
}

function habitOf(habits: readonly Habit[], text: string): string | undefined {
	return habits.find(({sees}) => sees.test(text))?.types;
}

const plainHabits: readonly Habit[] = [
	{sees: /Type GO or NO-GO: $/, types: 'go'},
	{sees: /y = (?:yes|run|close)[^\n]*\? = more: $/, types: 'y'},
	{sees: /What did you do\? $/, types: 'seen with my own eyes'},
];

const screenHabits: readonly Habit[] = [
	{sees: / FIXED BY HAND [\s\S]*›\s*$/m, types: 'seen with my own eyes'},
	{sees: / FIXED BY HAND [\s\S]*› \S/m, types: '\r'},
	// A key that came late and opened something else: back.
	{sees: /esc back/, types: '\u001B'},
	{sees: /enter close/, types: '\r'},
	{sees: / GO \/ NO-GO /, types: 'g'},
	{sees: / (?:BRIEFING|CHECK|RUN\?|CLOSE\?) /, types: '\r'},
];
