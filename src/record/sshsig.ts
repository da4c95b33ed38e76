import {createHash, type KeyObject, verify} from 'node:crypto';
import {readBase64} from './envelope.ts';
import {refuse} from './refused.ts';
import {readSshPublicKey, type SshPublicKey} from './ssh-public-key.ts';
import {WireReader, wireString, wireUint32} from './ssh-wire.ts';

/** What a person signs with is bound to its purpose: an approval can never stand in for a record. */
export const namespaces = {record: 'record@gonogo.dev', approval: 'approval@gonogo.dev'} as const;

/** A signature that holds: over this message, in this namespace, by this key. */
export type SshSignature = {
	readonly key: SshPublicKey;
	readonly hash: 'sha256' | 'sha512';
	/** FIDO only: the person touched the token, and the token checked who they are (PIN or biometric). */
	readonly presence?: {readonly touched: boolean; readonly verified: boolean};
};

/**
Checks an armored SSHSIG (OpenSSH PROTOCOL.sshsig, version 1) with node:crypto alone.

@throws Refused with the reason: malformed, another namespace, a weak key or hash, or the signature does not fit.
*/
export function verifySshSignature(
	armor: string,
	{message, namespace}: {message: Uint8Array; namespace: string},
): SshSignature {
	const found = readBlob(unarmor(armor));
	if (found.namespace !== namespace) {
		refuse(`it was made for “${found.namespace}”, not for “${namespace}”`);
	}
	const hash =
		found.hash === 'sha256' || found.hash === 'sha512'
			? found.hash
			: refuse(`the hash ${found.hash} is not accepted`);
	const signed = signedBytes({namespace, reserved: found.reserved, hash, message});
	const presence = checkSignature(found.key, found.signature, signed);
	return {key: found.key, hash, ...(presence === undefined ? {} : {presence})};
}

type Signed = {
	readonly namespace: string;
	readonly message: Uint8Array;
	readonly hash: 'sha256' | 'sha512';
	readonly reserved?: Uint8Array;
};

/** The bytes a key signs for an SSHSIG: never the message itself. */
export function signedBytes({namespace, message, hash, reserved = new Uint8Array()}: Signed): Buffer {
	const digest = createHash(hash).update(message).digest();
	return Buffer.concat([
		Buffer.from(magic),
		wireString(namespace),
		wireString(reserved),
		wireString(hash),
		wireString(digest),
	]);
}

/** Puts an SSHSIG together around what a key has signed, armored as OpenSSH does it. */
export function armorSignature(
	{namespace, hash}: Pick<Signed, 'namespace' | 'hash'>,
	blob: Uint8Array,
	signature: Uint8Array,
): string {
	const head = [Buffer.from(magic), wireUint32(1), wireString(blob), wireString(namespace), wireString('')];
	const body = Buffer.concat([...head, wireString(hash), wireString(signature)]);
	return `${begin}${wrap(body.toString('base64'))}${end}`;
}

/** The key a signature claims, without checking it: for finding out whom to ask. @throws Refused */
export function claimedKey(armor: string): SshPublicKey {
	return readBlob(unarmor(armor)).key;
}

const magic = 'SSHSIG';
const begin = '-----BEGIN SSH SIGNATURE-----\n';
const end = '-----END SSH SIGNATURE-----\n';

/** Exactly as OpenSSH writes it, 70 columns wide: any other wrapping could hide a changed byte. */
function unarmor(armor: string): Uint8Array {
	if (!armor.startsWith(begin) || !armor.endsWith(end)) {
		refuse('it is not an armored SSH signature');
	}
	const body = armor.slice(begin.length, -end.length);
	const text = body.replaceAll('\n', '');
	if (wrap(text) !== body) {
		refuse('its lines are not wrapped as OpenSSH wraps them');
	}
	return readBase64(text, 'it');
}

function wrap(base64: string): string {
	return (base64.match(/.{1,70}/g) ?? []).map(line => `${line}\n`).join('');
}

type Blob = {key: SshPublicKey; namespace: string; reserved: Buffer; hash: string; signature: Buffer};

