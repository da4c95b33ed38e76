import type {FoundKey} from '../record/ssh-key.ts';
import {isHardware, type SshPublicKey} from '../record/ssh-public-key.ts';
import {say} from './out.ts';

/** A token blinks silently: whoever it belongs to is told that it waits for them. Never while a full screen is up. */
export async function askForTouch(found: FoundKey): Promise<void> {
	const words = found.ok ? touchWords(found.key.publicKey) : undefined;
	if (words !== undefined) {
		await say(`${words}\n`);
	}
}

/** For a screen that is up; undefined for a key that asks for no touch. */
export function touchWords(key: SshPublicKey): string | undefined {
	return isHardware(key) ? `Touch your key now: ${key.fingerprint}` : undefined;
}
