import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/**
What the small programs share that stand in for docker, kubectl, systemctl and others in the tests of whole releases:
a directory with their state, the way they say what they are, and the service they start and stop for real.
*/
export const directory = process.env.STAND_IN ?? '.';

/** Answers `--version` and `--help` with the plain truth, and says in the log of the directory what was asked. */
export function introduce(name: string, args: readonly string[]): void {
	writeFileSync(join(directory, 'calls.log'), `${name} ${args.join(' ')}\n`, {flag: 'a'});
	if (args[0] === '--version' || args[0] === 'version' || args[0] === '--help') {
		process.stdout.write(`${name} 99.0.0 (a small program that stands in for ${name} in gonogo's tests)\n`);
		process.exit(0);
	}
}

export function say(...lines: readonly string[]): void {
	process.stdout.write(lines.map(line => `${line}\n`).join(''));
}

/** Ends as the real program does: words on standard error, and its exit code. */
export function fail(words: string, code = 1): never {
	process.stderr.write(`${words}\n`);
	process.exit(code);
}

/** A value that outlives the program, in a file of its own. */
export function read<T>(name: string, initial: T): T {
	const path = join(directory, `${name}.json`);
	return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : initial;
}

export function write(name: string, value: unknown): void {
	const path = join(directory, `${name}.json`);
	writeFileSync(`${path}.${process.pid}`, JSON.stringify(value, null, '\t'));
	renameSync(`${path}.${process.pid}`, path);
}

/** What a service is to be like. */
export type Build = {
	readonly version: string;
	/** `failing`: every third request ends in 500. `sick`: so does the health page. `dying`: it ends right after it began. */
	readonly fault?: 'failing' | 'sick' | 'dying';
};

const serviceProgram = new URL('service-program.ts', import.meta.url).pathname;

/** Starts the small HTTP service, in a session of its own. @returns its process id. */
export function startService(build: Build, {port, log}: {port: number; log: string}): number {
	mkdirSync(directory, {recursive: true});
	const output = openSync(join(directory, log), 'a');
	const child = spawn(
		process.execPath,
		[serviceProgram, String(port), build.version, build.fault ?? 'none'],
		{detached: true, stdio: ['ignore', output, output]},
	);
	child.unref();
	const pid = child.pid ?? 0;
	writeFileSync(join(directory, 'pids'), `${pid}\n`, {flag: 'a'});
	return pid;
}

/** Ends a service and waits until its port is free again. */
export async function stopService(pid: number): Promise<void> {
	if (pid === 0) {
		return;
	}
	try {
		process.kill(pid, 'SIGTERM');
	} catch {
		return;
	}
	while (isAlive(pid)) {
		await new Promise(resolve => setTimeout(resolve, 10));
	}
}

/** A process that has ended and that nobody has waited for is not alive. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch (error) {
		return (
			error instanceof Error &&
			'code' in error &&
			error.code === 'ENOENT' &&
			existsSync('/dev/null') &&
			!existsSync('/proc/self')
		);
	}
}

/** Whether the service says that it is well. */
export async function isHealthy(port: number): Promise<boolean> {
	try {
		const answer = await fetch(`http://127.0.0.1:${port}/health`, {signal: AbortSignal.timeout(2_000)});
		return answer.ok;
	} catch {
		return false;
	}
}

/** Waits until it is, or the time is over. */
export async function becomesHealthy(port: number, withinMs: number): Promise<boolean> {
	const deadline = performance.now() + withinMs;
	while (performance.now() < deadline) {
		if (await isHealthy(port)) {
			return true;
		}
		await new Promise(resolve => setTimeout(resolve, 50));
	}
	return false;
}
