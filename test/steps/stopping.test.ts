import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {aCommand, aWorld} from './given.ts';

describe('a command that is stopped', () => {
	test('by its time limit ends with everyone in its group', async () => {
		const world = aWorld();
		const outcome = await world.perform(
			aCommand('sleep 61 & sleep 62 & echo $! > child; wait', {timeoutMs: 300, cwd: world.directory}),
		);
		expect(outcome).toMatchObject({
			result: 'failed',
			stopped: 'timeout',
			why: expect.stringContaining('did not end within 300 ms'),
		});
		const child = Number(readFileSync(join(world.directory, 'child'), 'utf8'));
		await expect.poll(() => existsSync(`/proc/${child}`)).toBe(false);
	});

	test('by the operator ends even when it ignores TERM', {timeout: 15_000}, async () => {
		const world = aWorld();
		const controller = new AbortController();
		const running = world.perform(aCommand('trap "" TERM; echo ready; sleep 60; echo after'), {
			tools: {signal: controller.signal},
		});
		await expect
			.poll(() => existsSync(join(world.directory, 'output/command.1.log')) && world.log('command'))
			.toBe('ready\n');
		controller.abort('operator');
		expect(await running).toMatchObject({
			result: 'failed',
			stopped: 'operator',
			why: 'It was stopped by the operator.',
		});
	});

	test('passes when all it does is to show what goes on', async () => {
		const world = aWorld();
		const controller = new AbortController();
		const running = world.perform(
			aCommand('tail -f /dev/null', {
				commands: [{text: 'tail -f /dev/null', line: 1, danger: 'read', tty: 'endless'}],
			}),
			{tools: {signal: controller.signal}},
		);
		await expect.poll(() => existsSync(join(world.directory, 'output/command.1.log'))).toBe(true);
		controller.abort('operator');
		expect(await running).toMatchObject({result: 'passed', stopped: 'operator'});
	});

	test('does not wait for a grandchild that holds its output open', async () => {
		const world = aWorld();
		const startedAt = performance.now();
		expect(await world.perform(aCommand('sleep 30 & echo done'))).toMatchObject({result: 'passed'});
		expect(performance.now() - startedAt).toBeLessThan(5000);
	});
});

describe('a command in the background', () => {
	test('passes while it goes on, and is ended by its undo', async () => {
		const world = aWorld();
		const step = aCommand('sleep 60', {background: true});
		const outcome = await world.perform(step);
		expect(outcome).toMatchObject({result: 'passed', facts: {pid: expect.any(Number)}});
		const pid = Number(outcome.facts?.pid);
		expect(existsSync(`/proc/${pid}`)).toBe(true);
		expect(await world.perform(step, {part: 'undo'})).toMatchObject({result: 'passed'});
		await expect.poll(() => existsSync(`/proc/${pid}`)).toBe(false);
	});

	test('fails when it ends badly at once', async () => {
		expect(await aWorld().perform(aCommand('exit 4', {background: true}))).toMatchObject({
			result: 'failed',
			exit: 4,
		});
	});
});
