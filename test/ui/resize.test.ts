import {expect, test} from 'vitest';
import {open, type Scene, scenes} from './scenes.ts';

/** Reproducible: the same sizes and keys every time. */
function dice(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state / 2_147_483_648;
	};
}

async function fresh(like: Scene, columns: number, rows: number): Promise<string> {
	const other = open({columns, rows, live: like.live});
	await other.terminal.sees('RUN?');
	await other.terminal.settles();
	const text = other.terminal.text();
	await other.leave();
	return text;
}

test.each([
	[true, 'only changed rows are sent'],
	[false, 'whole pictures are sent'],
])(
	'after any resize the screen is what it would be had it been opened so (incremental: %s, %s)',
	async incremental => {
		const roll = dice(incremental ? 7 : 11);
		const scene = open({incremental});
		await scenes.confirm(scene);
		for (let round = 0; round < 12; round += 1) {
			const columns = 60 + Math.floor(roll() * 100);
			const rows = 16 + Math.floor(roll() * 30);
			scene.terminal.resize(columns, rows);
			if (roll() < 0.5) {
				scene.terminal.type(roll() < 0.5 ? 'l' : 'z');
				await scene.terminal.settles();
				scene.terminal.type(scene.terminal.text().includes('│') ? 'z' : 'l');
			}
			await scene.terminal.settles();
		}
		scene.terminal.resize(70, 20);
		await scene.terminal.settles();
		const before = scene.terminal.text();
		scene.terminal.type('\u000C');
		await scene.terminal.settles();
		expect(before).toBe(scene.terminal.text());
		await scene.leave();
	},
);

test('every row of the smallest terminal is used and none is lost', async () => {
	const scene = open({columns: 60, rows: 16});
	await scenes.confirm(scene);
	scene.terminal.resize(200, 60);
	await scene.terminal.settles();
	scene.terminal.resize(60, 16);
	await scene.terminal.settles();
	const after = scene.terminal.text();
	expect(after.split('\n')).toHaveLength(16);
	expect(after).toBe(await fresh(scene, 60, 16));
});
