import {describe, expect, test} from 'vitest';
import {walkPlain} from '../../src/ui/plain/walk.ts';
import {check, command, gate, opened, runbookOf} from '../engine/given.ts';
import {type MemoryLive, memoryLive} from './memory-live.ts';
import {realRun, slowClock, typist} from './plain-run.ts';

/** A terminal whose lines the test types when it likes. */
function terminal() {
	let paper = '';
	const typed: string[] = [];
	let waiting: ((line: string) => void) | undefined;
	const watchers = new Set<() => void>();
	const told = (): void => {
		for (const watch of [...watchers]) {
			watch();
		}
	};
	return {
		io: {
			attended: true,
			async write(text: string) {
				paper += text;
				told();
			},
			readLine(prompt: string) {
				paper += prompt;
				told();
				return new Promise<string | undefined>(resolve => {
					const line = typed.shift();
					waiting = line === undefined ? resolve : undefined;
					if (line !== undefined) {
						resolve(line);
					}
				});
			},
		},
		paper: () => paper,
		type(line: string) {
			if (waiting === undefined) {
				typed.push(line);
			} else {
				waiting(line);
				waiting = undefined;
			}
		},
		/** Resolves once the text has been written so many times. */
		shows(text: string, times = 1): Promise<void> {
			return new Promise(resolve => {
				const look = (): void => {
					if (paper.split(text).length > times) {
						watchers.delete(look);
						resolve();
					}
				};
				watchers.add(look);
				look();
			});
		},
	};
}

describe('while a question stands', () => {
	test('a change of the run is told at once, and a line typed for the old question answers nothing', async () => {
		const live: MemoryLive = memoryLive(runbookOf({walk: [check('first'), gate('second')]}));
		const screen = terminal();
		const walking = walkPlain(live, screen.io, {now: slowClock()});
		await screen.shows('CHECK Is it so?');
		// Someone else answers from another machine.
		await live.send({type: 'answer-check', step: 'first', answer: 'yes', note: 'seen from here'});
		await screen.shows('✓ yes: seen from here');
		await screen.shows('Type GO or NO-GO: ');
		screen.type('y');
		await screen.shows('That is no answer here');
		screen.type('leave');
		expect(await walking).toBe('left');
		expect(live.state().progress.get('second')?.gate).toEqual([]);
	});

	test('a line typed while a step runs is no answer to the question that follows', async () => {
		const live = memoryLive(runbookOf({walk: [command('deploy', {auto: true}), command('drop')]}));
		const screen = terminal();
		const walking = walkPlain(live, screen.io, {now: slowClock()});
		await screen.shows('stops a running step');
		await live.finish({});
		screen.type('y');
		await screen.shows('? = more: ');
		screen.type('q');
		expect(await walking).toBe('left');
		expect(screen.paper()).not.toContain('[2 of 2] drop\n  ◐');
		expect(live.state().progress.get('drop')).toBeUndefined();
	});

	test('a note from elsewhere is shown and the question asked again', async () => {
		const live = memoryLive(runbookOf({walk: [check('first')]}));
		const screen = terminal();
		const walking = walkPlain(live, screen.io, {now: slowClock()});
		await screen.shows('? = more: ');
		await live.send({type: 'add-note', text: 'the phone rings'});
		await screen.shows('the phone rings\ny = yes');
		screen.type('q');
		expect(await walking).toBe('left');
	});

	test('a grave question does not take what was typed before it could be read', async () => {
		let now = 0;
		const live = memoryLive(runbookOf({walk: [gate('live')]}), {
			opened: {...opened, environment: 'production', production: true},
		});
		const screen = terminal();
		screen.type('go');
		const walking = walkPlain(live, screen.io, {now: () => now});
		await screen.shows('typed before the question could be read');
		now = 301;
		screen.type('go');
		await screen.shows('Type production to say GO');
		screen.type('leave it');
		await screen.shows('type production in full');
		screen.type('');
		await screen.shows('back to the question');
		screen.type('leave');
		expect(await walking).toBe('left');
	});

	test('a broken journal ends the walk', async () => {
		const live = memoryLive(runbookOf({walk: [check('first')]}));
		const screen = terminal();
		const walking = walkPlain(live, screen.io, {now: slowClock()});
		await screen.shows('? = more: ');
		live.breakDown(new Error('the disk is full'));
		expect(await walking).toBe('left');
	});
});

