import {expect, test, vi} from 'vitest';
import {sanitiseText} from '../../src/text/sanitise.ts';
import {heard, open, type Scene} from './scene.ts';
import {scenes} from './scenes.ts';

/** What the terminal around the screen was told. */
const told = (scene: Scene) => scene.terminal.written();

async function inTerminal(env: Readonly<Record<string, string>>, work: () => Promise<void>): Promise<void> {
	for (const name of ['TERM_PROGRAM', 'VTE_VERSION', 'WT_SESSION', 'TMUX', 'TERM']) {
		vi.stubEnv(name, env[name] ?? (name === 'TERM' ? 'xterm-256color' : undefined));
	}
	try {
		await work();
	} finally {
		vi.unstubAllEnvs();
	}
}

test('the window’s title says what is asked, and is the old one again at the end', () =>
	inTerminal({}, async () => {
		const scene = open();
		await scenes.confirm(scene);
		expect(told(scene)).toContain('\u001B[22;0t');
		expect(told(scene)).toContain('\u001B]2;RUN? · Release the checkout service\u001B\\');
		await scene.leave();
		expect(told(scene).endsWith('\u001B[23;0t') || told(scene).includes('\u001B[23;0t')).toBe(true);
	}));

test('the taskbar shows how far the run is, that it waits and that it failed, where that is understood', () =>
	inTerminal({WT_SESSION: '1'}, async () => {
		const scene = open();
		await scenes.running(scene);
		expect(told(scene)).toContain('\u001B]9;4;1;42\u001B\\');
		await scene.live.finish({result: 'failed', exit: 1, why: 'exit 1'});
		await scene.terminal.sees('FAILED');
		expect(told(scene)).toContain('\u001B]9;4;2;42\u001B\\');
		await scene.leave();
		expect(told(scene)).toContain('\u001B]9;4;0;0\u001B\\');
	}));

test('a terminal that doesn’t say so is sent no progress', () =>
	inTerminal({}, async () => {
		const scene = open();
		await scenes.running(scene);
		expect(told(scene)).not.toContain('\u001B]9;');
		await scene.leave();
	}));

const failLater = async (scene: Scene) => {
	await scenes.running(scene);
	vi.spyOn(performance, 'now').mockImplementation(() => Number.MAX_SAFE_INTEGER);
	await scene.live.finish({result: 'failed', exit: 1, why: 'exit 1'});
	await scene.terminal.sees('FAILED');
	vi.restoreAllMocks();
};

test.each([
	[
		{TERM_PROGRAM: 'iTerm.app'},
		'\u0007\u001B]9;FAILED: It did not pass. How to go on? (Release the checkout service)\u001B\\',
	],
	[
		{VTE_VERSION: '7600'},
		'\u0007\u001B]777;notify;Release the checkout service;FAILED: It did not pass. How to go on?\u001B\\',
	],
])('who looked elsewhere is called by the bell and the desktop: %o', (env, call) =>
	inTerminal(env, async () => {
		const scene = open();
		await failLater(scene);
		expect(told(scene)).toContain(call);
		await scene.leave();
	}),
);

test.each([
	['bell', 1],
	['off', 0],
] as const)('alerts can be less: %s', (alerts, bells) =>
	inTerminal({TERM_PROGRAM: 'iTerm.app'}, async () => {
		const scene = open({alerts});
		await failLater(scene);
		expect(
			told(scene)
				.replaceAll(/\u001B\][^\u0007\u001B]*\u0007/g, '')
				.split('\u0007'),
		).toHaveLength(bells + 1);
		expect(told(scene)).not.toContain('\u001B]9;FAILED');
		await scene.leave();
	}),
);

test('who answers at the screen hears no bell', () =>
	inTerminal({TERM_PROGRAM: 'iTerm.app'}, async () => {
		const scene = open();
		await scenes.failed(scene);
		await heard(scene);
		expect(told(scene)).not.toContain('\u0007');
		await scene.leave();
	}));

test('what a step prints and what a runbook is called can’t make a notification', () =>
	inTerminal({TERM_PROGRAM: 'iTerm.app'}, async () => {
		const scene = open();
		await scenes.running(scene);
		scene.live.print('migrate', sanitiseText('\u001B]9;you won\u0007\u001B]2;evil\u0007 printed'));
		await scene.terminal.sees('printed');
		expect(told(scene)).not.toContain('\u001B]9;you won');
		expect(told(scene)).not.toContain('\u001B]2;evil');
		await scene.leave();
	}));
