import {appendFileSync, closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {OutputView} from '../../src/engine/live.ts';
import {openOutput} from '../../src/steps/output-view.ts';
import {sanitiseText} from '../../src/text/sanitise.ts';

function aLog(content: string | Uint8Array = ''): {path: string; view: OutputView} {
	const directory = mkdtempSync(join(tmpdir(), 'gonogo-log-'));
	const path = join(directory, 'step.1.log');
	writeFileSync(path, content);
	const view = openOutput(path, {keepColour: false});
	onTestFinished(() => {
		view.close();
		rmSync(directory, {recursive: true});
	});
	return {path, view};
}

const numbered = (count: number) => Array.from({length: count}, (_, index) => `line ${index}\n`).join('');

describe('the tail of a log', () => {
	test('is its last lines, and follows it as it grows', () => {
		const {path, view} = aLog('one\ntwo\nthree\n');
		expect(view.tail(2)).toMatchObject({lines: ['two', 'three'], bytes: 14});
		appendFileSync(path, 'four\nfi');
		expect(view.tail(2).lines).toEqual(['four', 'fi']);
		appendFileSync(path, 've\n');
		expect(view.tail(9).lines).toEqual(['one', 'two', 'three', 'four', 'five']);
	});

	test('may be asked for before there is a log', () => {
		const {path, view} = aLog();
		rmSync(path);
		expect(view.tail(5)).toMatchObject({lines: [], bytes: 0});
		writeFileSync(path, 'now\n');
		expect(view.tail(5).lines).toEqual(['now']);
	});

	test('says how long nothing has come', async () => {
		const {path, view} = aLog('x\n');
		await expect.poll(() => view.tail(1).quietMs).toBeGreaterThan(100);
		appendFileSync(path, 'y\n');
		expect(view.tail(1).quietMs).toBeLessThan(100);
	});

	test('shows a redrawn progress line as a terminal would', () => {
		const {view} = aLog('start\r\n 10%\r 20%\r100%\r\ndone\r\nleft 5\rleft 4\r');
		expect(view.tail(10).lines).toEqual(['start', '100%', 'done', 'left 4']);
	});

	test('is safe whatever the log holds', () => {
		const {view} = aLog('\u001B]0;evil\u0007a\u001B[2Jb\u001B[31mred\u0000\u202E\n\u001B]52;c;xx');
		const text = view.tail(10).lines.join('\n');
		expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E]/);
		expect(text).toContain('red');
	});

	test('of a huge line is cut, and costs little', () => {
		const {view} = aLog('x'.repeat(16 * 1024 * 1024));
		const startedAt = performance.now();
		const {lines} = view.tail(20);
		expect(performance.now() - startedAt).toBeLessThan(500);
		expect(lines).toHaveLength(1);
		expect(lines[0]?.length).toBeLessThan(5000);
	});

	test('knows the number of its first line once somebody has scrolled', async () => {
		const {view} = aLog(numbered(5000));
		expect(view.tail(10).linesBefore).toBeUndefined();
		await view.lines(4990, 1);
		const {lines, linesBefore} = view.tail(5000);
		expect(lines[0]).toBe(`line ${linesBefore}`);
	});
});

describe('scrolling back', () => {
	test('gives any lines by number', async () => {
		const {view} = aLog(numbered(30_000));
		expect((await view.lines(0, 2)).lines).toEqual(['line 0', 'line 1']);
		expect((await view.lines(20_000, 3)).lines).toEqual(['line 20000', 'line 20001', 'line 20002']);
		expect((await view.lines(29_999, 5)).lines).toEqual(['line 29999']);
		expect((await view.lines(40_000, 5)).lines).toEqual([]);
	});

	test('sees what came since', async () => {
		const {path, view} = aLog(numbered(3000));
		expect((await view.lines(2999, 9)).lines).toEqual(['line 2999']);
		appendFileSync(path, 'more\n');
		expect((await view.lines(2999, 9)).lines).toEqual(['line 2999', 'more']);
	});

	test('numbers lines as the sanitiser shows them, whatever the bytes', async () => {
		const piece = fc.oneof(
			fc.constantFrom(
				'a',
				'\r',
				'\n',
				'\r\n',
				'\u001B[31m',
				'\u001B]0;t',
				'\u0007',
				'ü',
				'\u0085',
				'\u2028',
				'\t',
				'\u009B',
				'漢',
			),
			fc.string({maxLength: 3}),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(piece, {maxLength: 60}), fc.nat(20), async (pieces, first) => {
				const {view} = aLog(pieces.join(''));
				const shown = sanitiseText(pieces.join('')).replace(/\n$/, '');
				const all =
					shown === '' && !/[\r\n]/.test(pieces.join(''))
						? (await view.lines(0, 1)).lines
						: shown.split('\n');
				expect((await view.lines(0, 1000)).lines).toEqual(all);
				expect((await view.lines(first, 1000)).lines).toEqual(all.slice(first));
			}),
			{numRuns: 150},
		);
	});
});

describe('finding', () => {
	test('goes forward from a line, in any case', async () => {
		const {view} = aLog(`${numbered(2000)}An ERROR here\n${numbered(2000)}another Error\n`);
		expect(await view.find('error', 0)).toBe(2000);
		expect(await view.find('error', 2001)).toBe(4001);
		expect(await view.find('error', 4002)).toBeUndefined();
		expect(await view.find('', 0)).toBeUndefined();
		expect((await view.lines(4001, 1)).lines).toEqual(['another Error']);
	});

	test('finds the last line without an end, and text across chunks', async () => {
		const {view} = aLog(`${'x'.repeat(262_140)}needle${'y'.repeat(3_000_000)}Needle`);
		expect(await view.find('NEEDLE', 0)).toBe(0);
		const {view: other} = aLog('a\nb\nlast word');
		expect(await other.find('word', 0)).toBe(2);
	});
});

test('a closed view ends what is being read', async () => {
	const {view} = aLog(numbered(100_000));
	const reading = view.find('not there', 0);
	view.close();
	expect(await reading).toBeUndefined();
});

test('a log of 300 MB is scrolled and searched without holding it', {timeout: 60_000}, async () => {
	const {path, view} = aLog();
	const fd = openSync(path, 'a');
	const part = Buffer.from(numbered(100_000));
	for (let written = 0; written < 300_000_000; written += part.length) {
		writeSync(fd, part);
	}
	writeSync(fd, 'the end\n');
	closeSync(fd);
	globalThis.gc?.();
	const before = process.memoryUsage.rss();
	const line = await view.find('the end', 0);
	expect((await view.lines(line ?? 0, 1)).lines).toEqual(['the end']);
	expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000);
});
