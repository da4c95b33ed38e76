import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {existsSync, readFileSync} from 'node:fs';
import {chmod, chown, cp, lchown, mkdir, mkdtemp, readdir, rename, rm} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {copyNative, findNative, usableInPlace} from '../src/cli/practice/postgres-native.ts';
import {openPool} from '../src/steps/sql/pool.ts';

/** A real PostgreSQL server of its own, for one suite; its data is a copy of a template made once per machine. */
export type TestServer = {
	readonly port: number;
	/** Superuser `test`, password `test`. */
	url(database?: string): string;
	/** Runs one statement and gives its rows. */
	query(text: string, database?: string): Promise<readonly Record<string, unknown>[]>;
	/** An empty database of its own; gives its address. */
	freshDatabase(): Promise<string>;
	/** As in a power cut. */
	kill(): Promise<void>;
	stop(): Promise<void>;
};

/**
Starts a server. As root it runs as an unprivileged user, because PostgreSQL refuses to be root.

@param native directory with `bin/initdb` and `bin/postgres`; default: the embedded one.
*/
export async function startPostgres(native: string = findNative()): Promise<TestServer> {
	const user = serverUser();
	const home = await mkdtemp(join(tmpdir(), 'gonogo-test-data-'));
	await chmod(home, 0o755);
	const {bin, template} = await templateOf(native, user);
	const data = join(home, 'data');
	await cp(template, data, {recursive: true, preserveTimestamps: true});
	await give(data, user);
	const port = await freePort();
	const flags = [
		'listen_addresses=127.0.0.1',
		'unix_socket_directories=',
		'fsync=off',
		'shared_buffers=16MB',
		'max_connections=40',
	].flatMap(flag => ['-c', flag]);
	const server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
		...user,
		stdio: ['ignore', 'ignore', 'pipe'],
		env: {PATH: process.env.PATH, LC_ALL: 'C'},
	});
	await ready(server);
	const url = (database = 'postgres') => `postgres://test:test@127.0.0.1:${port}/${database}`;
	const end = async (signal: NodeJS.Signals) => {
		if (server.exitCode === null && server.signalCode === null) {
			server.kill(signal);
			await once(server, 'exit');
		}
	};
	let made = 0;
	const query = async (text: string, database?: string) => {
		const pool = await openPool(url(database), {connectionsMax: 1, withinMs: 20_000});
		try {
			return await pool.query(text);
		} finally {
			await pool.close();
		}
	};
	return {
		port,
		url,
		query,
		async freshDatabase() {
			made += 1;
			await query(`CREATE DATABASE db${made}`);
			return url(`db${made}`);
		},
		kill: () => end('SIGKILL'),
		async stop() {
			await end('SIGQUIT');
			await rm(home, {recursive: true, force: true});
		},
	};
}

type User = {readonly uid: number; readonly gid: number} | undefined;

function serverUser(): User {
	if (userInfo().uid !== 0) {
		return undefined;
	}
	const lines = readFileSync('/etc/passwd', 'utf8')
		.split('\n')
		.map(line => line.split(':'));
	const [, , uid, gid] =
		lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody') ?? [];
	return {uid: Number(uid), gid: Number(gid)};
}

/** Makes the template once per machine and PostgreSQL; several suites may try at the same time, the first one wins. */
async function templateOf(native: string, user: User): Promise<{bin: string; template: string}> {
	const name = createHash('sha256')
		.update(`${native} ${user?.uid ?? 'me'} 2`)
		.digest('hex')
		.slice(0, 12);
	const shared = join(tmpdir(), `gonogo-test-postgres-${userInfo().username}-${name}`);
	if (!existsSync(shared)) {
		const mine = await mkdtemp(`${shared}.`);
		await chmod(mine, 0o755);
		if (existsSync(join(native, 'pg-symlinks.json')) && !usableInPlace(native, user !== undefined)) {
			await copyNative(native, join(mine, 'native'));
		}
		await initialise(binOf(native, mine), join(mine, 'data'), user);
		await rename(mine, shared).catch(() => rm(mine, {recursive: true, force: true}));
	}
	return {bin: binOf(native, shared), template: join(shared, 'data')};
}

function binOf(native: string, shared: string): string {
	const copied = join(shared, 'native', 'bin');
	return existsSync(copied) ? copied : join(native, 'bin');
}

async function initialise(bin: string, data: string, user: User): Promise<void> {
	await mkdir(data, {mode: 0o700});
	if (user !== undefined) {
		await chown(data, user.uid, user.gid);
	}
	await promisify(execFile)(
		join(bin, 'initdb'),
		['-D', data, '-U', 'test', '--auth=trust', '--no-sync', '--locale=C', '--encoding=UTF8'],
		{...user, env: {PATH: process.env.PATH, LC_ALL: 'C'}},
	);
}

async function give(directory: string, user: User): Promise<void> {
	if (user === undefined) {
		return;
	}
	await chown(directory, user.uid, user.gid);
	for (const entry of await readdir(directory, {recursive: true, withFileTypes: true})) {
		await lchown(join(entry.parentPath, entry.name), user.uid, user.gid);
	}
}

async function ready(server: ChildProcess): Promise<void> {
	let said = '';
	for await (const chunk of server.stderr ?? []) {
		said += String(chunk);
		if (said.includes('database system is ready to accept connections')) {
			server.stderr?.resume();
			return;
		}
	}
	throw new Error(`PostgreSQL did not start: ${said}`);
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	return typeof address === 'object' && address !== null ? address.port : 0;
}
