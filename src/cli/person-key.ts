import type {KeySearch} from '../record/ssh-key.ts';
import type {SshPublicKey} from '../record/ssh-public-key.ts';
import {knownKeys} from './known-keys.ts';
import type {Settings} from './settings.ts';

/**
How the key of the person at this computer is looked for: a key of the agent counts only when the allowed signers of the
settings list it.

@throws Fault `record.trust` when that file can't be read.
*/
export async function keySearch(stateDirectory: string, settings: Settings): Promise<KeySearch> {
	const {allowedSigners} = await knownKeys(stateDirectory, {signers: settings.signers});
	return {
		env: process.env,
		...(settings.key === undefined ? {} : {asked: settings.key}),
		...(allowedSigners === undefined
			? {}
			: {
					isKnown: ({fingerprint}: SshPublicKey) =>
						allowedSigners.some(({key}) => key.fingerprint === fingerprint),
				}),
	};
}
