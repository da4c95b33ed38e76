import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type Attempted, attempt} from './refused.ts';
import type {PersonKey} from './ssh-key.ts';
import {verifySshSignature} from './sshsig.ts';

export type SshSigning = {
	readonly key: PersonKey;
	readonly namespace: string;
	readonly message: Uint8Array;
	/** The session's environment: `SSH_AUTH_SOCK`, `SSH_ASKPASS`, `DISPLAY`, `HOME`, `PATH`. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** A person may have to find a token and touch it. */
	readonly withinMs?: number;
};

/** Time to type a passphrase into a window or to find and touch a token. */
const personWithinMs = 60_000;

/** An armored RSA-16384 signature has under 8 KiB. */
const outputBytesMax = 65_536;

/**
Signs with `ssh-keygen -Y sign`, in a session without a terminal: a passphrase is asked through the agent or
SSH_ASKPASS or not at all, and never fights with our screen for the keyboard. What comes back is verified.

@returns the armored SSHSIG, or why there is none, in words for the operator.
*/
export async function signWithSshKeygen(signing: SshSigning): Promise<Attempted<string>> {
	const directory = await mkdtemp(join(tmpdir(), 'gonogo-sign-'));
	try {
		const file = signing.key.file ?? (await writePublic(directory, signing.key));
		const answer = await runSshKeygen(file, signing);
		return answer.ok ? checked(answer.value, signing) : answer;
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
}

async function writePublic(directory: string, {publicKey}: PersonKey): Promise<string> {
	const path = join(directory, 'key.pub');
	await writeFile(path, `${publicKey.type} ${Buffer.from(publicKey.blob).toString('base64')}\n`, {
		mode: 0o600,
	});
	return path;
}

function checked(armor: string, {key, namespace, message}: SshSigning): Attempted<string> {
	const verified = attempt(() => verifySshSignature(armor, {message, namespace}));
	if (!verified.ok) {
		return {ok: false, why: `ssh-keygen gave a signature that does not verify: ${verified.why}`};
	}
	const isOurs = verified.value.key.fingerprint === key.publicKey.fingerprint;
	return isOurs
		? {ok: true, value: armor}
		: {ok: false, why: 'ssh-keygen signed with another key than the one it was given'};
}

function runSshKeygen(
	file: string,
	{namespace, message, env, withinMs}: SshSigning,
): Promise<Attempted<string>> {
	return new Promise(resolve => {
		const child = spawn('ssh-keygen', ['-Y', 'sign', '-n', namespace, '-O', 'hashalg=sha512', '-f', file], {
			detached: true,
			stdio: ['pipe', 'pipe', 'pipe'],
			env: {...env, LC_ALL: 'C', SSH_ASKPASS_REQUIRE: canAsk(env) ? 'force' : 'never'},
		});
		const heard = listen(child);
		let timedOut = false;
		const timer = setTimeout(() => {
			timedOut = true;
			endGroup(child);
		}, withinMs ?? personWithinMs);
		const settle = (answer: Attempted<string>) => {
			clearTimeout(timer);
			resolve(answer);
		};
		child.on('error', error => settle({ok: false, why: `ssh-keygen can't be started: ${error.message}`}));
		child.on('close', code =>
			settle(code === 0 ? {ok: true, value: heard.stdout} : {ok: false, why: reason(heard.stderr, timedOut)}),
		);
		child.stdin.on('error', () => undefined);
		child.stdin.end(message);
	});
}

function canAsk(env: SshSigning['env']): boolean {
	return Boolean(env.SSH_ASKPASS ?? env.DISPLAY ?? env.WAYLAND_DISPLAY);
}

function listen({stdout, stderr}: Pick<ChildProcess, 'stdout' | 'stderr'>): {stdout: string; stderr: string} {
	const heard = {stdout: '', stderr: ''};
	stdout?.setEncoding('utf8').on('data', (chunk: string) => {
		heard.stdout = (heard.stdout + chunk).slice(0, outputBytesMax);
	});
	stderr?.setEncoding('utf8').on('data', (chunk: string) => {
		heard.stderr = (heard.stderr + chunk).slice(0, outputBytesMax);
	});
	return heard;
}

function endGroup({pid}: ChildProcess): void {
	try {
		process.kill(-(pid ?? Number.NaN), 'SIGKILL');
	} catch {
		// It ended by itself in the same moment.
	}
}

function reason(stderr: string, timedOut: boolean): string {
	if (timedOut) {
		return 'nobody gave the passphrase or touched the token in time';
	}
	if (/passphrase|askpass/i.test(stderr)) {
		return 'the key is locked and nobody could be asked for its passphrase: unlock it with `ssh-add`';
	}
	const line = stderr.split('\n').findLast(one => one.trim() !== '' && !one.startsWith('Signing'));
	return line?.trim() ?? 'ssh-keygen gave no reason';
}
