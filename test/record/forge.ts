import {createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign} from 'node:crypto';
import {type Envelope, payloadType, writeEnvelope} from '../../src/record/envelope.ts';
import {wireString, wireUint32} from '../../src/record/ssh-wire.ts';
import {namespaces} from '../../src/record/sshsig.ts';

/** Signatures put together by hand, so that each part can be wrong on its own. */

export type Forgery = {
	readonly blob: Uint8Array;
	/** The inner signature: algorithm, bytes, and what follows them. */
	readonly signature: (signed: Buffer) => Uint8Array;
	readonly message: Uint8Array;
	readonly namespace?: string;
	readonly hash?: string;
	readonly version?: number;
	readonly trailing?: Uint8Array;
};

export function forgeSshsig({
	blob,
	signature,
	message,
	namespace = namespaces.record,
	hash = 'sha512',
	version = 1,
	trailing = Buffer.alloc(0),
}: Forgery): string {
	const digest = createHash(hash).update(message).digest();
	const signed = Buffer.concat([
		Buffer.from('SSHSIG'),
		wireString(namespace),
		wireString(''),
		wireString(hash),
		wireString(digest),
	]);
	const body = Buffer.concat([
		Buffer.from('SSHSIG'),
		wireUint32(version),
		wireString(blob),
		wireString(namespace),
		wireString(''),
		wireString(hash),
		wireString(signature(signed)),
		trailing,
	]);
	return armor(body.toString('base64'));
}

export function armor(base64: string): string {
	const lines = base64.match(/.{1,70}/g) ?? [];
	return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n');
}

export type Token = {
	readonly blob: Buffer;
	readonly line: string;
	readonly signature: (flags: number) => (signed: Buffer) => Buffer;
};

/** A FIDO key in software: signs what a token signs, with the flags it is told to. */
export function makeToken(application = 'ssh:'): Token {
	const {privateKey, publicKey} = generateKeyPairSync('ed25519');
	const type = 'sk-ssh-ed25519@openssh.com';
	const blob = Buffer.concat([wireString(type), wireString(rawPublic(publicKey)), wireString(application)]);
	const signature = (flags: number) => (signed: Buffer) => {
		const state = Buffer.concat([Buffer.from([flags]), wireUint32(7)]);
		const seen = Buffer.concat([sha256(application), state, sha256(signed)]);
		return Buffer.concat([wireString(type), wireString(sign(null, seen, privateKey)), state]);
	};
	return {blob, line: `${type} ${blob.toString('base64')} token`, signature};
}

export function ed25519Blob(point: Uint8Array): Buffer {
	return Buffer.concat([wireString('ssh-ed25519'), wireString(point)]);
}

export function plainSignature(privateKey: KeyObject, algorithm = 'ssh-ed25519'): (signed: Buffer) => Buffer {
	return signed => Buffer.concat([wireString(algorithm), wireString(sign(null, signed, privateKey))]);
}

export function rawPublic(key: KeyObject): Buffer {
	return createPublicKey(key.export({type: 'spki', format: 'pem'}).toString())
		.export({type: 'spki', format: 'der'})
		.subarray(-32);
}

/** An envelope around any payload, with any signatures. */
export function envelopeOf(
	payload: string | Uint8Array,
	signatures: Envelope['signatures'] = [],
): Uint8Array {
	return writeEnvelope({payloadType, payload: Buffer.from(payload), signatures});
}

function sha256(bytes: string | Uint8Array): Buffer {
	return createHash('sha256').update(bytes).digest();
}
