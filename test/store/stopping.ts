import {readFileSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import {expect} from 'vitest';
import {openFileStore} from '../../src/store/files.ts';
import type {Child} from './child.ts';
import {run} from './driving.ts';

const everyMs = 100;

/** Stops a driver as a closed laptop does and tries to take its run for a while. */
export async function staysRefused({
	directory,
	driver,
	forMs,
}: {
	directory: string;
	driver: Child;
	forMs: number;
}): Promise<void> {
	driver.process.kill('SIGSTOP');
	const store = await openFileStore(directory);
	const until = Date.now() + forMs;
	let tries = 0;
	while (Date.now() < until) {
		await expect(store.open(run)).rejects.toMatchObject({
			code: 'store.locked',
			message: expect.stringContaining(`pid ${driver.process.pid} `),
		});
		await delay(everyMs);
		tries++;
	}
	expect(tries).toBeGreaterThan(0);
	expect(isStopped(driver.process.pid ?? 0)).toBe(true);
}

/** Where the system says it (Linux). */
function isStopped(pid: number): boolean {
	return process.platform !== 'linux' || /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
