import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, existsSync, openSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {promisify} from 'node:util';

/** Directory with the programs, directory with the data, and whom the server runs as if not as ourselves. */
export type ServerPlace = {
	readonly native: string;
	readonly dataDirectory: string;
	readonly as?: {readonly uid: number; readonly gid: number};
};

/** A server starts in 30 ms; a crowded machine or a slow disk may take a minute. */
const readyWithinMs = 60_000;
const stopWithinMs = 10_000;

/**
Starts a server and waits until it takes connections on the loopback address.

@param log file its messages are added to.
*/
export async function startServer({
	place,
	port,
	log,
}: {
	place: ServerPlace;
	port: number;
	log: string;
}): Promise<ChildProcess> {
	const output = openSync(log, 'a', 0o600);
	const settings = {
		listen_addresses: '127.0.0.1',
		// TCP alone: a socket's path has a length limit that a run's directory may exceed.
		unix_socket_directories: '',
		max_connections: '40',
		shared_buffers: '16MB',
		// A practice outlives a crash of the program, not of the machine.
		fsync: 'off',
		log_min_messages: 'error',
	};
	const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const server = spawn(
		join(place.native, 'bin', 'postgres'),
		['-D', place.dataDirectory, '-p', String(port), ...flags],
		{
			...serverOptions(place),
			stdio: ['ignore', output, output],
		},
	);
	closeSync(output);
	await untilReady(server, place.dataDirectory, log);
	return server;
}

/** The file in which the server says how it stands: its pid in line 1, its state in line 8. */
async function untilReady(server: ChildProcess, dataDirectory: string, log: string): Promise<void> {
	const until = Date.now() + readyWithinMs;
	let failure: Error | undefined;
	server.once('error', error => {
		failure = error;
	});
	while (Date.now() < until) {
		if (failure !== undefined || !isRunning(server)) {
			throw new Error(
				`PostgreSQL does not start: ${failure?.message ?? lastLine(readFileSync(log, 'utf8')) ?? 'no reason given'}`,
			);
		}
		const lines = serverFile(dataDirectory);
		if (lines[7]?.trim() === 'ready' && lines[0] === String(server.pid)) {
			return;
		}
		await pause(25);
	}
	server.kill('SIGKILL');
	throw new Error(`PostgreSQL was not ready within ${readyWithinMs / 1000} s`);
}

/** Stops a server: SIGINT closes its connections and its data properly, SIGQUIT leaves both as they are. */
export async function stopServer(
	server: ChildProcess | undefined,
	signal: 'SIGINT' | 'SIGQUIT',
): Promise<void> {
	if (server === undefined || !isRunning(server)) {
		return;
	}
	const exited = once(server, 'exit');
	server.kill(signal);
	const timer = setTimeout(() => server.kill('SIGKILL'), stopWithinMs);
	await exited;
	clearTimeout(timer);
}

export function isRunning(server: ChildProcess | undefined): boolean {
	return server !== undefined && server.exitCode === null && server.signalCode === null;
}

/** Stops the server of a world that was killed together with its keeper: it still runs on this data. */
export async function stopServerOn(dataDirectory: string): Promise<void> {
	const pid = Number(serverFile(dataDirectory)[0]);
	if (!Number.isInteger(pid) || pid <= 1 || !(await runsOn(pid, dataDirectory))) {
		return;
	}
	process.kill(pid, 'SIGQUIT');
	const until = Date.now() + stopWithinMs;
	while (Date.now() < until && (await runsOn(pid, dataDirectory))) {
		await pause(50);
	}
}

/** True when the process is a server on exactly this data: a pid alone may have been given to another program. */
async function runsOn(pid: number, dataDirectory: string): Promise<boolean> {
	const line = await commandLine(pid);
	return line.includes('postgres') && line.includes(dataDirectory);
}

/** Linux tells without a program, which small images lack; elsewhere there is always a `ps`. */
async function commandLine(pid: number): Promise<string> {
	try {
		return process.platform === 'linux'
			? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
			: (await promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)])).stdout;
	} catch {
		return '';
	}
}

function serverFile(dataDirectory: string): readonly string[] {
	const file = join(dataDirectory, 'postmaster.pid');
	return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
}

/** How its programs are started: as the server's user, in its directory, with nothing of our environment. */
export function serverOptions({dataDirectory, as}: ServerPlace) {
	return {
		cwd: dataDirectory,
		env: {PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC'},
		...(as ?? {}),
	};
}

export function lastLine(text: string | undefined): string | undefined {
	return text?.trim().split('\n').at(-1)?.trim() || undefined;
}
