import {lstatSync, mkdirSync} from 'node:fs';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import type {Target} from './target.ts';

/**
The system's own OpenSSH with the operator's configuration, narrowed: it never asks, never takes an unknown or changed
host key, and lends the other side neither agent nor display nor ports.
*/
export function sshCommand(
	target: Target,
	remote: string,
	wants: {readonly terminal: boolean} = {terminal: false},
): readonly [string, ...string[]] {
	const options = {
		BatchMode: 'yes',
		StrictHostKeyChecking: 'yes',
		ForwardAgent: 'no',
		ForwardX11: 'no',
		ClearAllForwardings: 'yes',
		PermitLocalCommand: 'no',
		RemoteCommand: 'none',
		ConnectTimeout: '15',
		ServerAliveInterval: '15',
		ServerAliveCountMax: '4',
		LogLevel: 'ERROR',
		...sharing(),
	};
	return [
		'ssh',
		wants.terminal ? '-tt' : '-T',
		...(target.port === undefined ? [] : ['-p', String(target.port)]),
		...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
		'--',
		target.destination,
		remote,
	];
}

/**
Where connections are shared: short, because a socket's path may have 104 bytes, and only ours, because whoever can
open such a socket can use the connection. Where the place is not ours alone, nothing is shared.
*/
function sharing(): Readonly<Record<string, string>> {
	const directory = join(tmpdir(), `gonogo-ssh-${userInfo().uid}`);
	try {
		mkdirSync(directory, {mode: 0o700});
	} catch {
		// It is there already, or can't be made: what matters is how it is found.
	}
	const found = lstatSync(directory, {throwIfNoEntry: false});
	const isOurs = found?.isDirectory() === true && found.uid === userInfo().uid && (found.mode & 0o077) === 0;
	// Long enough for the next step to come over the same connection, short enough to be gone with the run.
	return isOurs
		? {ControlMaster: 'auto', ControlPath: join(directory, '%C'), ControlPersist: '60'}
		: {ControlMaster: 'no', ControlPath: 'none'};
}

const refusals: readonly (readonly [RegExp, string])[] = [
	[
		/REMOTE HOST IDENTIFICATION HAS CHANGED/,
		'Its host key has changed. That can be an attack: find out who changed it before anything else; gonogo has no way around it.',
	],
	[
		/Host key verification failed|No \S+ host key is known/,
		'Its host key is not known here. Connect once by hand and compare the fingerprint.',
	],
	[/Permission denied/, 'It lets nobody in with the keys that are offered (permission denied).'],
	[/Could not resolve hostname/, 'That host name is not known.'],
	[/Connection refused/, 'Nobody listens there (connection refused).'],
	[/Connection timed out|Operation timed out/, 'It does not answer (timed out).'],
	[/No route to host|Network is unreachable/, 'It can’t be reached.'],
	[
		/Connection (?:closed|reset) by [\w.:]+ port|kex_exchange_identification|Bad packet length|banner exchange/,
		'It hangs up before anybody can log in.',
	],
	[
		/Too many authentication failures/,
		'It gave up before the right key was offered (too many authentication failures).',
	],
];

/** Why ssh could not log in, so that nothing was run there; undefined when its words say nothing of the kind. */
export function loginProblem(words: string): string | undefined {
	return refusals.find(([pattern]) => pattern.test(words))?.[1];
}
