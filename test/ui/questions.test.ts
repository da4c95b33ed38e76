import {expect, test} from 'vitest';
import {heard, open} from './scene.ts';
import {scenes} from './scenes.ts';

const sent = (scene: {live: {sent: readonly {type: string}[]}}, type: string) =>
	scene.live.sent.filter(command => command.type === type);

test('the inputs of a run are checked while they are typed, and secrets go their own way', async () => {
	const scene = open();
	await scenes.inputs(scene);
	expect(scene.terminal.text()).toContain('it is not a version');
	await scene.terminal.presses('.0', '\r', '2', '\r', 'correct horse', '\r');
	expect(sent(scene, 'set-inputs')).toEqual([
		{
			type: 'set-inputs',
			values: {
				version: {is: 'value', value: '4.12.0', from: 'asked'},
				colour: {is: 'value', value: 'green', from: 'asked'},
			},
		},
	]);
	expect(scene.live.secrets.get('db-password')).toBe('correct horse');
	expect(scene.terminal.text()).toContain('Is it so?');
	await scene.leave();
});

test('a secret is never on the screen, not even while it is typed', async () => {
	const scene = open();
	await scenes.inputs(scene);
	await scene.terminal.presses(
		'.0',
		'\r',
		'2',
		'\r',
		'correct',
		'\u001B[200~ horse\n\u001B[201~',
		'\u007F',
		'E',
	);
	expect(scene.terminal.text()).toContain('•••••••••••••');
	expect(scene.terminal.written()).not.toContain('orrect');
	await scene.terminal.presses('\r');
	expect(scene.live.secrets.get('db-password')).toBe('correct horsE');
	await scene.leave();
});

test('a secret too short to be kept out of the output is refused with that reason', async () => {
	const scene = open();
	await scenes.inputs(scene);
	await scene.terminal.presses('.0', '\r', '2', '\r', 'abc', '\r');
	expect(scene.terminal.text()).toContain('too short');
	expect(scene.live.secrets.size).toBe(0);
	await scene.leave();
});

test('leaving the form of inputs keeps what was typed, but no secret', async () => {
	const scene = open();
	await scenes.inputs(scene);
	await scene.terminal.presses('.0', '\r', '2', '\r', 'correct horse', '\u001B', '\r');
	expect(scene.terminal.text()).toContain('› 4.12.0');
	expect(scene.terminal.text()).not.toContain('••');
	await scene.leave();
});

test('a check is answered yes with enter, no with a reason', async () => {
	const scene = open();
	await scenes.check(scene);
	await scene.terminal.presses('x', 'nobody knows', '\r');
	expect(sent(scene, 'answer-check')).toEqual([
		{type: 'answer-check', step: 'announce', answer: 'no', note: 'nobody knows'},
	]);
	await scene.terminal.sees('FAILED');
	await scene.leave();
});

test('a check that asks for a number takes no other text', async () => {
	const scene = open();
	await scenes.value(scene);
	await scene.terminal.presses('\r', 'many', '\r');
	expect(sent(scene, 'answer-check').slice(1)).toEqual([]);
	await scene.terminal.presses('\u0015', '412', '\r');
	expect(sent(scene, 'answer-check').at(-1)).toEqual({
		type: 'answer-check',
		step: 'orders',
		answer: 'yes',
		value: '412',
	});
	await scene.leave();
});

test('a command runs when it is confirmed, and its output is followed', async () => {
	const scene = open();
	await scenes.confirm(scene);
	await heard(scene);
	await scene.terminal.presses('\r');
	expect(scene.live.sent.at(-1)).toEqual({type: 'start-step', step: 'migrate'});
	scene.live.print('migrate', Array.from({length: 50}, (_, at) => `line ${at + 1}`).join('\n'));
	await scene.terminal.sees('line 50');
	await scene.leave();
});

test('a running step is stopped only after asking', async () => {
	const scene = open();
	await scenes.running(scene);
	await scene.terminal.presses('x');
	expect(sent(scene, 'stop-step')).toEqual([]);
	await scene.terminal.presses('\r');
	expect(sent(scene, 'stop-step')).toEqual([{type: 'stop-step', step: 'migrate'}]);
	await scene.leave();
});

