import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {frameSvg, type Paper} from './frame-svg.ts';
import {open, type SceneName, scenes} from './scenes.ts';

/** Draws scenes into a folder as SVG: for the manual, the README, and for looking at what was made. */
export async function drawScenes(
	folder: string,
	names: readonly SceneName[],
	options: {readonly columns: number; readonly rows: number; readonly paper: Paper},
): Promise<void> {
	await mkdir(folder, {recursive: true});
	for (const name of names) {
		const scene = open({columns: options.columns, rows: options.rows, colour: options.paper});
		await scene.terminal.sees('BRIEFING');
		await scenes[name](scene);
		await scene.terminal.settles();
		await writeFile(
			join(folder, `${name}-${options.columns}x${options.rows}-${options.paper}.svg`),
			frameSvg(scene.terminal.xterm, options.paper, name),
		);
		await scene.leave();
	}
}
