import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
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

	test('in a terminal of its own ends there too', async () => {
		const world = aWorld();
		const outcome = await world.perform(
			aCommand('trap "" HUP; sleep 77 & echo $! > pid; wait', {
				tty: true,
				timeoutMs: 500,
				cwd: world.directory,
			}),
		);
		expect(outcome).toMatchObject({result: 'failed', stopped: 'timeout'});
		const pid = Number(readFileSync(join(world.directory, 'pid'), 'utf8'));
		await expect.poll(() => existsSync(`/proc/${pid}`), {timeout: 10_000}).toBe(false);
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
			aCommand('echo following; tail -f /dev/null', {
				commands: [{text: 'tail -f /dev/null', line: 1, danger: 'read', tty: 'endless'}],
			}),
			{tools: {signal: controller.signal}},
		);
		await expect
			.poll(() => existsSync(join(world.directory, 'output/command.1.log')) && world.log('command'))
			.toBe('following\n');
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

test('a command that was stopped before it began does not begin', async () => {
	const world = aWorld();
	const outcome = await world.perform(aCommand('touch ran', {cwd: world.directory}), {
		tools: {signal: AbortSignal.abort('operator')},
	});
	expect(outcome).toMatchObject({
		result: 'failed',
		stopped: 'operator',
		why: 'It was stopped before it began.',
	});
	expect(existsSync(join(world.directory, 'ran'))).toBe(false);
});

test('a retry that is waited for can be stopped', async () => {
	const world = aWorld();
	const controller = new AbortController();
	const outcome = await world.perform(
		aCommand('echo x >> tries; false', {
			cwd: world.directory,
			idempotent: true,
			retry: {attempts: 3, delayMs: 600_000},
		}),
		{tools: {signal: controller.signal, report: () => controller.abort('operator')}},
	);
	expect(outcome).toMatchObject({result: 'failed', stopped: 'operator'});
	expect(readFileSync(join(world.directory, 'tries'), 'utf8')).toBe('x\n');
});

describe('a command with sudo', () => {
	async function withSudo(answer: string): Promise<{handedOver: boolean; log: string}> {
		const world = aWorld();
		const bin = mkdtempSync(join(tmpdir(), 'gonogo-sudo-'));
		writeFileSync(join(bin, 'sudo'), `#!/bin/sh\n[ "$1" = -n ] && exit ${answer}\nexec "$@"\n`, {
			mode: 0o755,
		});
		const path = process.env.PATH;
		process.env.PATH = `${bin}:${path}`;
		let handedOver = false;
		await world.perform(aCommand('sudo true'), {
			tools: {
				async handOver(work) {
					handedOver = true;
					await work();
				},
			},
		});
		process.env.PATH = path;
		rmSync(bin, {recursive: true});
		return {handedOver, log: world.log('command')};
	}

	test('is given the terminal where sudo would ask for a password, and only there', async () => {
		expect(await withSudo('1')).toMatchObject({handedOver: true});
		expect(await withSudo('0')).toMatchObject({handedOver: false});
	});

	test('is asked about in a session of its own: a password typed at this terminal counts for nothing in the step', async () => {
		// The sixth field of stat is the session; its leader is the process that was started in it.
		expect(await withSudo('$(set -- $(cat /proc/$$/stat); test "$6" = "$$"; echo $?)')).toMatchObject({
			handedOver: false,
		});
	});
});
