import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';

/** Where the system keeps its SSH server, which is not on everybody's PATH. */
export const sshdPath = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'].find(path =>
	existsSync(path),
);

/** A real SSH server on the loopback address, and an `ssh` in the PATH that knows its key. */
export type TestSshd = {
	readonly port: number;
	/** Directory with `known_hosts` and the client's configuration. */
	readonly directory: string;
	/** Forgets every host key. */
	forget(): void;
	/** Knows another key than the server has. */
	mistake(): void;
	remember(): void;
	/** Says this to everybody who connects from now on. */
	greet(text: string): void;
	stop(): void;
};

/** @param variables what every session there has in its environment, e.g. a PATH of its own. */
export async function startSshd(variables: Readonly<Record<string, string>> = {}): Promise<TestSshd> {
	const directory = mkdtempSync(join(tmpdir(), 'gonogo-sshd-'));
	const port = await freePort();
	for (const name of ['host', 'user', 'other']) {
		execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(directory, name)]);
	}
	const key = (name: string) =>
		readFileSync(join(directory, `${name}.pub`), 'utf8')
			.trim()
			.split(' ')
			.slice(0, 2)
			.join(' ');
	writeFileSync(join(directory, 'authorized'), key('user'), {mode: 0o600});
	const config = {
		ListenAddress: '127.0.0.1',
		Port: port,
		HostKey: join(directory, 'host'),
		AuthorizedKeysFile: join(directory, 'authorized'),
		PasswordAuthentication: 'no',
		KbdInteractiveAuthentication: 'no',
		UsePAM: 'no',
		StrictModes: 'no',
		PidFile: 'none',
		PermitRootLogin: 'prohibit-password',
		MaxStartups: '50',
		MaxSessions: '50',
		...(Object.keys(variables).length === 0
			? {}
			: {
					SetEnv: Object.entries(variables)
						.map(([name, value]) => `"${name}=${value}"`)
						.join(' '),
				}),
		Banner: join(directory, 'banner'),
	};
	writeFileSync(
		join(directory, 'sshd_config'),
		Object.entries(config)
			.map(([name, value]) => `${name} ${value}\n`)
			.join(''),
	);
	writeFileSync(
		join(directory, 'ssh_config'),
		`Host fresh*\n\tHostName localhost\nHost *\n\tHostName 127.0.0.1\n\tPort ${port}\n\tUser ${userInfo().username}\n\tIdentityFile ${directory}/user\n\tIdentitiesOnly yes\n\tUserKnownHostsFile ${directory}/known_hosts\n\tGlobalKnownHostsFile none\n`,
	);
	mkdirSync(join(directory, 'bin'));
	writeFileSync(
		join(directory, 'bin/ssh'),
		`#!/bin/sh\nexec ${execFileSync('sh', ['-c', 'command -v ssh'], {encoding: 'utf8'}).trim()} -F ${directory}/ssh_config "$@"\n`,
		{mode: 0o755},
	);
	if (userInfo().uid === 0) {
		mkdirSync('/run/sshd', {recursive: true});
	}
	const server = spawn(sshdPath ?? 'sshd', ['-D', '-e', '-f', join(directory, 'sshd_config')], {
		stdio: ['ignore', 'ignore', 'pipe'],
		detached: true,
	});
	await ready(server.stderr);
	const path = process.env.PATH;
	process.env.PATH = `${directory}/bin:${path}`;
	const know = (name: string) =>
		writeFileSync(
			join(directory, 'known_hosts'),
			['127.0.0.1', 'localhost'].map(host => `[${host}]:${port} ${key(name)}\n`).join(''),
		);
	know('host');
	return {
		port,
		directory,
		forget: () => writeFileSync(join(directory, 'known_hosts'), ''),
		mistake: () => know('other'),
		remember: () => know('host'),
		greet: text => writeFileSync(join(directory, 'banner'), text),
		stop() {
			process.env.PATH = path;
			if (server.pid !== undefined) {
				process.kill(-server.pid, 'SIGKILL');
			}
			rmSync(directory, {recursive: true, force: true});
		},
	};
}

async function ready(stderr: NodeJS.ReadableStream): Promise<void> {
	let said = '';
	for await (const chunk of stderr) {
		said += String(chunk);
		if (said.includes('Server listening')) {
			stderr.resume();
			return;
		}
	}
	throw new Error(`sshd did not start: ${said}`);
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	return typeof address === 'object' && address !== null ? address.port : 0;
}
