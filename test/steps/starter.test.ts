import {existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {runChild} from '../../src/steps/shell/child.ts';
import {starterReady} from '../../src/steps/shell/starter.ts';
import {aCommand, aWorld} from './given.ts';
import {leftByItsDriver} from './lonely.ts';

/** Says which process has started the script's shell, and its arguments. */
const whoStarted = 'echo "$PPID $(ps -o args= -p $PPID)"';

describe('a step that is begun by the small process for that', () => {
	test('ends, hands on and writes as any other', async () => {
		expect(await starterReady()).toBe(true);
		const world = aWorld();
		await world.perform(aCommand(`${whoStarted}; n=1; cd /`, {id: 'one'}));
		expect(world.log('one')).toMatch(/^\d+ .*starter/);
		expect(
			await world.perform(aCommand('echo "$n $PWD"; echo aside >&2; exit 3', {id: 'two'})),
		).toMatchObject({
			result: 'failed',
			exit: 3,
		});
		expect(world.log('two')).toBe('1 /\naside\n');
		expect(await world.perform(aCommand('kill -KILL $$', {id: 'three'}))).toMatchObject({
			result: 'failed',
			signal: 'SIGKILL',
		});
	});

	test('sees the environment of its own step, also what the one before did not have or had', async () => {
		const world = aWorld();
		const seen = 'printf "%s\\n" "${ONE-none} ${TWO-none} $GONOGO_STEP"';
		await world.perform(aCommand(seen, {id: 'first', env: {ONE: '1', TWO: 'ä\n"'}}));
		await world.perform(aCommand(seen, {id: 'second', env: {TWO: '2'}}));
		await world.perform(aCommand(seen, {id: 'third'}));
		expect(['first', 'second', 'third'].map(id => world.log(id))).toEqual([
			'1 ä\n" first\n',
			'none 2 second\n',
			'none none third\n',
		]);
	});

	test('tells of more than a pipe holds, and keeps what is too much out of the way', async () => {
		const world = aWorld();
		await world.perform(aCommand('big=$(head -c 300000 /dev/zero | tr "\\0" x)', {id: 'one'}));
		await world.perform(
			aCommand('echo ${#big}; huge=$(head -c 3000000 /dev/zero | tr "\\0" y)', {id: 'two'}),
		);
		expect(world.log('two')).toMatch(/^300000\n/);
		await world.perform(aCommand('echo "${#big} ${#huge}"', {id: 'three', strict: false}));
		expect(world.log('three')).toBe('300000 0\n');
	});

	test('is not begun without its log, nor where its program is missing', async () => {
		const world = aWorld();
		const log = join(world.directory, 'link.log');
		symlinkSync('/dev/null', log);
		const child = {
			env: {PATH: '/usr/bin:/bin'},
			output: 1,
			collect: 3,
			signal: new AbortController().signal,
		} as const;
		expect(await runChild({...child, command: ['true'], log})).toMatchObject({
			unstarted: expect.stringContaining("can't be opened"),
		});
		const good = join(world.directory, 'good.log');
		writeFileSync(good, '');
		expect(await runChild({...child, command: ['no-such-program'], log: good})).toMatchObject({
			unstarted: expect.stringContaining('is not on this machine'),
		});
	});

	test('goes on when the one who asked for it is killed, and its log is whole', async () => {
		const world = aWorld();
		const log = await leftByItsDriver(world.directory, '');
		await expect.poll(log).toBe('started \nend \n');
	});

	test('has an unknown end when that process is killed, not before it is over; the next one is begun without it', async () => {
		const world = aWorld();
		mkdirSync(join(world.directory, 'app'));
		const running = world.perform(
			aCommand(`${whoStarted}; while [ ! -e go ]; do sleep 0.05; done; touch over`, {
				id: 'one',
				cwd: join(world.directory, 'app'),
			}),
		);
		const log = join(world.directory, 'output/one.1.log');
		await expect.poll(() => existsSync(log) && readFileSync(log, 'utf8')).toMatch(/starter/);
		process.kill(Number(/^\d+/.exec(world.log('one'))?.[0]), 'SIGKILL');
		expect(await Promise.race([running, new Promise(resolve => setImmediate(resolve, 'still runs'))])).toBe(
			'still runs',
		);
		writeFileSync(join(world.directory, 'app/go'), '');
		expect(await running).toMatchObject({result: 'unknown', why: expect.stringContaining('is not known')});
		expect(existsSync(join(world.directory, 'app/over'))).toBe(true);

		expect(await world.perform(aCommand(whoStarted, {id: 'two'}))).toMatchObject({result: 'passed'});
		expect(world.log('two')).not.toContain('starter');
		expect(world.log('two')).toContain(`${process.pid} `);
	});
});
