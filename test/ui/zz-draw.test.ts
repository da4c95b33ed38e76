import {test} from 'vitest';
import {drawScenes} from './pictures.ts';
import {type SceneName, scenes} from './scenes.ts';

test('draw', async () => {
	const names = (process.env.SCENES?.split(',') ?? Object.keys(scenes)) as SceneName[];
	const [columns, rows] = (process.env.SIZE ?? '100x30').split('x').map(Number);
	await drawScenes('/tmp/ui-shots', names, {
		columns: columns ?? 100,
		rows: rows ?? 30,
		paper: (process.env.PAPER ?? 'dark') as 'dark',
	});
}, 200_000);
