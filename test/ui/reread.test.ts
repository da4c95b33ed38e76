import {expect, test} from 'vitest';
import {open} from './scene.ts';
import {scenes} from './scenes.ts';

test('one key says that a command is output and no step, with a reason or without', async () => {
	const scene = open();
	await scenes.confirm(scene);
	await scene.terminal.presses('O');
	await scene.terminal.sees('NO STEP');
	await scene.terminal.presses('pasted from the last release', '\r');
	expect(scene.live.sent.at(-1)).toEqual({
		type: 'read-as',
		step: 'migrate',
		as: 'output',
		reason: 'pasted from the last release',
	});
	await scene.leave();

	const silent = open();
	await scenes.confirm(silent);
	await silent.terminal.presses('O', '\r');
	expect(silent.live.sent.at(-1)).toEqual({type: 'read-as', step: 'migrate', as: 'output'});
	await silent.leave();
});

test('a check or a gate can’t be called output, and the key says why', async () => {
	const scene = open();
	await scenes.check(scene);
	await scene.terminal.presses('O');
	expect(scene.terminal.lines().at(-1)).toContain('only a command can be output; this is a check');
	expect(scene.live.sent.some(command => command.type === 'read-as')).toBe(false);
	await scene.leave();
});
