import {type Envelope, paeBytes, payloadType, type Signature} from './envelope.ts';
import type {RecorderKey} from './recorder-key.ts';
import type {Attempted} from './refused.ts';
import type {PersonKey} from './ssh-key.ts';
import {signAsPerson} from './ssh-sign.ts';
import {namespaces} from './sshsig.ts';

/** Someone or something that signs PAE bytes. */
export type Signer = {
	readonly keyid: string;
	readonly sign: (pae: Uint8Array) => Promise<Attempted<Uint8Array>>;
};

/**
Wraps a statement's bytes and has them signed by each signer in turn: all of them, or the first refusal.

@param payload the statement as JSON; exactly these bytes are signed.
*/
export async function signRecord(
	payload: Uint8Array,
	signers: readonly Signer[],
): Promise<Attempted<Envelope>> {
	return addSignatures({payloadType, payload, signatures: []}, signers);
}

/** Adds signatures to an envelope; the record keeps its id. */
export async function addSignatures(
	envelope: Envelope,
	signers: readonly Signer[],
): Promise<Attempted<Envelope>> {
	const pae = paeBytes(envelope);
	const signatures: Signature[] = [...envelope.signatures];
	for (const {keyid, sign} of signers) {
		const signed = await sign(pae);
		if (!signed.ok) {
			return signed;
		}
		signatures.push({keyid, sig: signed.value});
	}
	return {ok: true, value: {...envelope, signatures}};
}

export function recorderSigner({keyid, sign}: RecorderKey): Signer {
	return {keyid, sign: pae => Promise.resolve({ok: true, value: sign(pae)})};
}

/** Signs as a person, in the record's namespace unless another is given. */
export function personSigner(
	key: PersonKey,
	env: Readonly<Record<string, string | undefined>>,
	namespace: string = namespaces.record,
): Signer {
	return {
		keyid: key.publicKey.fingerprint,
		sign: async message => {
			const signed = await signAsPerson({key, namespace, message, env});
			return signed.ok ? {ok: true, value: Buffer.from(signed.value)} : signed;
		},
	};
}
