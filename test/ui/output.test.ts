import {expect, test} from 'vitest';
import {open} from './scene.ts';
import {scenes} from './scenes.ts';

const rows = (count: number) => Array.from({length: count}, (_, at) => `line ${at + 1} of many`).join('\n');

test('output is followed, scrolled back and followed again', async () => {
	const scene = open();
	await scenes.running(scene);
	scene.live.print('migrate', rows(500));
	await scene.terminal.sees('line 500 of many');
	await scene.terminal.presses('\t', '\t', '\u001B[5~');
	expect(scene.terminal.text()).toContain('scrolled');
	scene.live.print('migrate', 'the newest line');
	await scene.terminal.settles();
	expect(scene.terminal.text()).not.toContain('the newest line');
	await scene.terminal.presses('G');
	expect(scene.terminal.text()).toContain('the newest line');
	await scene.leave();
});

test('scrolling down past the end follows again', async () => {
	const scene = open();
	await scenes.running(scene);
	scene.live.print('migrate', rows(500));
	await scene.terminal.sees('line 500 of many');
	await scene.terminal.presses('\t', '\t', '\u001B[5~', '\u001B[6~', '\u001B[6~');
	await scene.terminal.sees('output · following');
	await scene.leave();
});

test('a search finds lines of the output one after another, and around', async () => {
	const scene = open();
	await scenes.running(scene);
	scene.live.print('migrate', rows(500));
	await scene.terminal.sees('line 500 of many');
	await scene.terminal.presses('\t', '\t', '/', 'LINE 123', '\r');
	expect(scene.terminal.text()).toContain('line 123 of many');
	await scene.terminal.presses('n');
	expect(scene.terminal.text()).toContain('line 123 of many');
	await scene.terminal.presses('N');
	expect(scene.terminal.text()).toContain('line 123 of many');
	await scene.terminal.presses('/', 'nothing like it', '\r');
	expect(scene.terminal.text()).toContain('was not found');
	await scene.leave();
});

test('the output can have the whole screen', async () => {
	const scene = open();
	await scenes.running(scene);
	scene.live.print('migrate', rows(500));
	await scene.terminal.presses('o');
	const shown = scene.terminal.lines().filter(text => text.includes('of many')).length;
	expect(shown).toBeGreaterThan(20);
	await scene.terminal.presses('o');
	expect(scene.terminal.text()).toContain('Prepare');
	await scene.leave();
});

test('colours of a command stay, reverse video and grounds belong to gonogo alone', async () => {
	const scene = open();
	await scenes.running(scene);
	const line = scene.terminal.lines().findIndex(text => text.includes('WARN'));
	const column = scene.terminal.lines()[line]?.indexOf('WARN') ?? 0;
	const cell = scene.terminal.xterm.buffer.active.getLine(line)?.getCell(column);
	expect(cell?.getFgColor()).toBe(3);
	expect(cell?.isBgDefault()).toBe(true);
	await scene.leave();
});

test('without colour not one colour is written, and every state still has its glyph and word', async () => {
	const scene = open({colour: 'none'});
	await scenes.failed(scene);
	const colours = [...scene.terminal.written().matchAll(/\u001B\[([\d;]*)m/g)].flatMap(match =>
		(match[1] ?? '').split(';'),
	);
	expect(colours.filter(code => /^(?:[349]\d|10\d|38|48)$/.test(code))).toEqual([]);
	expect(scene.terminal.text()).toContain('✗ failed');
	await scene.leave();
});

test('a terminal that stops reading gets no new pictures, and the last one when it reads again', async () => {
	const scene = open();
	await scenes.running(scene);
	scene.terminal.stall(true);
	for (let burst = 0; burst < 40; burst += 1) {
		scene.live.print('migrate', rows(40));
		await new Promise(resolve => setTimeout(resolve, 70));
	}
	const queued = scene.terminal.stdout.writableLength;
	// One picture is some kilobytes; forty of them would be several hundred.
	expect(queued).toBeLessThan(110_000);
	scene.live.print('migrate', 'the end of it');
	scene.terminal.stall(false);
	await scene.terminal.sees('the end of it');
	await scene.leave();
});

test('nothing is drawn while a person thinks but the clock', async () => {
	let now = Date.parse('2026-11-21T09:10:00.000Z');
	const scene = open({now: () => now});
	await scenes.confirm(scene);
	await new Promise(resolve => setTimeout(resolve, 400));
	await scene.terminal.settles();
	const before = scene.terminal.written().length;
	await new Promise(resolve => setTimeout(resolve, 1_500));
	expect(scene.terminal.written().length).toBe(before);
	now += 60_000;
	await scene.terminal.sees('1 m 00 s');
	await scene.leave();
});

test('the spinner of a step older than ten seconds turns twice a second at most', async () => {
	const started = Date.parse('2026-11-21T09:00:00.000Z');
	let offset = 0;
	const zero = performance.now();
	const scene = open({now: () => started + offset + (performance.now() - zero)});
	await scenes.confirm(scene);
	await scene.live.send({type: 'start-step', step: 'migrate'});
	await scene.terminal.sees('RUNNING');
	const pictures = async () => {
		const before = scene.terminal.written().split('\u001B[?2026h').length;
		await new Promise(resolve => setTimeout(resolve, 1_000));
		return scene.terminal.written().split('\u001B[?2026h').length - before;
	};
	expect(await pictures()).toBeGreaterThan(5);
	offset = 60_000;
	await pictures();
	expect(await pictures()).toBeLessThanOrEqual(4);
	await scene.leave();
});

test('] and [ go to lines of the output that tell of an error, those that say there were none left out', async () => {
	const scene = open();
	await scenes.running(scene);
	scene.live.print(
		'migrate',
		`${rows(200)}\nERROR: one\n${rows(100)}\n0 errors so far\n${rows(100)}\nfatal: two\n${rows(100)}`,
	);
	await scene.terminal.sees('line 100 of many');
	await scene.terminal.presses('\t', '\t', 'g', ']');
	expect(scene.terminal.text()).toContain('ERROR: one');
	await scene.terminal.presses(']');
	expect(scene.terminal.text()).toContain('fatal: two');
	await scene.terminal.presses('[');
	expect(scene.terminal.text()).toContain('ERROR: one');
	await scene.leave();
});

test('long lines of output are cut, or go on in the next row', async () => {
	const scene = open({columns: 80});
	await scenes.running(scene);
	scene.live.print('migrate', `${'a long line '.repeat(20)}ITS_END`);
	await scene.terminal.sees('a long line');
	expect(scene.terminal.text()).not.toContain('ITS_END');
	await scene.terminal.presses('W');
	expect(scene.terminal.text()).toContain('ITS_END');
	await scene.leave();
});

test('y copies the output on the screen while it is being scrolled', async () => {
	const scene = open();
	await scenes.running(scene);
	await scene.terminal.presses('\t', '\t', 'y');
	const copied = /\u001B]52;c;([\w+/=]+)\u0007/.exec(scene.terminal.written())?.[1] ?? '';
	expect(Buffer.from(copied, 'base64').toString()).toContain('Will assume transactional DDL.');
	await scene.leave();
});
