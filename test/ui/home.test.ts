import {describe, expect, test} from 'vitest';
import {fuzzyHit} from '../../src/ui/home/fuzzy.ts';
import {homeGroups} from '../../src/ui/home/home.ts';
import {firstDesk, type HomeDesk, pressHome} from '../../src/ui/home/home-desk.ts';
import {homeText} from '../../src/ui/home/home-text.ts';
import {showHome} from '../../src/ui/home/show-home.tsx';
import {now, shelf} from './home-shelf.ts';
import {testTerminal} from './terminal.ts';

describe('the fuzzy search', () => {
	test('finds letters in order that don’t stand side by side, whatever their case', () => {
		expect(fuzzyHit('BGR', 'Blue-green release')).toBeDefined();
		expect(fuzzyHit('rgb', 'Blue-green release')).toBeUndefined();
	});

	test('prefers beginnings of words and letters in a row to letters scattered about', () => {
		const score = (text: string) => fuzzyHit('rel', text)?.score ?? Number.NEGATIVE_INFINITY;
		expect(score('Blue-green release')).toBeGreaterThan(score('Restore the ledger'));
	});

	test('wants every word, in any order', () => {
		expect(fuzzyHit('orders restore', 'Restore the orders database')).toBeDefined();
		expect(fuzzyHit('orders search', 'Restore the orders database')).toBeUndefined();
	});

	test('says which letters it found', () => {
		expect([...(fuzzyHit('bgr', 'blue-green release')?.at ?? [])]).toEqual([0, 5, 6]);
	});
});

describe('the home screen', () => {
	const press = (desk: HomeDesk, ...names: readonly string[]) =>
		names.reduce(
			(before, name) =>
				pressHome(shelf, before.desk, {name, glued: false, ...(name.length === 1 ? {text: name} : {})}),
			{desk} as ReturnType<typeof pressHome>,
		);

	test('puts open runs first, and enter goes on with the first of them', () => {
		expect(press(firstDesk, 'enter').choice).toEqual({do: 'resume', run: '20261121-081200-4f2a91'});
	});

	test('walks the runbook that a search left over', () => {
		const {choice, desk} = press(firstDesk, '/', 'r', 'e', 's', 't', 'o', 'enter');
		expect(desk.wanted).toBe('resto');
		expect(choice).toEqual({do: 'run', path: 'runbooks/restore-orders.md'});
	});

	test('says why a run that someone drives can’t be opened', () => {
		const {choice, desk} = press(firstDesk, 'j', 'enter');
		expect(choice).toBeUndefined();
		expect(desk.notice).toContain('gonogo join 20261121-085500-b1c2d3');
	});

	test('plans and rehearses runbooks, and says so where the row is a run', () => {
		expect(press(firstDesk, 'j', 'j', 'p').choice).toEqual({do: 'plan', path: 'checklists/blue-green.md'});
		expect(press(firstDesk, 'j', 'j', 'r').choice).toEqual({
			do: 'rehearse',
			path: 'checklists/blue-green.md',
		});
		expect(press(firstDesk, 'p').desk.notice).toBe('choose a runbook first');
	});

	test('orders what a search finds by how well it fits', () => {
		expect(
			homeGroups(shelf, 'release')
				.flatMap(group => group.rows)
				.map(row => row.entry.title),
		).toEqual([
			'Release the checkout service',
			'Blue-green release',
			'Release with docker compose',
			'Blue-green release',
		]);
	});

	test('is the same as lines where there is no screen', () => {
		const text = homeText(shelf, now);
		expect(text).toMatch(/Open runs.*\n.*4f2a91.*interrupted 19 min ago, alice/);
		expect(text).toMatch(/blue-green\.md .*Blue-green release {2}\(last: complete 47 h ago\)/);
		expect(text.indexOf('Open runs')).toBeLessThan(text.indexOf('Runbooks'));
	});

	test.each([
		{columns: 60, rows: 16},
		{columns: 80, rows: 24},
		{columns: 120, rows: 40},
	])('fills $columns x $rows, and leaves by q', async ({columns, rows}) => {
		const terminal = testTerminal(columns, rows);
		const chosen = showHome(shelf, {stdin: terminal.stdin, stdout: terminal.stdout, colour: 'dark', now});
		await terminal.sees('Release the checkout');
		await expect(`${terminal.lines().join('\n')}\n`).toMatchFileSnapshot(
			`frames/home-${columns}x${rows}.txt`,
		);
		await terminal.presses('/', 'o', 'r', 'd', 'e', 'r');
		expect(terminal.text()).toContain('Restore the ord');
		expect(terminal.text()).not.toContain('docker compose');
		await terminal.presses('\u001B', '\u001B', 'q');
		expect(await chosen).toEqual({do: 'leave'});
	});
});
