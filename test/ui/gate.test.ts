import {expect, test} from 'vitest';
import {heard, open, type Scene} from './scene.ts';
import {scenes} from './scenes.ts';

async function atGate(): Promise<Scene> {
	const scene = open();
	await scenes.gate(scene);
	return scene;
}

const goes = (scene: Scene) => scene.live.sent.filter(command => command.type === 'answer-gate');

test('a production gate is answered by typing the environment’s name, never by a single key', async () => {
	const scene = await atGate();
	await heard(scene);
	await scene.terminal.presses('g', '\r');
	expect(goes(scene)).toEqual([]);
	await scene.terminal.presses('production', '\r');
	expect(goes(scene)).toEqual([{type: 'answer-gate', step: 'go-live', answer: 'go', typed: 'production'}]);
	await scene.leave();
});

test('another word than the environment’s name is not taken, and the field says which one is needed', async () => {
	const scene = await atGate();
	await heard(scene);
	await scene.terminal.presses('g', 'prod', '\r');
	expect(scene.terminal.text()).toContain('type production in full');
	expect(goes(scene)).toEqual([]);
	await scene.leave();
});

/** Another answer comes in: the question is a new one. */
function changeQuestion(scene: Scene): void {
	scene.live.record({type: 'gate.answered', step: 'go-live', answer: 'go', typed: true, role: 'database'});
	scene.live.record({
		type: 'gate.opened',
		step: 'go-live',
		nonce: '3'.repeat(32),
		question: '',
		head: '4'.repeat(64),
	});
}

test('a key within 300 ms of a gate’s appearance answers nothing, and the screen says why', async () => {
	const scene = open();
	await scenes.typed(scene);
	await scene.terminal.presses('\u001B');
	changeQuestion(scene);
	await scene.terminal.sees('GO · database');
	await new Promise(resolve => setTimeout(resolve, 100));
	scene.terminal.type('x');
	await scene.terminal.sees('only just appeared');
	await heard(scene);
	await scene.terminal.presses('x');
	expect(scene.terminal.text()).toContain('Why NO-GO?');
	await scene.leave();
});

test('a key typed before a gate appeared answers nothing, however late it is read', async () => {
	const scene = open();
	await scenes.typed(scene);
	await scene.terminal.presses('\u001B');
	changeQuestion(scene);
	await scene.terminal.sees('GO · database');
	// The key waits in the terminal while the program is busy for longer than the screen is deaf; when it goes on, timers
	// come before reading.
	const {promise, resolve} = Promise.withResolvers<void>();
	setImmediate(() => {
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
		setImmediate(() => resolve(void scene.terminal.type('x')));
	});
	await promise;
	await scene.terminal.settles();
	expect(scene.terminal.text()).not.toContain('Why NO-GO?');
	await scene.leave();
});

test('a form for a gate that has changed meanwhile is closed unsent', async () => {
	const scene = open();
	await scenes.typed(scene);
	changeQuestion(scene);
	await scene.terminal.sees('the question has changed meanwhile');
	expect(goes(scene)).toEqual([]);
	await scene.leave();
});

test('a pasted name with a newline is typed and does not confirm', async () => {
	const scene = await atGate();
	await heard(scene);
	await scene.terminal.presses('g', '\u001B[200~production\n\u001B[201~');
	expect(scene.terminal.text()).toContain('› production');
	expect(goes(scene)).toEqual([]);
	await scene.terminal.presses('\r');
	expect(goes(scene)).toHaveLength(1);
	await scene.leave();
});

test('a paste without brackets comes as one read and does not confirm either', async () => {
	const scene = await atGate();
	await heard(scene);
	await scene.terminal.presses('g', 'production\r');
	expect(goes(scene)).toEqual([]);
	await scene.leave();
});

test('the newline that ends a long paste in a read of its own does not confirm', async () => {
	const scene = await atGate();
	await heard(scene);
	await scene.terminal.presses('g');
	scene.terminal.type('production');
	await new Promise(setImmediate);
	scene.terminal.type('\r');
	await scene.terminal.settles();
	expect(goes(scene)).toEqual([]);
	expect(scene.terminal.text()).toContain('keys that came together, as in a paste, don’t answer');
	await scene.leave();
});

test('NO-GO needs its reason', async () => {
	const scene = await atGate();
	await heard(scene);
	await scene.terminal.presses('x', '\r');
	expect(goes(scene)).toEqual([]);
	await scene.terminal.presses('the error budget is spent', '\r');
	expect(goes(scene)).toEqual([
		{type: 'answer-gate', step: 'go-live', answer: 'no-go', reason: 'the error budget is spent'},
	]);
	await scene.leave();
});

test('deviations so far stand on the gate’s screen', async () => {
	const scene = await atGate();
	expect(scene.terminal.text()).toMatch(/Deviations\s+1/);
	expect(scene.terminal.text()).toContain('applied by hand last night');
	await scene.leave();
});
