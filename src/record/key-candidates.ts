import {attempt} from './refused.ts';
import {listAgentKeys} from './ssh-agent.ts';
import {
	type FoundKey,
	findPersonKey,
	type KeySearch,
	keyInFile,
	namedKeys,
	usualKeyFiles,
} from './ssh-key.ts';
import {readSshPublicKey} from './ssh-public-key.ts';

/** A place where a person's key is looked for, and what is there. */
export type KeyCandidate = {
	readonly place: 'settings' | 'git' | 'agent' | 'ssh-directory';
	readonly found: FoundKey;
	/** The trust file lists it; undefined where there is no trust file. */
	readonly known?: boolean;
	/** This one signs; exactly one does, or none. */
	readonly signs: boolean;
};

/** Every key that could sign, in the order they are looked for, and the one that does. */
export async function keyCandidates(
	search: KeySearch,
): Promise<{readonly candidates: readonly KeyCandidate[]; readonly chosen: FoundKey}> {
	const chosen = await findPersonKey(search);
	const all = [...(await namedKeys(search)), ...(await inAgent(search)), ...(await inFiles(search))];
	const first = all.findIndex(
		({place, found}) => chosen.ok && isSame(found, chosen) && place === chosen.key.from,
	);
	return {
		chosen,
		candidates: all.map(({place, found}, index) => ({
			place,
			found,
			signs: index === first,
			...(search.isKnown === undefined || !found.ok ? {} : {known: search.isKnown(found.key.publicKey)}),
		})),
	};
}

type Placed = Pick<KeyCandidate, 'place' | 'found'>;

function isSame(found: FoundKey, chosen: FoundKey): boolean {
	return found.ok && chosen.ok && found.key.publicKey.fingerprint === chosen.key.publicKey.fingerprint;
}

async function inAgent({env}: KeySearch): Promise<Placed[]> {
	const blobs = await listAgentKeys(env.SSH_AUTH_SOCK);
	return blobs.map(blob => {
		const read = attempt(() => readSshPublicKey(blob));
		const found: FoundKey = read.ok
			? {ok: true, key: {publicKey: read.value, from: 'agent'}}
			: {ok: false, why: `A key of the agent can't be used: ${read.why}.`};
		return {place: 'agent', found};
	});
}

async function inFiles({env}: KeySearch): Promise<Placed[]> {
	const found = await Promise.all(usualKeyFiles(env).map(path => keyInFile(path, 'ssh-directory')));
	return found.filter(one => one.ok).map(one => ({place: 'ssh-directory', found: one}));
}
