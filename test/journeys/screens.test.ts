import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import {typeUntil} from '../safety/typing.ts';
import {answer, run, toChange, withDesk} from './shop-desk.ts';
import {environment, program} from './terminal.ts';

const journeyMs = 120_000;

describe('journeys at a terminal', () => {
	let unattended: Promise<void> = Promise.resolve();
	beforeAll(() => {
		// The countdown is a minute long: it runs while the other journeys are made.
		unattended = nobodyDecides();
		unattended.catch(() => undefined);
	});

	test(
		'what fails is mended in another terminal and tried again; the record tells both attempts',
		{timeout: journeyMs},
		() =>
			withDesk(async ({home, open}) => {
				const terminal = open(run);
				await toChange(terminal);
				await answer(terminal, ' RUN? ', '\r');
				await terminal.sees(/ FAILED [\s\S]*How to go on/);
				expect(terminal.text()).toMatch(/No such file or directory/);
				writeFileSync(join(home, 'ready'), 'yes\n');
				await answer(terminal, ' FAILED ', 'r');
				await answer(terminal, / RUN\? | GO \/ NO-GO /, terminal.text().includes(' RUN? ') ? '\r' : '');
				await answer(terminal, ' GO / NO-GO ', 'g');
				await answer(terminal, ' CLOSE? ', '\r');
				await terminal.sees('Check it with: gonogo verify');
				expect((await terminal.exited).code).toBe(0);
				expect(readFileSync(join(home, 'applied'), 'utf8')).toBe('');
				const story = execFileSync(process.execPath, [program, 'show', 'last'], {
					env: environment(home, {}),
					encoding: 'utf8',
				});
				expect(story).toMatch(/failed[\s\S]*passed/);
			}),
	);

	test(
		'a guard that trips while a person reads the gate shows what it saw and counts down; one key takes the way back',
		{timeout: journeyMs},
		() =>
			withDesk(async ({home, open}) => {
				writeFileSync(join(home, 'ready'), 'yes\n');
				const terminal = open(run, {columns: 110, rows: 34});
				await toChange(terminal);
				await answer(terminal, ' RUN? ', '\r');
				await terminal.sees(' GO / NO-GO ');
				await terminal.sees(/watching {2}error rate {2}[▁▂▃]+ {2}good 0.4% under 5%/);
				writeFileSync(join(home, 'rate'), '9\n');
				await terminal.sees(/ GUARD TRIPPED [\s\S]*Rolls back in \d+ s/);
				expect(terminal.text()).toContain('What rolling back would walk');
				await answer(terminal, ' GUARD TRIPPED ', 'b');
				await answer(terminal, /Why roll back\?\s+› The value is 9%: > 5% /, '\r');
				await answer(terminal, ' CLOSE? ', '\r');
				expect((await terminal.exited).code).toBe(4);
			}),
	);

	test('NO-GO with a reason leads back, and says so with exit code 4', {timeout: journeyMs}, () =>
		withDesk(async ({home, open}) => {
			writeFileSync(join(home, 'ready'), 'yes\n');
			const terminal = open(run);
			await toChange(terminal);
			await answer(terminal, ' RUN? ', '\r');
			await answer(terminal, ' GO / NO-GO ', 'x');
			await answer(terminal, 'Why NO-GO?', 'not today');
			await answer(terminal, '› not today', '\r');
			await answer(terminal, / NO-GO [\s\S]*How to go on/, 'b');
			await answer(terminal, / ROLL BACK /, 'so said the gate');
			await answer(terminal, '› so said the gate', '\r');
			await answer(terminal, ' CLOSE? ', '\r');
			expect((await terminal.exited).code).toBe(4);
			expect(terminal.text()).toContain('rolled back');
		}),
	);

	test('a held run goes on where it stood, in a terminal of another size', {timeout: journeyMs}, () =>
		withDesk(async ({open}) => {
			const first = open(run);
			await toChange(first);
			await answer(first, ' RUN? ', 'h');
			await answer(first, 'Why hold?', 'lunch');
			await answer(first, '› lunch', '\r');
			await first.sees(' HELD ');
			first.type('q');
			await answer(first, ' LEAVE ', '\r');
			expect((await first.exited).code).toBe(3);
			const second = open(['resume'], {columns: 60, rows: 16});
			await second.sees(/touch applied[\s\S]* RUN\? /);
			second.type('q');
			await answer(second, ' LEAVE ', '\r');
			expect((await second.exited).code).toBe(3);
		}),
	);

	test('an expert’s run-through stops only at checks, changes and gates', {timeout: journeyMs}, () =>
		withDesk(async ({home, open}) => {
			writeFileSync(join(home, 'ready'), 'yes\n');
			const terminal = open(['run', '--trust', '--run-through', 'shop.md']);
			await answer(terminal, ' BRIEFING ', '\r');
			await answer(terminal, ' CHECK ', '\r');
			// The step that only reads has started by itself.
			await terminal.sees(/touch applied[\s\S]* RUN\? /);
			await answer(terminal, ' RUN? ', '\r');
			await answer(terminal, ' GO / NO-GO ', 'g');
			await answer(terminal, ' CLOSE? ', '\r');
			expect((await terminal.exited).code).toBe(0);
		}),
	);

	test('a storm of resizes leaves a whole screen, and keys still answer', {timeout: journeyMs}, () =>
		withDesk(async ({open}) => {
			const terminal = open(run, {columns: 120, rows: 40});
			await toChange(terminal);
			for (let at = 0; at < 60; at += 1) {
				terminal.resize(60 + ((at * 37) % 100), 16 + ((at * 13) % 40));
				await new Promise(resolve => setImmediate(resolve));
			}
			terminal.resize(80, 24);
			// Whole, and each of its parts once.
			await terminal.sees(
				/^(?![\s\S]*┬[\s\S]*┬)(?![\s\S]* RUN\? [\s\S]* RUN\? )\s*staging[^\n]*\n[\s\S]*┬[\s\S]*touch applied[\s\S]*┴[\s\S]* RUN\? [\s\S]*\? help/,
			);
			terminal.type('?');
			await terminal.sees('Keys that work now');
			terminal.type('q');
			await terminal.sees(' RUN? ');
			terminal.type('q');
			await answer(terminal, ' LEAVE ', '\r');
			expect((await terminal.exited).code).toBe(3);
			expect(terminal.buffer()).toBe('normal');
		}),
	);

	test('NO_COLOR leaves not one colour, and every state its word', {timeout: journeyMs}, () =>
		withDesk(async ({open}) => {
			const terminal = open(run, {env: {NO_COLOR: '1'}});
			await toChange(terminal);
			const {active} = terminal.xterm.buffer;
			for (let row = 0; row < terminal.xterm.rows; row += 1) {
				for (let column = 0; column < terminal.xterm.cols; column += 1) {
					const cell = active.getLine(row)?.getCell(column);
					expect(cell?.isFgDefault() && cell.isBgDefault(), `${row}:${column}`).toBe(true);
				}
			}
			expect(terminal.text()).toContain('○ next');
			terminal.type('q');
			await answer(terminal, ' LEAVE ', '\r');
			await terminal.exited;
		}),
	);

	test('the whole output opens in the person’s pager, and the screen comes back', {timeout: journeyMs}, () =>
		withDesk(async ({home, open}) => {
			const terminal = open(run, {
				env: {PAGER: 'tee paged; read -r typed </dev/tty; echo "$typed" >> paged'},
			});
			await toChange(terminal);
			await answer(terminal, ' RUN? ', 'k');
			await answer(terminal, /output · its end/, 'L');
			await terminal.sees('The terminal is lent');
			await terminal.sees('colour=green');
			terminal.type('seen\r');
			await terminal.sees(/cat settings[\s\S]*goes back to it/);
			expect(readFileSync(join(home, 'paged'), 'utf8')).toBe('colour=green\nseen\n');
			expect(terminal.buffer()).toBe('alternate');
			await typeUntil(terminal, '\r', / RUN\? [\s\S]*enter run/);
			terminal.type('q');
			await answer(terminal, ' LEAVE ', '\r');
			expect((await terminal.exited).code).toBe(3);
		}),
	);

	test('a dumb terminal gets lines by itself, and a person answers them', {timeout: journeyMs}, () =>
		withDesk(async ({open}) => {
			const terminal = open([], {
				command: `TERM=dumb '${process.execPath}' '${program}' run --trust shop.md`,
			});
			await terminal.sees('CHECK Is it so?');
			expect(terminal.buffer()).toBe('normal');
			terminal.type('y\r');
			await terminal.sees('Run this command?');
			terminal.type('leave\r');
			expect((await terminal.exited).code).toBe(3);
		}),
	);

	test('a screen reader’s lines are walked to the end', {timeout: journeyMs}, () =>
		withDesk(async ({home, open}) => {
			writeFileSync(join(home, 'ready'), 'yes\n');
			const terminal = open(['run', '--trust', '--screen-reader', 'shop.md']);
			for (const [sees, types] of [
				['CHECK Is it so?', 'y\r'],
				[/cat settings[\s\S]*Run this command\?/, 'y\r'],
				[/touch applied[\s\S]*Run this command\?/, 'y\r'],
				['Open the doors again?', 'go\r'],
				['CLOSE?', 'y\r'],
			] as const) {
				await answer(terminal, sees, types);
			}
			expect((await terminal.exited).code).toBe(0);
			expect(terminal.text()).toContain('Section: Change.');
			expect(terminal.text()).toContain('output: colour=green');
			expect(terminal.text()).not.toMatch(/[\u2500-\u257F✓✗◐]/u);
		}),
	);

	test(
		'a guard that trips while nobody looks: the countdown runs out and the run goes back by itself',
		{timeout: journeyMs},
		() => unattended,
	);
});

function nobodyDecides(): Promise<void> {
	return withDesk(async ({home, open}) => {
		writeFileSync(join(home, 'ready'), 'yes\n');
		const terminal = open(run, {columns: 110, rows: 34});
		await toChange(terminal);
		await answer(terminal, ' RUN? ', '\r');
		await terminal.sees(' GO / NO-GO ');
		writeFileSync(join(home, 'rate'), '9\n');
		await terminal.sees(/ GUARD TRIPPED [\s\S]*Rolls back in \d+ s/);
		await terminal.sees(/ CLOSE\? /, 90_000);
		expect(terminal.text()).toContain('Rolled back');
		await answer(terminal, ' CLOSE? ', '\r');
		expect((await terminal.exited).code).toBe(4);
		expect(existsSync(join(home, 'applied'))).toBe(false);
	});
}
