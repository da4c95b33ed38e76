import type {FoundKey} from '../record/ssh-key.ts';
import {isHardware} from '../record/ssh-public-key.ts';
import {say} from './out.ts';

/** A token blinks silently: whoever it belongs to is told that it waits for them. Never while a full screen is up. */
export async function askForTouch(found: FoundKey): Promise<void> {
	if (found.ok && isHardware(found.key.publicKey)) {
		await say(`Touch your key now: ${found.key.publicKey.fingerprint}\n`);
	}
}
