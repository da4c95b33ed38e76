import {expect, test} from 'vitest';
import {heard, open} from './scene.ts';
import {scenes} from './scenes.ts';

test('! asks for a command, shows it once more with what it may do, and runs it as a deviation', async () => {
	const scene = open();
	await scenes.confirm(scene);
	await scene.terminal.presses('!', 'kubectl get pods', '\r', 'what is there', '\r');
	await scene.terminal.sees('$ kubectl get pods');
	expect(scene.terminal.text()).toContain('only reads; a deviation');
	await scene.terminal.presses('\r');
	expect(scene.live.sent.at(-1)).toEqual({
		type: 'run-off-script',
		script: 'kubectl get pods',
		reason: 'what is there',
	});
	scene.live.print('off-script-1', 'checkout-7d9  1/1  Running');
	await scene.terminal.sees('checkout-7d9');
	await scene.live.finish({result: 'passed', exit: 0});
	await scene.terminal.sees('enter goes back to it');
	expect(scene.terminal.text()).toContain('checkout-7d9');
	await scene.terminal.presses('\r');
	await scene.terminal.sees('RUN?');
	expect(scene.live.state().deviations).toMatchObject([{what: 'off-script'}]);
	await scene.leave();
});

test('a command of one’s own runs from the failure screen too, and any other key runs nothing', async () => {
	const scene = open();
	await scenes.failed(scene);
	await heard(scene);
	await scene.terminal.presses('!', 'df -h', '\r', '\r');
	await scene.terminal.sees('$ df -h');
	await scene.terminal.presses('x');
	await scene.terminal.sees('nothing was run');
	expect(scene.live.sent.some(command => command.type === 'run-off-script')).toBe(false);
	await scene.terminal.presses('!', 'df -h', '\r', '\r', '\r');
	expect(scene.live.sent.at(-1)).toMatchObject({type: 'run-off-script', script: 'df -h'});
	await scene.leave();
});

test('a typed command that can’t be taken back asks for the environment’s name', async () => {
	const scene = open();
	await scenes.confirm(scene);
	await scene.terminal.presses('!', 'rm -rf /srv/shop', '\r', '\r', 'yes', '\r');
	await scene.terminal.sees('type production in full');
	await scene.terminal.presses('\u0015', 'production', '\r');
	expect(scene.live.sent.at(-1)).toMatchObject({type: 'run-off-script', typed: 'production'});
	await scene.leave();
});

test('R takes a redline with what should stand there', async () => {
	const scene = open();
	await scenes.confirm(scene);
	await scene.terminal.presses('R', 'it needs a lock timeout', '\r', ' --lock-timeout 5s', '\u0004');
	expect(scene.live.state().redlines).toMatchObject([
		{
			step: 'migrate',
			text: 'it needs a lock timeout',
			proposed: expect.stringContaining('--lock-timeout 5s'),
		},
	]);
	await scene.leave();
});

test('e writes down who was called, lets the time run down, and offers the next when it is over', async () => {
	let now = Date.parse('2026-11-21T09:04:10.000Z');
	const scene = open({now: () => now});
	await scenes.confirm(scene);
	await scene.terminal.presses('e', '1', 'by phone', '\r');
	await scene.terminal.sees('15 m 00 s left to answer');
	await scene.terminal.presses('\r');
	await scene.terminal.sees('Dana Reyes was called: ');
	now += 16 * 60_000;
	await scene.terminal.sees('overdue by 1 m 00 s; next is the duty manager');
	await scene.terminal.presses('e');
	await scene.terminal.sees('call next');
	await scene.terminal.presses('1', '\r', 'looks at it', '\r');
	await scene.terminal.sees('answered at 09:20:10');
	expect(scene.live.state().calls).toMatchObject([
		{contact: 'Dana Reyes', note: 'by phone', step: 'migrate', answer: {is: 'answered', note: 'looks at it'}},
	]);
	await scene.leave();
});
