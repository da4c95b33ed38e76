import {expect, test} from 'vitest';
import {openLog} from '../../src/steps/log.ts';
import {runChild} from '../../src/steps/shell/child.ts';
import {watchRoom} from '../../src/steps/shell/room-watch.ts';
import {aWorld} from './given.ts';

const gigabyte = 1_000_000_000;

test('a step that would fill the disk is paused, not ended, and goes on when there is room again', async () => {
	const world = aWorld();
	const log = openLog(world.directory, 'flood', []);
	const controller = new AbortController();
	let free = gigabyte;
	let room: {end(): void} | undefined;
	const ended = runChild({
		command: ['sh', '-c', 'while :; do head -c 500000 /dev/zero; sleep 0.005; done'],
		env: {PATH: process.env.PATH ?? ''},
		output: log.fd,
		signal: controller.signal,
		onStart(pid) {
			room = watchRoom({
				pid,
				log,
				report: line => world.reports.push(line),
				freeBytes: async () => free,
				everyMs: 50,
			});
		},
	});
	await expect.poll(() => log.bytes(), {timeout: 5000}).toBeGreaterThan(2_000_000);
	free = 1000;
	await expect.poll(() => world.reports.at(-1), {timeout: 5000}).toContain('paused: only 1.0 kB are left');
	const paused = log.bytes();
	await expect.poll(() => world.reports.length).toBe(1);
	expect(log.bytes() - paused).toBeLessThan(600_000);
	free = gigabyte;
	await expect.poll(() => log.bytes(), {timeout: 5000}).toBeGreaterThan(paused + 1_000_000);
	expect(world.reports.at(-1)).toContain('it goes on');
	free = 1000;
	await expect.poll(() => world.reports.at(-1), {timeout: 5000}).toContain('paused');
	controller.abort('operator');
	expect(await ended).toMatchObject({stopped: 'operator', signal: 'SIGTERM'});
	room?.end();
	log.close();
});
