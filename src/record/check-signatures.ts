import {createPublicKey, verify} from 'node:crypto';
import type {DeploymentRecord} from '../engine/record.ts';
import {type Envelope, paeBytes, readBase64, type Signature} from './envelope.ts';
import {recorderKeyid} from './recorder-key.ts';
import {attempt, refuse} from './refused.ts';
import {namespaces, type SshSignature, verifySshSignature} from './sshsig.ts';
import {decode} from './strict-json.ts';
import {failed, notChecked, passed, type VerificationCheck} from './verification.ts';

/** A person's signature that holds over this record; whose it is, is asked next. */
export type HeldSignature = SshSignature & {readonly position: number};

export type SignatureChecks = {
	readonly checks: readonly VerificationCheck[];
	readonly held: readonly HeldSignature[];
	readonly recorderKnown: boolean;
};

/** Keyids of the recorder keys known here, and of those that were taken back. */
export type Recorders = {readonly known: readonly string[]; readonly revoked: readonly string[]};

type Signing = DeploymentRecord['signing'];

/**
The recorder's signature and every person's. The record names the keys it was to be signed by, so a signature that was
taken away or moved to another key is missed.
*/
export function checkSignatures(envelope: Envelope, signing: Signing, recorders: Recorders): SignatureChecks {
	const pae = paeBytes(envelope);
	const numbered = envelope.signatures.map((signature, index) => ({...signature, position: index + 1}));
	const people = numbered.filter(looksLikeSsh).map(one => ({one, held: attempt(() => readPerson(one, pae))}));
	const recorder = checkRecorder({numbered, pae, signing, recorders});
	const held = people.flatMap(({one, held: read}) =>
		read.ok ? [{...read.value, position: one.position}] : [],
	);
	const checks = [
		...recorder.checks,
		...people.map(({one, held: read}) =>
			read.ok
				? passed('signatures', `signature ${one.position}`, `SSH signature by ${one.keyid} fits.`)
				: failed('signatures', `signature ${one.position}`, `SSH signature by ${one.keyid}: ${read.why}.`),
		),
		...otherSignatures(numbered, signing),
		...repeated(envelope.signatures),
		namedPerson(signing, held),
	];
	return {checks, held, recorderKnown: recorder.known};
}

type Numbered = Signature & {readonly position: number};

function looksLikeSsh({keyid, sig}: Signature): boolean {
	return keyid.startsWith('SHA256:') || Buffer.from(sig).toString('latin1').startsWith('-----BEGIN SSH');
}

function readPerson({keyid, sig}: Signature, message: Uint8Array): SshSignature {
	const signature = verifySshSignature(decode(sig), {message, namespace: namespaces.record});
	return signature.key.fingerprint === keyid
		? signature
		: refuse(`it was made by ${signature.key.fingerprint}`);
}

type RecorderLook = {
	numbered: readonly Numbered[];
	pae: Uint8Array;
	signing: Signing;
	recorders: Recorders;
};

function checkRecorder({numbered, pae, signing, recorders}: RecorderLook): {
	checks: VerificationCheck[];
	known: boolean;
} {
	const {keyid, publicKey} = signing.recorder;
	const spki = attempt(() => readBase64(publicKey, 'the public key'));
	const one = numbered.find(signature => signature.keyid === keyid);
	if (!spki.ok || recorderKeyid(spki.value) !== keyid) {
		return {
			checks: [
				failed(
					'recorder',
					'recorder key',
					'The key the record names for its recorder does not match its own id.',
				),
			],
			known: false,
		};
	}
	if (one === undefined || !fitsEd25519(spki.value, pae, one.sig)) {
		const why = one === undefined ? 'is missing' : 'does not fit these bytes';
		return {
			checks: [
				failed('recorder', 'recorder signature', `The signature of recorder ${keyid.slice(0, 16)}… ${why}.`),
			],
			known: false,
		};
	}
	if (recorders.revoked.includes(keyid)) {
		return {checks: [failed('recorder', 'recorder key', 'The recorder’s key was revoked.')], known: false};
	}
	const known = recorders.known.includes(keyid);
	const fits = passed(
		'recorder',
		'recorder signature',
		`The signature of recorder ${keyid.slice(0, 16)}… fits.`,
	);
	return {checks: [fits, recorderIdentity(known, recorders.known.length)], known};
}

function recorderIdentity(known: boolean, count: number): VerificationCheck {
	if (known) {
		return passed('recorder', 'recorder key', 'The recorder is known here.');
	}
	return count === 0
		? notChecked(
				'recorder',
				'recorder key',
				'No recorder key was given to compare with; anyone can make one.',
			)
		: notChecked(
				'recorder',
				'recorder key',
				'It is none of the recorder keys known here; another machine wrote this record.',
			);
}

function fitsEd25519(spki: Uint8Array, message: Uint8Array, sig: Uint8Array): boolean {
	try {
		const key = createPublicKey({key: Buffer.from(spki), format: 'der', type: 'spki'});
		return key.asymmetricKeyType === 'ed25519' && verify(null, message, key, sig);
	} catch {
		return false;
	}
}

/** Signatures of other kinds are kept by other programs; this one can't judge them. */
function otherSignatures(numbered: readonly Numbered[], {recorder}: Signing): VerificationCheck[] {
	return numbered
		.filter(one => one.keyid !== recorder.keyid && !looksLikeSsh(one))
		.map(one =>
			notChecked(
				'signatures',
				`signature ${one.position}`,
				`It is of a kind or by a key that is not known here: ${one.keyid}.`,
			),
		);
}

function repeated(signatures: readonly Signature[]): VerificationCheck[] {
	const keyids = signatures.map(({keyid}) => keyid);
	const twice = keyids.find((keyid, index) => keyids.indexOf(keyid) !== index);
	return twice === undefined
		? []
		: [failed('signatures', 'one signature a key', `The key ${twice} stands there twice.`)];
}

function namedPerson({person}: Signing, held: readonly HeldSignature[]): VerificationCheck {
	const name = 'driver’s signature';
	if ('unsigned' in person) {
		return notChecked('signatures', name, `${person.name} did not sign: ${person.unsigned}.`);
	}
	const signed = held.some(({key}) => key.fingerprint === person.keyid);
	return signed
		? passed('signatures', name, `The key the record names for ${person.name} has signed it.`)
		: failed(
				'signatures',
				name,
				`The record was to be signed by ${person.name} with ${person.keyid}, and that signature is missing or does not fit.`,
			);
}
