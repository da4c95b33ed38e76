import {readBase64} from './envelope.ts';
import {type Attempted, attempt, refuse} from './refused.ts';
import {readSshPublicKey, type SshPublicKey} from './ssh-public-key.ts';

/** Reads `ssh-ed25519 AAAA… comment`, the one line of a public key file. */
export function readPublicKeyLine(line: string): Attempted<SshPublicKey> {
	const [type, base64] = line.trim().split(/\s+/);
	return attempt(() => {
		const key = readSshPublicKey(readBase64(base64 ?? '', 'the key'));
		return key.type === type ? key : refuse(`it says ${type} and holds ${key.type}`);
	});
}
