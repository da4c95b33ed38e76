import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type Attempted, attempt} from './refused.ts';
import {listAgentKeys, signWithAgent} from './ssh-agent.ts';
import type {PersonKey} from './ssh-key.ts';
import {armorSignature, signedBytes, verifySshSignature} from './sshsig.ts';

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
Signs as a person: through the agent in process when it holds the key, else with `ssh-keygen -Y sign` in a session without
a terminal. A passphrase is asked through SSH_ASKPASS or not at all, and never fights with our screen for the keyboard.
What comes back is verified.

@returns the armored SSHSIG, or why there is none, in words for the operator.
*/
export async function signAsPerson(signing: SshSigning): Promise<Attempted<string>> {
	const inAgent = await signInAgent(signing);
	return inAgent?.ok === true ? inAgent : signWithSshKeygen(signing);
}

/** @returns undefined when no agent holds the key. */
async function signInAgent(signing: SshSigning): Promise<Attempted<string> | undefined> {
	const {key, namespace, message, env} = signing;
	const {blob} = key.publicKey;
	const held = await listAgentKeys(env.SSH_AUTH_SOCK);
	if (env.SSH_AUTH_SOCK === undefined || !held.some(one => Buffer.compare(one, blob) === 0)) {
		return undefined;
	}
	const signed = signedBytes({namespace, message, hash: 'sha512'});
	const signature = await signWithAgent(env.SSH_AUTH_SOCK, blob, signed);
	return signature.ok
		? checked(armorSignature({namespace, hash: 'sha512'}, blob, signature.value), signing)
		: signature;
}

async function signWithSshKeygen(signing: SshSigning): Promise<Attempted<string>> {
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
		return {ok: false, why: `the signature that was made does not verify: ${verified.why}`};
	}
	const isOurs = verified.value.key.fingerprint === key.publicKey.fingerprint;
	return isOurs
		? {ok: true, value: armor}
		: {ok: false, why: 'another key than the one that was given has signed'};
}

function runSshKeygen(
	file: string,
	{namespace, message, env, withinMs}: SshSigning,
): Promise<Attempted<string>> {
	return new Promise(resolve => {
		const child = spawn('ssh-keygen', ['-Y', 'sign', '-n', namespace, '-O', 'hashalg=sha512', '-f', file], {
			detached: true,
			stdio: ['pipe', 'pipe', 'pipe'],
			env: withoutAgent(env),
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

/** The agent was asked before; one that never answers would hold ssh-keygen up as well. */
function withoutAgent({SSH_AUTH_SOCK: _asked, ...env}: SshSigning['env']): NodeJS.ProcessEnv {
	return {...env, LC_ALL: 'C', SSH_ASKPASS_REQUIRE: canAsk(env) ? 'force' : 'never'};
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
