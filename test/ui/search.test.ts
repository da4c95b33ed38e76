import {expect, test} from 'vitest';
import {open} from './scene.ts';
import {scenes} from './scenes.ts';

test('a search goes through the steps and their output at once, on and back', async () => {
	const scene = open({columns: 120, rows: 40});
	await scenes.running(scene);
	const {terminal} = scene;
	await terminal.presses('/', 'delivery', '\r');
	await terminal.sees('in the output of “Run the migration”, line 4');
	await terminal.presses('/', 'ORDERS', '\r');
	await terminal.sees('in the output of “Run the migration”, line 3');
	await terminal.presses('n');
	await terminal.sees('in “How many orders came in during the first minute?”');
	await terminal.presses('n');
	await terminal.sees('in “Back up the orders database”');
	await terminal.presses('n');
	await terminal.sees('in “Run the migration”');
	await terminal.presses('N', 'N');
	await terminal.sees('in “How many orders came in during the first minute?”');
	await terminal.presses('N');
	await terminal.sees('in the output of “Run the migration”, line 3');
	await scene.leave();
});

test('what is found on a long card is scrolled into sight', async () => {
	const scene = open({columns: 60, rows: 16});
	await scenes.confirm(scene);
	expect(scene.terminal.text()).not.toContain('order_lines');
	await scene.terminal.presses('/', 'order_lines', '\r');
	await scene.terminal.sees('order_lines');
	await scene.leave();
});
