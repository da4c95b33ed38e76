import {readEnvelope} from './envelope.ts';
import {readStatement} from './read-statement.ts';
import {type Attempted, attempt, refuse} from './refused.ts';

/** Sigstore's bundle, version 0.3 (sigstore/protobuf-specs, sigstore_bundle.proto), in its JSON form. */
const mediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json';

/**
The record under the recorder's signature alone as a Sigstore bundle, which holds exactly one. Without a transparency log:
whoever checks it brings the recorder's public key. The signature's own keyid stays empty, as cosign wants it; the key is
named by the hint.
*/
export function sigstoreBundle(record: Uint8Array): Attempted<string> {
	return attempt(() => {
		const envelope = readEnvelope(record);
		const {payload, payloadType, signatures} = envelope;
		const {keyid} = readStatement(envelope).predicate.signing.recorder;
		const own = signatures.find(one => one.keyid === keyid) ?? refuse('its recorder has not signed it');
		const bundle = {
			mediaType,
			verificationMaterial: {publicKey: {hint: keyid}, tlogEntries: []},
			dsseEnvelope: {
				payload: base64(payload),
				payloadType,
				signatures: [{sig: base64(own.sig), keyid: ''}],
			},
		};
		return `${JSON.stringify(bundle)}\n`;
	});
}

function base64(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('base64');
}
