import {readEnvelope, writeEnvelope} from './envelope.ts';
import {readStatement} from './read-statement.ts';
import {type Attempted, attempt, refuse} from './refused.ts';
import {addSignatures, personSigner} from './sign.ts';
import type {PersonKey} from './ssh-key.ts';

export type Countersigning = {
	readonly key: PersonKey;
	/** The session's environment, for the agent and SSH_ASKPASS. */
	readonly env: Readonly<Record<string, string | undefined>>;
};

/**
Adds a person's signature to a stored record: the driver's that was missing, or a reviewer's. The record keeps its id.

@returns the envelope's new bytes, or why it was not signed: it can't be read, or this key has signed it already.
*/
export async function countersign(
	bytes: Uint8Array,
	{key, env}: Countersigning,
): Promise<Attempted<Uint8Array>> {
	const {fingerprint} = key.publicKey;
	const envelope = attempt(() => {
		const read = readEnvelope(bytes);
		readStatement(read);
		return read.signatures.some(({keyid}) => keyid === fingerprint)
			? refuse(`${fingerprint} has signed it already`)
			: read;
	});
	const signed = envelope.ok ? await addSignatures(envelope.value, [personSigner(key, env)]) : envelope;
	return signed.ok ? {ok: true, value: writeEnvelope(signed.value)} : signed;
}