test('the way on from a failure is chosen and sent with its reason', async () => {
	const scene = open();
	await scenes.reason(scene);
	await scene.terminal.presses('\r');
	expect(scene.live.sent.at(-1)).toEqual({
		type: 'decide-step',
		step: 'migrate',
		disposition: 'fixed-by-hand',
		reason: 'ran it in psql after the report had ended',
	});
	await scene.leave();
});

test('an edited command is shown as a change and sent for this attempt only', async () => {
	const scene = open();
	await scenes.edit(scene);
	expect(scene.terminal.text()).toContain('− alembic upgrade head');
	expect(scene.terminal.text()).toContain('+ alembic upgrade head --sql');
	await scene.terminal.presses('\u0004');
	expect(scene.live.sent.at(-1)).toEqual({
		type: 'start-step',
		step: 'migrate',
		edited: 'cd /srv/checkout\nalembic upgrade head --sql',
	});
	await scene.leave();
});

test('rolling back shows the way back and asks for a reason first', async () => {
	const scene = open();
	await scenes.rollback(scene);
	expect(scene.terminal.text()).toContain('The way back, step by step');
	await scene.terminal.presses('error rate doubled', '\r');
	expect(scene.live.sent.at(-1)).toEqual({
		type: 'roll-back',
		reason: 'error rate doubled',
		trigger: 'person',
	});
	await scene.terminal.sees('ROLLING BACK');
	await scene.leave();
});

test('a held run is released with enter, once the question has stood a moment', async () => {
	const scene = open();
	await scenes.held(scene);
	await heard(scene);
	await scene.terminal.presses('\r');
	expect(scene.live.sent.at(-1)).toEqual({type: 'release-run'});
	await scene.leave();
});

test('closing shows the success criteria, then the screen goes and says so', async () => {
	const scene = open();
	await scenes.close(scene);
	expect(scene.terminal.text()).toContain('No order was lost');
	await heard(scene);
	await scene.terminal.presses('\r');
	expect(await scene.over).toBe('closed');
	expect(scene.terminal.xterm.buffer.active.type).toBe('normal');
});

test('criteria that nothing measured are answered at the end, and the summary says so', async () => {
	const scene = open();
	await scenes.close(scene);
	await heard(scene);
	await scene.terminal.presses('c', '1', '\r', '2', '\r');
	expect(sent(scene, 'answer-criteria')).toEqual([
		{
			type: 'answer-criteria',
			answers: [
				{criterion: 0, met: 'yes'},
				{criterion: 1, met: 'no'},
			],
		},
	]);
	expect(scene.terminal.text()).toMatch(/✓ Error rate below 1 % for ten minutes: yes · said alice/);
	expect(scene.terminal.text()).toMatch(/✗ No order was lost: no · said alice/);
	await scene.leave();
});

test('leaving asks first and keeps the run', async () => {
	const scene = open();
	await scenes.leave(scene);
	await scene.terminal.presses('j');
	expect(scene.terminal.text()).toContain('still here');
	await scene.terminal.presses('q', '\r');
	expect(await scene.over).toBe('left');
	expect(scene.live.state().closed).toBeUndefined();
});

test('a note is written into the record without answering anything', async () => {
	const scene = open();
	await scenes.confirm(scene);
	await scene.terminal.presses('n', 'the report team was told', '\r');
	expect(scene.live.sent.at(-1)).toEqual({
		type: 'add-note',
		text: 'the report team was told',
		step: 'migrate',
	});
	await scene.leave();
});

test('a tripped guard counts down to the rollback, and gives its reason to who rolls back at once', async () => {
	const scene = open();
	await scenes.confirm(scene);
	scene.live.record({
		type: 'guard.changed',
		step: 'migrate',
		from: 'good',
		to: 'tripped',
		why: 'errors 7.2% > 5%',
	});
	await scene.terminal.sees('GUARD TRIPPED');
	expect(scene.terminal.text()).toContain('errors 7.2% > 5%');
	expect(scene.terminal.text()).toMatch(/Rolls back in/);
	await heard(scene);
	await scene.terminal.presses('b', '\r');
	expect(scene.live.sent.at(-1)).toMatchObject({type: 'roll-back', reason: 'errors 7.2% > 5%'});
	await scene.leave();
});
