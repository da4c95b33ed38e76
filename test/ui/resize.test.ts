import {expect, test} from 'vitest';
import {open} from './scene.ts';
import {scenes} from './scenes.ts';

/** Reproducible: the same sizes and keys every time. */
function dice(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state / 2_147_483_648;
	};
}

/** The spinner stands where it stood when the picture was drawn. */
const still = (text: string) => text.replaceAll(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/g, '*');

test.each([
	['only changed rows are sent', true, 1],
	['still only changed rows are sent', true, 4],
	['whole pictures are sent', false, 3],
] as const)(
	'after resizes, keys and output in any order the screen is whole when %s',
	async (_, incremental, seed) => {
		const roll = dice(seed);
		const scene = open({incremental});
		await scenes.running(scene);
		for (let round = 0; round < 14; round += 1) {
			for (let burst = 0; burst <= Math.floor(roll() * 4); burst += 1) {
				scene.terminal.resize(60 + Math.floor(roll() * 100), 16 + Math.floor(roll() * 30));
				if (roll() < 0.5) {
					scene.terminal.type('l');
				}
				if (roll() < 0.5) {
					scene.live.print('migrate', `row ${round} ${'x'.repeat(Math.floor(roll() * 90))}`);
				}
				await new Promise(resolve => setTimeout(resolve, Math.floor(roll() * 30)));
			}
			await scene.terminal.settles();
			const grown = still(scene.terminal.text());
			scene.terminal.type('\u000C');
			await scene.terminal.settles();
			expect(grown, `round ${round}`).toBe(still(scene.terminal.text()));
		}
		await scene.leave();
	},
	60_000,
);

test('a screen that was resized is the screen that would have been opened in that size', async () => {
	const scene = open({columns: 60, rows: 16});
	await scenes.confirm(scene);
	scene.terminal.resize(200, 60);
	await scene.terminal.settles();
	scene.terminal.resize(60, 16);
	await scene.terminal.settles();
	const other = open({columns: 60, rows: 16, live: scene.live});
	await other.terminal.sees('RUN?');
	await other.terminal.settles();
	expect(scene.terminal.text()).toBe(other.terminal.text());
	expect(scene.terminal.lines()).toHaveLength(16);
	await other.leave();
	await scene.leave();
});
