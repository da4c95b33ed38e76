import {expect, test} from 'vitest';
import type {Seat} from '../../src/engine/live.ts';
import {given, production} from './given-inputs.ts';
import {type MemoryLive, memoryLive} from './memory-live.ts';
import {sampleRunbook} from './sample.ts';
import {heard, open, pass, type Scene} from './scene.ts';

const sizes = [
	{columns: 60, rows: 16},
	{columns: 80, rows: 24},
	{columns: 120, rows: 40},
	{columns: 200, rows: 60},
] as const;

type Following = Scene & {seat: Seat};

/** Bob follows alice's run, which stands at this step. */
async function follows(id: string): Promise<Following> {
	const live = memoryLive(sampleRunbook(), {opened: production});
	live.record({type: 'inputs.set', values: given}, {type: 'person.joined', person: 'bob', mayDrive: true});
	for (const step of live.state().runbook.walk) {
		if (step.id === id) {
			break;
		}
		await pass(live, step);
	}
	const following: {seat: Seat} = {seat: {name: 'bob', mayDrive: true}};
	const seated: MemoryLive = {...live, seat: () => following.seat};
	const scene = open({live: seated});
	await scene.terminal.sees('SO FAR');
	return Object.assign(following, scene);
}

async function framesOf({terminal}: Scene): Promise<string> {
	const frames: string[] = [];
	for (const {columns, rows} of sizes) {
		terminal.resize(columns, rows);
		await drawn(terminal);
		frames.push(`${'═'.repeat(columns)} ${columns}x${rows}`, ...terminal.lines());
	}
	return `${frames.join('\n')}\n`;
}

/** After a resize the screen is empty for a moment; on a busy machine for longer than it takes to settle. */
async function drawn(terminal: Scene['terminal']): Promise<void> {
	await terminal.settles();
	for (let looks = 0; looks < 40 && !terminal.text().includes('FOLLOWING'); looks++) {
		await terminal.settles();
	}
}

test('who comes late reads first who drives and what happened so far, in every size', async () => {
	const scene = await follows('go-live');
	const frames = await framesOf(scene);
	expect(frames).toMatch(/Drives +alice; following: bob/);
	await expect(frames).toMatchFileSnapshot('frames/following-so-far.txt');
	await scene.leave();
});

test('a gate shows what is theirs to answer and whose name stands under it, in every size', async () => {
	const scene = await follows('go-live');
	await scene.terminal.presses('\r');
	await scene.terminal.sees('signed with your own key');
	await heard(scene);
	await expect(await framesOf(scene)).toMatchFileSnapshot('frames/following-gate.txt');
	await scene.terminal.presses('g', 'production', '\r');
	expect(scene.live.sent.at(-1)).toMatchObject({type: 'answer-gate', answer: 'go', typed: 'production'});
	await scene.leave();
});

test('what only the driver can do is neither shown nor done, and the key says why', async () => {
	const scene = await follows('migrate');
	await scene.terminal.presses('\r');
	await scene.terminal.sees('you follow');
	const sent = scene.live.sent.length;
	for (const key of ['\r', '\u0012', 'w', 'O', '!']) {
		await scene.terminal.presses(key);
		expect(scene.terminal.lines().at(-1), JSON.stringify(key)).toContain('!');
	}
	expect(scene.live.sent).toHaveLength(sent);
	await scene.leave();
});

test('an offered driving is taken with one key and one word, in every size, and a no takes nothing', async () => {
	const scene = await follows('migrate');
	await scene.terminal.presses('\r', 'P');
	expect(scene.live.sent.some(({type}) => type === 'take-control')).toBe(false);
	scene.live.record({type: 'control.offered', to: 'bob'});
	await scene.terminal.sees('take over');
	await scene.terminal.presses('P');
	await scene.terminal.sees('I have control');
	await expect(await framesOf(scene)).toMatchFileSnapshot('frames/following-take-over.txt');
	await scene.terminal.presses('x');
	expect(scene.live.sent.some(({type}) => type === 'take-control')).toBe(false);
	await scene.terminal.presses('P', '\r');
	expect(scene.live.sent.at(-1)).toEqual({type: 'take-control'});
	await scene.leave();
});

test('while nobody hears them a follower is told so, and what they press does nothing, in every size', async () => {
	const scene = await follows('go-live');
	await scene.terminal.presses('\r');
	scene.seat = {...scene.seat, unheard: 'the driver’s terminal is gone'};
	scene.live.record({type: 'note.added', text: 'the last one'});
	await scene.terminal.sees('Nobody hears you');
	await heard(scene);
	const sent = scene.live.sent.length;
	await expect(await framesOf(scene)).toMatchFileSnapshot('frames/following-unheard.txt');
	await scene.terminal.presses('g', 'n', 'h');
	expect(scene.live.sent).toHaveLength(sent);
	expect(scene.terminal.text()).toContain('gonogo resume');
	await scene.leave();
});

test('a key that waits to be touched says so where the gate stands, until it has signed', async () => {
	const scene = await follows('go-live');
	await scene.terminal.presses('\r');
	scene.seat = {...scene.seat, keyWaits: 'Touch your key now: SHA256:abc'};
	await scene.terminal.sees('Touch your key now: SHA256:abc');
	scene.seat = {name: 'bob', mayDrive: true};
	await scene.terminal.sees('signed with your own key');
	expect(scene.terminal.text()).not.toContain('Touch your key');
	await scene.leave();
});
