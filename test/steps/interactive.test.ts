import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {spawn} from '@lydell/node-pty';
import {describe, expect, test} from 'vitest';
import {aCommand, aWorld} from './given.ts';

describe('an interactive command', () => {
	test('has the terminal, and hands its variables on', async () => {
		const world = aWorld();
		const terminal = spawn(
			process.execPath,
			[join(import.meta.dirname, 'terminal-driver.ts'), world.directory],
			{cols: 80, rows: 24, env: {...process.env} as Record<string, string>},
		);
		let said = '';
		let asked = false;
		terminal.onData(data => {
			said += data;
			if (!asked && said.includes('your name?')) {
				asked = true;
				terminal.write('Ada\r');
			}
		});
		const exited = new Promise<number>(resolve => terminal.onExit(({exitCode}) => resolve(exitCode)));
		expect(await exited).toBe(0);
		expect(said).toContain('hello Ada on a terminal');
		expect(readFileSync(join(world.directory, 'output/next.1.log'), 'utf8')).toBe('Ada\n');
		expect(readFileSync(join(world.directory, 'output/asking.1.log'), 'utf8')).toContain('not in this log');
	});

	test('without a terminal does not start', async () => {
		const world = aWorld();
		expect(
			await world.perform(aCommand('touch ran', {interactive: true, cwd: world.directory})),
		).toMatchObject({
			result: 'failed',
			why: 'It needs a terminal to talk to a person, and there is none here.',
		});
		expect(existsSync(join(world.directory, 'ran'))).toBe(false);
	});

	test('is stopped like any other', async () => {
		const world = aWorld();
		const outcome = await world.perform(aCommand('sleep 60', {interactive: true, timeoutMs: 300}), {
			tools: {handOver: work => work()},
		});
		expect(outcome).toMatchObject({result: 'failed', stopped: 'timeout'});
	});
});
