import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {isAbsolute, join} from 'node:path';
import {attempt} from './refused.ts';
import {listAgentKeys} from './ssh-agent.ts';
import {readPublicKeyLine} from './ssh-key-line.ts';
import {readSshPublicKey, type SshPublicKey} from './ssh-public-key.ts';

/** The key a person signs with. Private halves are never read here: `ssh-keygen` and the agent alone touch them. */
export type PersonKey = {
	readonly publicKey: SshPublicKey;
	readonly from: 'settings' | 'git' | 'agent' | 'ssh-directory';
	/** Private key file, or a `.pub` whose private half an agent holds; absent for a key that is only in the agent. */
	readonly file?: string;
};

export type KeySearch = {
	/** `HOME` and `SSH_AUTH_SOCK` are read from it. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** From settings or `--key`: a path, or a public key line. */
	readonly asked?: string;
	/** Keys the trust file knows. Without one, any key in its usual place will do. */
	readonly isKnown?: (key: SshPublicKey) => boolean;
};

export type FoundKey =
	| {readonly ok: true; readonly key: PersonKey}
	| {readonly ok: false; readonly why: string};

/**
Finds the person's key: settings, then git's `user.signingKey` with `gpg.format=ssh`, then the agent's keys that the trust
file knows, then the usual files in ~/.ssh. A key that was asked for and can't be used is never replaced by another.
*/
export async function findPersonKey(search: KeySearch): Promise<FoundKey> {
	const [named] = await namedKeys(search);
	return named?.found ?? (await agentKey(search)) ?? (await keyInSshDirectory(search));
}

/** What a person named as their key, the one that counts first: in the settings, then in git's. */
export async function namedKeys(
	search: KeySearch,
): Promise<readonly {readonly place: 'settings' | 'git'; readonly found: FoundKey}[]> {
	const signingKey = await gitSigningKey(search.env);
	const named = [
		{place: 'settings', value: search.asked},
		{place: 'git', value: signingKey},
	] as const;
	return Promise.all(
		named.flatMap(({place, value}) =>
			value === undefined ? [] : [namedKey(value, place, search).then(found => ({place, found}))],
		),
	);
}

async function namedKey(named: string, from: PersonKey['from'], search: KeySearch): Promise<FoundKey> {
	const literal = named.startsWith('key::') ? named.slice('key::'.length) : named;
	if (/^(?:ssh-|ecdsa-|sk-)\S+ \S+/.test(literal)) {
		const read = readPublicKeyLine(literal);
		return read.ok
			? {ok: true, key: {publicKey: read.value, from}}
			: {ok: false, why: `The key from ${from} can't be used: ${read.why}.`};
	}
	const path = expandHome(literal, search.env);
	return isAbsolute(path)
		? keyInFile(path, from)
		: {ok: false, why: `The key from ${from} is no absolute path: ${literal}.`};
}

function expandHome(path: string, env: KeySearch['env']): string {
	return path.startsWith('~/') ? join(env.HOME ?? '/', path.slice(2)) : path;
}

/** The key whose private half lies in `path`, read from the `.pub` beside it. */
export async function keyInFile(path: string, from: PersonKey['from']): Promise<FoundKey> {
	const publicPath = path.endsWith('.pub') ? path : `${path}.pub`;
	const line = await readFile(publicPath, 'utf8').catch(() => undefined);
	if (line === undefined) {
		return {ok: false, why: `There is no public key ${publicPath}.`};
	}
	const read = readPublicKeyLine(line);
	return read.ok
		? {ok: true, key: {publicKey: read.value, from, file: path}}
		: {ok: false, why: `${publicPath} can't be used: ${read.why}.`};
}

async function agentKey({env, isKnown}: KeySearch): Promise<FoundKey | undefined> {
	for (const blob of isKnown === undefined ? [] : await listAgentKeys(env.SSH_AUTH_SOCK)) {
		const read = attempt(() => readSshPublicKey(blob));
		if (read.ok && isKnown?.(read.value)) {
			return {ok: true, key: {publicKey: read.value, from: 'agent'}};
		}
	}
	return undefined;
}

/** ssh's own order of preference. */
const usualFiles = ['id_ed25519', 'id_ed25519_sk', 'id_ecdsa', 'id_ecdsa_sk', 'id_rsa'] as const;

/** Where ssh keeps a person's keys, in its own order of preference. */
export function usualKeyFiles({HOME}: KeySearch['env']): readonly string[] {
	return HOME === undefined ? [] : usualFiles.map(name => join(HOME, '.ssh', name));
}

async function keyInSshDirectory({env, isKnown}: KeySearch): Promise<FoundKey> {
	for (const path of usualKeyFiles(env)) {
		const found = await keyInFile(path, 'ssh-directory');
		if (found.ok && (isKnown?.(found.key.publicKey) ?? true)) {
			return found;
		}
	}
	const which = isKnown === undefined ? 'in ~/.ssh' : 'that the trust file knows, in the agent or in ~/.ssh';
	return {ok: false, why: `There is no SSH key ${which}. Make one with: ssh-keygen -t ed25519`};
}

/** git answers from local files at once; longer than this is a broken disk or a hanging network home. */
const gitWithinMs = 5_000;

async function gitSigningKey(env: KeySearch['env']): Promise<string | undefined> {
	const format = await gitSetting('gpg.format', env);
	const key = format === 'ssh' ? await gitSetting('user.signingKey', env) : undefined;
	return key === '' ? undefined : key;
}

function gitSetting(name: string, env: KeySearch['env']): Promise<string | undefined> {
	return new Promise(resolve => {
		execFile('git', ['config', '--get', name], {env: {...env}, timeout: gitWithinMs}, (error, stdout) => {
			resolve(error === null ? stdout.trim() : undefined);
		});
	});
}
