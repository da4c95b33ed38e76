import {typeHeard} from './heard.ts';
import type {Terminal} from './terminal.ts';

/** A prompt at the bottom of the full screen, and what this operator types there. */
export type Habit = {readonly sees: RegExp; readonly types: string | ((bottom: string) => string)};

/** Says yes to everything and types what a form asks for. */
export const agreeable: readonly Habit[] = [
	{sees: /Type (\S+) to say GO[\s\S]*›\s*$/m, types: bottom => `${/Type (\S+) to say GO/.exec(bottom)?.[1]}`},
	{sees: /Type (\S+) to say GO[\s\S]*› \S/m, types: '\r'},
	{sees: / GO \/ NO-GO /, types: 'g'},
	{sees: / BRIEFING /, types: '\r'},
	{sees: / INPUTS /, types: '\r'},
	{sees: / CHECK /, types: '\r'},
	{sees: / ANSWER [\s\S]*›\s*$/m, types: 'all is well'},
	{sees: / ANSWER [\s\S]*› \S/m, types: '\r'},
	{sees: / RUN\? /, types: '\r'},
	{sees: / CLOSE\? /, types: '\r'},
];

/** The screen is looked at again at least this often, so that the limit is noticed. */
const lookMs = 500;

/** A whole practice release takes forty seconds; four times that is a hang. */
const withinMs = 180_000;

/**
Works at a terminal by its habits, the first that fits, until the screen shows `until` or the program ends.

@returns how often something was typed.
*/
export async function operate(
	terminal: Terminal,
	until: RegExp,
	habits: readonly Habit[] = agreeable,
): Promise<number> {
	const deadline = performance.now() + withinMs;
	let hasEnded = false;
	let typed = 0;
	void terminal.exited.then(() => {
		hasEnded = true;
	});
	while (!hasEnded && !until.test(terminal.text())) {
		if (performance.now() > deadline) {
			throw new Error(`Not seen within ${withinMs} ms: ${until}. The screen:\n${terminal.text()}`);
		}
		const bottom = bottomOf(terminal);
		const habit = habits.find(({sees}) => sees.test(bottom));
		if (habit === undefined) {
			await terminal.changes(lookMs);
			continue;
		}
		await typeHeard(terminal, typeof habit.types === 'string' ? habit.types : habit.types(bottom));
		typed++;
	}
	return typed;
}

function bottomOf(terminal: Terminal): string {
	return terminal.lines().slice(-9).join('\n');
}
