import {expect, test} from 'vitest';
import {keyTable} from '../../src/ui/keys.ts';
import {given, production} from './given-inputs.ts';
import {memoryLive} from './memory-live.ts';
import {sampleRunbook} from './sample.ts';
import {heard, open} from './scene.ts';
import {scenes} from './scenes.ts';

test('every key of the table has its words for the help bar and the help screen', () => {
	for (const row of keyTable) {
		expect(row.keys.length, row.action).toBeGreaterThan(0);
		expect(row.label, row.action).not.toBe('');
		expect(row.help, row.action).not.toBe('');
	}
	expect(new Set(keyTable.map(row => row.action)).size).toBe(keyTable.length);
});

test('a key that does nothing now says why', async () => {
	const scene = open();
	await scenes.check(scene);
	await heard(scene);
	const said = async (key: string) => {
		await scene.terminal.presses(key);
		return scene.terminal.lines().at(-1)?.trim();
	};
	expect(await said('r')).toBe('! that is no answer to this question');
	expect(await said('N')).not.toContain('!');
	await scene.terminal.presses('\u001B');
	expect(await said('W')).toBe('! there is no output yet');
	expect(await said('L')).toBe('! there is no pager on this screen');
	expect(await said('Z')).toBe('! Z does nothing; ? shows the keys');
	expect(await said('y')).toBe('! there is no command on the card');
	expect(await said('o')).toBe('! there is no output yet');
	expect(await said('w')).toBe('! the step you look at has no answer');
	expect(scene.live.sent).toEqual([]);
	await scene.leave();
});

test('what the run refuses is said where the keys stand', async () => {
	const scene = open();
	await scenes.close(scene);
	await scene.terminal.presses('k', 'k', 'k', 'k', 'k', 'k', 'k', 'w');
	expect(scene.terminal.lines().at(-1)).toContain('was built on it');
	await scene.leave();
});

test('several keys that come in one read are taken one by one', async () => {
	const scene = open();
	await scenes.check(scene);
	await scene.terminal.presses('jjj');
	expect(scene.terminal.text()).toContain('▸· Run the migration');
	await scene.leave();
});

test('keys that come together, as a paste does, answer nothing', async () => {
	const scene = open();
	await scenes.check(scene);
	await scene.terminal.presses('x\r');
	expect(scene.live.sent).toEqual([]);
	expect(scene.terminal.text()).not.toContain('What did you see?');
	await scene.leave();
});

test('an answer key that is held down starts one step, not the next one too', async () => {
	const scene = open();
	await scenes.room(scene);
	const hold = async () => {
		for (let repeat = 0; repeat < 20; repeat += 1) {
			scene.terminal.type('\r');
			await new Promise(resolve => setTimeout(resolve, 30));
		}
	};
	await hold();
	await scene.live.finish({exit: 0});
	await hold();
	const started = scene.live.sent.filter(command => command.type === 'start-step');
	expect(started).toEqual([{type: 'start-step', step: 'free-disk'}]);
	await scene.leave();
});

test('while another step is looked at no key answers, and enter goes back', async () => {
	const scene = open();
	await scenes.confirm(scene);
	await heard(scene);
	await scene.terminal.presses('k', 's');
	expect(scene.terminal.text()).toContain('you are looking at another step');
	await scene.terminal.presses('\r');
	expect(scene.terminal.text()).toContain('▸○ Run the migration');
	expect(scene.live.sent.some(command => command.type === 'start-step' && command.step === 'migrate')).toBe(
		false,
	);
	await scene.leave();
});

test('the help page lists the keys that work now first', async () => {
	const scene = open();
	await scenes.help(scene);
	const text = scene.terminal.text();
	expect(text.indexOf('run the step on the card')).toBeGreaterThan(text.indexOf('Keys that work now'));
	await scene.terminal.presses('\u001B');
	expect(scene.terminal.text()).toContain('RUN?');
	await scene.leave();
});

test('searching finds a step by its title or its command', async () => {
	const scene = open({rows: 30});
	await scenes.check(scene);
	await scene.terminal.presses('/', 'alembic', '\r');
	expect(scene.terminal.text()).toContain('▸· Run the migration');
	await scene.terminal.presses('/', 'nowhere', '\r');
	expect(scene.terminal.text()).toContain('“nowhere” was not found');
	await scene.leave();
});

test('the command on the card goes to the clipboard of the terminal', async () => {
	const scene = open();
	await scenes.confirm(scene);
	await scene.terminal.presses('y');
	const copied = Buffer.from('cd /srv/checkout\nalembic upgrade head').toString('base64');
	expect(scene.terminal.written()).toContain(`\u001B]52;c;${copied}\u0007`);
	await scene.leave();
});

test('behind the briefing waits whatever starts by itself, until enter and no other key begins it', async () => {
	let begun = 0;
	const scene = open({
		begin: () => {
			begun += 1;
		},
	});
	await scene.terminal.sees('BRIEFING');
	await scene.terminal.presses('\u001B', ' ', 'j', 'g', '?');
	expect(scene.terminal.text()).toContain('BRIEFING');
	expect(begun).toBe(0);
	await scene.terminal.presses('\r');
	expect(begun).toBe(1);
	await scene.leave();
});

test('q at the briefing leaves the run as it was', async () => {
	let begun = 0;
	const scene = open({
		begin: () => {
			begun += 1;
		},
	});
	await scene.terminal.sees('BRIEFING');
	await scene.terminal.presses('q');
	expect(await scene.over).toBe('left');
	expect(begun).toBe(0);
});

test('a run that was begun before has no briefing to wait for', async () => {
	let begun = 0;
	const live = memoryLive(sampleRunbook(), {opened: production});
	live.record({type: 'inputs.set', values: given});
	expect(await live.send({type: 'answer-check', step: 'announce', answer: 'yes'})).toEqual({ok: true});
	const scene = open({
		live,
		begin: () => {
			begun += 1;
		},
	});
	await scene.terminal.settles();
	expect(begun).toBe(1);
	await scene.leave();
});

test('after a search n and N go from hit to hit, and write and show notes again once it has ended', async () => {
	const scene = open({rows: 30});
	await scenes.check(scene);
	await scene.terminal.presses('/', 'the', '\r');
	const at = () => scene.terminal.lines().find(line => line.startsWith('▸')) ?? '';
	const first = at();
	await scene.terminal.presses('n');
	expect(at()).not.toBe(first);
	await scene.terminal.presses('N');
	expect(at()).toBe(first);
	await scene.terminal.presses('\u001B', 'n');
	expect(scene.terminal.text()).toContain('What should be remembered?');
	await scene.leave();
});

test('] and [ go to the next failure or gate and back', async () => {
	const scene = open({rows: 30});
	await scenes.failed(scene);
	await scene.terminal.presses(']');
	expect(scene.terminal.text()).toMatch(/▸. Go live\?/);
	await scene.terminal.presses('[');
	expect(scene.terminal.text()).toMatch(/▸✗ Run the migr/);
	await scene.leave();
});

test('d gives the card newcomer’s or expert’s depth, in the middle of a run', async () => {
	const scene = open({rows: 40});
	await scenes.confirm(scene);
	expect(scene.terminal.text()).toContain('Without it the new build answers');
	await scene.terminal.presses('d');
	expect(scene.terminal.text()).not.toContain('Without it the new build answers');
	await scene.terminal.presses('d');
	await scene.terminal.sees('Without it the new build answers');
	await scene.leave();
});
