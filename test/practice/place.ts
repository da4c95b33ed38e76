import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chownSync, existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {afterAll} from 'vitest';
import type {World} from '../../src/cli/practice/world.ts';

// A test that fails half-way leaves its world without a driver; it must not stay for half an hour.
process.env.GONOGO_PRACTICE_OUTLIVES_MS = '5000';

const made: string[] = [];
const started: ChildProcess[] = [];

afterAll(() => {
	for (const child of started) {
		child.kill('SIGKILL');
	}
	for (const directory of made) {
		rmSync(directory, {recursive: true, force: true});
	}
});

/** An empty run directory, 0700. @param uid its owner, if not ourselves. */
export function makeRun(uid?: number): string {
	const directory = mkdtempSync(join(tmpdir(), 'gonogo-test-run-'));
	made.push(directory);
	if (uid !== undefined) {
		chownSync(directory, uid, uid);
	}
	return directory;
}

export type Driven = {
	readonly child: ChildProcess;
	readonly inputs: Readonly<Record<string, string>>;
	readonly env: Readonly<Record<string, string>>;
	readonly database: World['database'];
};

/** Starts a driver in a process of its own. @param options `script`: another one than `driver.ts`. */
export async function drive(
	runDirectory: string,
	options: {drill?: string; uid?: number; outlivesMs?: number; script?: string; cwd?: string} = {},
): Promise<Driven> {
	const {
		drill,
		uid,
		outlivesMs = 5_000,
		script = fileURLToPath(new URL('./driver.ts', import.meta.url)),
	} = options;
	const child = spawn(process.execPath, [script, runDirectory, ...(drill === undefined ? [] : [drill])], {
		stdio: ['ignore', 'pipe', 'inherit'],
		cwd: options.cwd ?? '/',
		env: {
			PATH: process.env.PATH,
			GONOGO_PRACTICE_OUTLIVES_MS: String(outlivesMs),
		},
		...(uid === undefined ? {} : {uid, gid: uid}),
	});
	started.push(child);
	const ended = once(child, 'exit').then(([code]) => {
		throw new Error(`the driver ended with ${code} before its world was there`);
	});
	const [line] = await Promise.race([once(createInterface({input: child.stdout}), 'line'), ended]);
	ended.catch(() => {});
	return {child, ...JSON.parse(String(line))};
}

export async function killHard(child: ChildProcess): Promise<void> {
	child.kill('SIGKILL');
	await once(child, 'exit');
}

/** Waits until `condition` holds; there is no event for what another process does. */
export async function until(
	condition: () => Promise<boolean> | boolean,
	withinMs: number,
	what: string,
): Promise<void> {
	const end = Date.now() + withinMs;
	while (!(await condition())) {
		if (Date.now() > end) {
			throw new Error(`not within ${withinMs} ms: ${what}`);
		}
		await pause(50);
	}
}

/** Runs the practice's deploy tool. */
export async function shop(inputs: Readonly<Record<string, string>>, ...words: string[]): Promise<string> {
	const {stdout} = await promisify(execFile)(inputs.shop ?? '', words);
	return stdout.trim();
}

export async function json(url: string, init?: RequestInit): Promise<Record<string, unknown>> {
	const answer = await fetch(url, init);
	return {http: answer.status, ...((await answer.json()) as object)};
}

/** What the clients have seen over the last seconds: a share of 0 to 1. */
export async function errorRate(inputs: Readonly<Record<string, string>>, seconds = 4): Promise<number> {
	const {errorRate: rate} = await json(`${inputs.admin_url}/metrics?seconds=${seconds}`);
	return Number(rate);
}

export function pidOf(runDirectory: string): number {
	return JSON.parse(readFileSync(join(runDirectory, 'practice/world.json'), 'utf8')).pid;
}

/** The world's process and everything below it. */
export async function processesOf(runDirectory: string): Promise<readonly number[]> {
	const found = [pidOf(runDirectory)];
	const parents = await parentsOfAll();
	for (const pid of found) {
		found.push(...[...parents].filter(([, parent]) => parent === pid).map(([child]) => child));
	}
	return found;
}

async function parentsOfAll(): Promise<ReadonlyMap<number, number>> {
	const {stdout} = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=']);
	return new Map(
		stdout
			.trim()
			.split('\n')
			.map(line => line.trim().split(/\s+/).map(Number) as [number, number]),
	);
}

export function isAlive(pid: number): boolean {
	// A zombie has ended; whoever started it is only late in asking for its status.
	const status = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
	if (status !== '') {
		return !/\) Z /.test(status);
	}
	try {
		process.kill(pid, 0);
		return !existsSync('/proc/self');
	} catch {
		return false;
	}
}

export function portsOf({inputs, env}: Pick<Driven, 'inputs' | 'env'>): readonly number[] {
	const urls = [
		inputs.live_url,
		inputs.idle_url,
		inputs.router_url,
		inputs.admin_url,
		env.PRACTICE_DATABASE_URL,
	];
	return urls.filter(url => url !== undefined).map(url => Number(new URL(url).port));
}

export async function isListening(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

/** Directories that the world of a run has in the temporary files. */
export function homesOf(runDirectory: string): readonly string[] {
	const {database} = JSON.parse(readFileSync(join(runDirectory, 'practice/kept.json'), 'utf8'));
	return database.home === undefined ? [] : [database.home];
}

/** Waits until no process, port or temporary directory of a practice is left. */
export async function expectNothingLeft(
	before: {pids: readonly number[]; ports: readonly number[]; homes: readonly string[]},
	withinMs: number,
): Promise<void> {
	await until(() => !before.pids.some(isAlive), withinMs, `processes ${before.pids.filter(isAlive)} end`);
	for (const port of before.ports) {
		await until(async () => !(await isListening(port)), withinMs, `port ${port} is given back`);
	}
	await until(() => !before.homes.some(home => existsSync(home)), withinMs, 'temporary files go');
}
