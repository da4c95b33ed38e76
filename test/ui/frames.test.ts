import {expect, test} from 'vitest';
import {type PageSceneName, pageScenes, pageShow} from './page-scenes.ts';
import {open, type Scene} from './scene.ts';
import {runbookFor, type SceneName, scenes} from './scenes.ts';
import {wholeFrame} from './whole-frame.ts';

/** The smallest size that is promised, the oldest, a usual one and a large one. */
const sizes = [
	{columns: 60, rows: 16},
	{columns: 80, rows: 24},
	{columns: 120, rows: 40},
	{columns: 200, rows: 60},
] as const;

const names = Object.keys(scenes) as SceneName[];

/** What turns or fades with time. */
const still = (text: string) => text.replaceAll(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/g, '⠿');

test.each(names)('the scene “%s” in every size', async name => {
	const scene = open({columns: 100, rows: 30, ...runbookFor(name)});
	await inEverySize(name, scene, scenes[name]);
});

const pageNames = Object.keys(pageScenes) as PageSceneName[];

test.each(pageNames)('the page “%s” in every size', async name => {
	const scene = open({columns: 100, rows: 30, ...pageShow(name)});
	await inEverySize(name, scene, pageScenes[name]);
});

async function inEverySize(
	name: string,
	scene: Scene,
	play: (scene: Scene) => Promise<unknown>,
): Promise<void> {
	await scene.terminal.sees('BRIEFING');
	await play(scene);
	const frames: string[] = [];
	for (const {columns, rows} of sizes) {
		scene.terminal.resize(columns, rows);
		const lines = (await wholeFrame(scene, () => scene.terminal.lines().join('\n'))).split('\n');
		expect(lines, `${columns}x${rows}`).toHaveLength(rows);
		frames.push(`${'═'.repeat(columns)} ${columns}x${rows}`, ...lines.map(still));
	}
	await expect(`${frames.join('\n')}\n`).toMatchFileSnapshot(`frames/${name}.txt`);
	await scene.leave();
}
