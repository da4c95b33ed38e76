import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {agreeable, type Habit} from '../journeys/operator.ts';
import {openTerminal, type Terminal, withHome} from '../journeys/terminal.ts';
import {frameSvg} from './frame-svg.ts';

/** A picture of the manual: the first moment of a practice run that looks so. */
type Picture = {readonly name: string; readonly sees: RegExp};

/** Walked in this order; each is waited for while the operator goes on. */
const good: readonly Picture[] = [
	{name: 'briefing', sees: / BRIEFING /},
	{name: 'step', sees: /Add the column[\s\S]*migration[\s\S]* RUN\? /},
	{name: 'gate', sees: / GO {3}[\s\S]*› practice/},
	{name: 'watching', sees: /▸\S It holds while real[\s\S]*RUNNING[\s\S]* [1-7](?:\.\d)? s left/},
	{name: 'closing', sees: / CLOSE\? /},
];
const bad: readonly Picture[] = [
	{name: 'failure', sees: / (?:FAILED|GUARD TRIPPED) /},
	{name: 'rollback', sees: / ROLL BACK [\s\S]*› \S/},
];

const backwards: readonly Habit[] = [
	{sees: / (?:FAILED|GUARD TRIPPED|UNKNOWN) [\s\S]*\bb +roll back/, types: 'b'},
	{sees: / ROLL BACK [\s\S]*›\s*$/m, types: 'the new version fails'},
	{sees: / ROLL BACK [\s\S]*› \S/m, types: '\r'},
	...agreeable,
];

/** Time for a screen to show what an answer led to, deafness included. */
const betweenMs = 450;
/** A practice run takes forty seconds. */
const withinMs = 180_000;

const folder = process.argv[2] ?? fileURLToPath(new URL('../../src/manual/pictures', import.meta.url));
await mkdir(folder, {recursive: true});
await photograph([], good, agreeable);
await photograph(['--drill', 'bad-release'], bad, backwards);
process.exit(0);

/** Walks a practice release in a real terminal and draws what is worth seeing. */
async function photograph(
	args: readonly string[],
	pictures: readonly Picture[],
	habits: readonly Habit[],
): Promise<void> {
	await withHome(async home => {
		const terminal = openTerminal({args: ['practice', ...args], home, columns: 110, rows: 34});
		const open = [...pictures];
		let hasEnded = false;
		void terminal.exited.then(() => {
			hasEnded = true;
		});
		const deadline = performance.now() + withinMs;
		while (!hasEnded && performance.now() < deadline) {
			await new Promise(resolve => setTimeout(resolve, betweenMs));
			await draw(terminal, open);
			answer(terminal, habits);
		}
		if (open.length > 0) {
			throw new Error(`Not seen: ${open.map(picture => picture.name).join(', ')}`);
		}
	});
}

/** A question is grey while keys don't count yet: the picture is taken a moment later. */
async function draw(terminal: Terminal, open: Picture[]): Promise<void> {
	const at = open.findIndex(picture => picture.sees.test(terminal.text()));
	const [seen] = at === -1 ? [] : open.splice(at, 1);
	if (seen !== undefined) {
		await new Promise(resolve => setTimeout(resolve, betweenMs));
		await writeFile(
			join(folder, `${seen.name}.svg`),
			frameSvg(terminal.xterm, 'dark', `gonogo: ${seen.name}`),
		);
	}
}

function answer(terminal: Terminal, habits: readonly Habit[]): void {
	const bottom = terminal.lines().slice(-9).join('\n');
	const habit = habits.find(({sees}) => sees.test(bottom));
	if (habit !== undefined) {
		terminal.type(typeof habit.types === 'string' ? habit.types : habit.types(bottom));
	}
}
