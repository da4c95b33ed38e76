import {expect, test} from 'vitest';
import {showHome} from '../../src/ui/home/show-home.tsx';
import {frameSvg} from './frame-svg.ts';
import {now, shelf} from './home-shelf.ts';
import {heard, open} from './scene.ts';
import {runbookFor, type SceneName, scenes} from './scenes.ts';
import {testTerminal} from './terminal.ts';
import {wholeFrame} from './whole-frame.ts';

/* `npm run screenshots` draws them anew. */

/** What decides whether a person trusts the screen. */
const names: readonly SceneName[] = ['briefing', 'confirm', 'running', 'gate', 'failed', 'tripped', 'close'];
const sizes = [
	{columns: 60, rows: 16},
	{columns: 80, rows: 24},
	{columns: 120, rows: 40},
	{columns: 200, rows: 60},
] as const;
const palettes = ['dark', 'light', 'none'] as const;

test.each(names.flatMap(name => palettes.map(colour => [name, colour] as const)))(
	'the picture of “%s” in %s is what the screen shows',
	async (name, colour) => {
		const scene = open({columns: 100, rows: 30, colour, ...runbookFor(name)});
		await scene.terminal.sees('BRIEFING');
		await scenes[name](scene);
		await heard(scene);
		for (const {columns, rows} of sizes) {
			scene.terminal.resize(columns, rows);
			const svg = await wholeFrame(scene, () =>
				still(frameSvg(scene.terminal.xterm, colour === 'light' ? 'light' : 'dark', `gonogo: ${name}`)),
			);
			await expect(svg).toMatchFileSnapshot(`pictures/${name}-${columns}x${rows}-${colour}.svg`);
		}
		await scene.leave();
	},
);

test.each(palettes)('the picture of home in %s is what the screen shows', async colour => {
	for (const {columns, rows} of sizes) {
		const terminal = testTerminal(columns, rows);
		const chosen = showHome(shelf, {stdin: terminal.stdin, stdout: terminal.stdout, colour, now});
		await terminal.sees('Release the checkout');
		await terminal.settles();
		const svg = frameSvg(terminal.xterm, colour === 'light' ? 'light' : 'dark', 'gonogo: home');
		await expect(svg).toMatchFileSnapshot(`pictures/home-${columns}x${rows}-${colour}.svg`);
		await terminal.presses('q');
		await chosen;
	}
});

/** What turns with time stands still. */
function still(svg: string): string {
	return svg.replaceAll(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/g, '⠿');
}