describe('while a step runs', () => {
	test('a person stops it with x, and other lines are explained', async () => {
		const run = await realRun(
			runbookOf({walk: [command('long', {auto: true, run: {script: 'echo begun; sleep 60'}})]}),
		);
		const screen = terminal();
		const walking = walkPlain(run.session, screen.io, {now: slowClock()});
		await screen.shows('  | begun');
		expect(screen.paper()).toContain('(x and enter stops a running step)');
		screen.type('what now');
		await screen.shows('A step is running: x stops it.');
		screen.type('note it takes long');
		await screen.shows(': it takes long');
		screen.type('x');
		await screen.shows('Which one, 1 to');
		screen.type('q');
		expect(await walking).toBe('left');
		expect(run.session.state().progress.get('long')?.attempts[0]?.stopRequested).toBe(true);
		await run.end();
	});

	test('what it says of itself and a long silence are told', async () => {
		const live = memoryLive(runbookOf({walk: [command('poll', {run: {quietForMs: 0}})]}));
		const io = typist(['y', 'y']);
		const walking = walkPlain(live, io, {now: slowClock()});
		live.subscribe(() => {
			if (live.want().is === 'perform') {
				live.setActivity('got 503, asking again in 2 s (4 of 12)');
			}
		});
		await until(() => io.paper().includes('no output for'));
		expect(io.paper()).toContain('◐ got 503, asking again in 2 s (4 of 12)');
		await live.finish({});
		expect(await walking).toBe('closed');
	});

	test('an interactive step is handed the terminal', async () => {
		const live = memoryLive(runbookOf({walk: [check('first')]}));
		const handOver = (work: () => Promise<void>): Promise<void> => work();
		const walking = walkPlain(live, {...typist(['q']), handOver}, {now: slowClock()});
		expect(live.handOver()).toBe(handOver);
		await walking;
		expect(live.handOver()).toBeUndefined();
	});
});

test('a tripped guard asks with its deadline, and rolls back when nobody answers', async () => {
	const guard = {
		...command('errors'),
		kind: 'metric',
		guard: true,
		work: {fail: 'value > 5%'},
	} as unknown as ReturnType<typeof command>;
	const live = memoryLive(
		runbookOf({
			walk: [command('switch', {auto: true, run: {script: 'true'}}), guard, check('look')],
			rollback: [check('undone')],
		}),
	);
	const screen = terminal();
	const walking = walkPlain(live, screen.io, {now: slowClock()});
	await live.finish({});
	await screen.shows('CHECK Is it so?');
	live.record({
		type: 'guard.changed',
		step: 'errors',
		from: 'ok',
		to: 'tripped',
		value: 0.07,
		why: 'value > 5',
	});
	await screen.shows('GUARD TRIPPED');
	expect(screen.paper()).toContain('guard “errors”: tripped (7%)');
	expect(screen.paper()).toMatch(/rolls back by itself/i);
	expect(screen.paper()).toMatch(/\[1 of 2\] switch .*\n(.*\n)* {2}✓ passed/);
	await live.send({type: 'roll-back', reason: 'value > 5', trigger: 'guard', step: 'errors'});
	await screen.shows('<< ROLLING BACK: value > 5 (guard)');
	await screen.shows('? = more: ', 2);
	screen.type('q');
	expect(await walking).toBe('left');
});

/** Polls where no event says so. */
async function until(isSo: () => boolean): Promise<void> {
	const deadline = Date.now() + 10_000;
	while (!isSo()) {
		if (Date.now() > deadline) {
			throw new Error('it did not come true within 10 s');
		}
		await new Promise(resolve => setTimeout(resolve, 20));
	}
}