function readBlob(bytes: Uint8Array): Blob {
	const wire = new WireReader(bytes);
	if (wire.raw(magic.length).toString('latin1') !== magic || wire.uint32() !== 1) {
		refuse('it is not an SSH signature of version 1');
	}
	const key = readSshPublicKey(wire.string());
	const found = {
		key,
		namespace: wire.word(),
		reserved: wire.string(),
		hash: wire.word(),
		signature: wire.string(),
	};
	wire.end();
	return found;
}

function checkSignature(key: SshPublicKey, signature: Buffer, signed: Buffer): SshSignature['presence'] {
	const wire = new WireReader(signature);
	const algorithm = wire.word();
	const bytes = wire.string();
	if (key.application !== undefined) {
		return checkHardware(key, {algorithm, bytes, wire, signed, application: key.application});
	}
	wire.end();
	const digest = digestOf(key, algorithm);
	if (!fits({digest, key: key.key, signed, bytes})) {
		refuse('the signature does not fit these bytes');
	}
	return undefined;
}

type HardwareParts = {
	algorithm: string;
	bytes: Buffer;
	wire: WireReader;
	signed: Buffer;
	application: string;
};

/** OpenSSH PROTOCOL.u2f: the token signs the application, its flags, its counter and the message's digest. */
function checkHardware(
	key: SshPublicKey,
	{algorithm, bytes, wire, signed, application}: HardwareParts,
): SshSignature['presence'] {
	const state = wire.raw(5);
	wire.end();
	if (algorithm !== key.type) {
		refuse(`the signature is of type ${algorithm}, the key of type ${key.type}`);
	}
	const seen = Buffer.concat([sha256(application), state, sha256(signed)]);
	const digest = key.type === 'sk-ssh-ed25519@openssh.com' ? null : 'sha256';
	if (!fits({digest, key: key.key, signed: seen, bytes})) {
		refuse('the signature does not fit these bytes');
	}
	const flags = state[0] ?? 0;
	return {touched: (flags & 0x01) !== 0, verified: (flags & 0x04) !== 0};
}

function digestOf(key: SshPublicKey, algorithm: string): string | null {
	const digests: Readonly<Record<string, string | null>> = {
		'ssh-ed25519': null,
		'ecdsa-sha2-nistp256': 'sha256',
		'ecdsa-sha2-nistp384': 'sha384',
		'ecdsa-sha2-nistp521': 'sha512',
		'rsa-sha2-256': 'sha256',
		'rsa-sha2-512': 'sha512',
	};
	const digest = digests[algorithm];
	if (digest === undefined) {
		return refuse(`signatures of type ${algorithm} are not accepted`);
	}
	const fitsKey = key.type === 'ssh-rsa' ? algorithm.startsWith('rsa-sha2-') : algorithm === key.type;
	return fitsKey ? digest : refuse(`the signature is of type ${algorithm}, the key of type ${key.type}`);
}

function fits({
	digest,
	key,
	signed,
	bytes,
}: {
	digest: string | null;
	key: KeyObject;
	signed: Buffer;
	bytes: Buffer;
}): boolean {
	if (key.asymmetricKeyType !== 'ec') {
		return verify(digest, signed, key, bytes);
	}
	const width = Math.ceil(
		(key.asymmetricKeyDetails?.namedCurve === 'secp521r1'
			? 521
			: key.asymmetricKeyDetails?.namedCurve === 'secp384r1'
				? 384
				: 256) / 8,
	);
	const wire = new WireReader(bytes);
	const [r, s] = [wire.positive(), wire.positive()];
	wire.end();
	if (r.length > width || s.length > width) {
		return false;
	}
	const flat = Buffer.concat([Buffer.alloc(width - r.length), r, Buffer.alloc(width - s.length), s]);
	return verify(digest, signed, {key, dsaEncoding: 'ieee-p1363'}, flat);
}

function sha256(bytes: string | Uint8Array): Buffer {
	return createHash('sha256').update(bytes).digest();
}
