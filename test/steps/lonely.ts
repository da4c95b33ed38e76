import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'vitest';

/**
Kills a driver while its step runs, with all that is in its group, as a terminal does that goes away; then lets the step
come to its end.

@returns the step's log, which may not be whole yet.
*/
export async function leftByItsDriver(directory: string, secret: string): Promise<() => string> {
	const driver = join(import.meta.dirname, 'lonely-driver.ts');
	const child = spawn(process.execPath, [driver, directory, secret], {stdio: 'inherit', detached: true});
	const log = join(directory, 'output/lonely.1.log');
	await expect
		.poll(() => existsSync(log) && readFileSync(log, 'utf8'), {timeout: 15_000})
		.toContain('started');
	process.kill(-(child.pid ?? 0), 'SIGKILL');
	await once(child, 'exit');
	writeFileSync(join(directory, 'go'), '');
	await expect.poll(() => existsSync(join(directory, 'done')), {timeout: 10_000}).toBe(true);
	return () => readFileSync(log, 'utf8');
}
