import {createHash, createPublicKey, type JsonWebKey, type KeyObject} from 'node:crypto';
import {refuse} from './refused.ts';
import {WireReader} from './ssh-wire.ts';

/** A person's public key as OpenSSH writes it. */
export type SshPublicKey = {
	readonly type: SshKeyType;
	/** The wire form: what `authorized_keys` and SSHSIG hold in base64. */
	readonly blob: Uint8Array;
	/** `SHA256:…`, as `ssh-keygen -l` prints it and as `keyid` in the envelope. */
	readonly fingerprint: string;
	/** For a FIDO key: the application its signatures are bound to. */
	readonly application?: string;
	readonly key: KeyObject;
};

type SshKeyType = (typeof types)[number];

const types = [
	'ssh-ed25519',
	'sk-ssh-ed25519@openssh.com',
	'ecdsa-sha2-nistp256',
	'ecdsa-sha2-nistp384',
	'ecdsa-sha2-nistp521',
	'sk-ecdsa-sha2-nistp256@openssh.com',
	'ssh-rsa',
] as const;

/** NIST SP 800-57: 3072 bits match a 128-bit level. The upper limit is OpenSSH's and keeps a hostile key from costing time. */
const rsaBits = {min: 3072, max: 16_384} as const;

/** @throws Refused for DSA, certificates, short RSA and small-order Ed25519 keys, and anything malformed. */
export function readSshPublicKey(blob: Uint8Array): SshPublicKey {
	const wire = new WireReader(blob);
	const name = wire.word();
	const type = types.find(known => known === name) ?? refuse(`keys of type ${name} are not accepted`);
	const read = readFields(type, wire);
	wire.end();
	const fingerprint = `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
	return {type, blob: Buffer.from(blob), fingerprint, ...read};
}

/** True for keys that live in a FIDO token. */
export function isHardware(key: Pick<SshPublicKey, 'type'>): boolean {
	return key.type.startsWith('sk-');
}

function readFields(type: SshKeyType, wire: WireReader): {key: KeyObject; application?: string} {
	switch (type) {
		case 'ssh-ed25519':
			return {key: ed25519(wire.string())};
		case 'sk-ssh-ed25519@openssh.com':
			return {key: ed25519(wire.string()), application: wire.word()};
		case 'sk-ecdsa-sha2-nistp256@openssh.com':
			return {key: ecdsa('nistp256', wire), application: wire.word()};
		case 'ecdsa-sha2-nistp256':
		case 'ecdsa-sha2-nistp384':
		case 'ecdsa-sha2-nistp521':
			return {key: ecdsa(type.slice('ecdsa-sha2-'.length), wire)};
		case 'ssh-rsa':
			return {key: rsa(wire)};
	}
}

function ed25519(point: Buffer): KeyObject {
	if (point.length !== 32) {
		refuse('an Ed25519 key has 32 bytes');
	}
	if (isSmallOrder(point)) {
		refuse('the Ed25519 key is of small order: one forged signature would verify for every message');
	}
	return fromJwk({kty: 'OKP', crv: 'Ed25519', x: point.toString('base64url')});
}

/**
y coordinates of the eight points whose order divides 8 (RFC 8032 curve), little-endian without the sign bit, then
everything from p up, which is a second way of writing a small y.
*/
const smallOrder = new Set([
	'0000000000000000000000000000000000000000000000000000000000000000',
	'0100000000000000000000000000000000000000000000000000000000000000',
	'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
	'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]);
const notReduced = /^(?:e[def]|f[0-9a-f])(?:ff){30}7f$/;

function isSmallOrder(point: Buffer): boolean {
	const y = Buffer.from(point);
	y[31] = (y[31] ?? 0) & 0x7f;
	const hex = y.toString('hex');
	return smallOrder.has(hex) || notReduced.test(hex);
}

const curves: Readonly<Record<string, {readonly crv: string; readonly bytes: number}>> = {
	nistp256: {crv: 'P-256', bytes: 32},
	nistp384: {crv: 'P-384', bytes: 48},
	nistp521: {crv: 'P-521', bytes: 66},
};

function ecdsa(named: string, wire: WireReader): KeyObject {
	const curve = wire.word() === named ? curves[named] : undefined;
	const point = wire.string();
	if (curve === undefined || point.length !== 1 + 2 * curve.bytes || point[0] !== 4) {
		return refuse('the ECDSA key is not an uncompressed point of its curve');
	}
	const x = point.subarray(1, 1 + curve.bytes).toString('base64url');
	const y = point.subarray(1 + curve.bytes).toString('base64url');
	return fromJwk({kty: 'EC', crv: curve.crv, x, y});
}

function rsa(wire: WireReader): KeyObject {
	const e = wire.positive();
	const n = wire.positive();
	const bits = n.length * 8 - Math.clz32(n[0] ?? 0) + 24;
	if (bits < rsaBits.min || bits > rsaBits.max) {
		refuse(`the RSA key has ${bits} bits; ${rsaBits.min} to ${rsaBits.max} are accepted`);
	}
	if (e.toString('hex') !== '010001') {
		refuse('the RSA key has an unusual exponent');
	}
	return fromJwk({kty: 'RSA', e: e.toString('base64url'), n: n.toString('base64url')});
}

function fromJwk(jwk: JsonWebKey): KeyObject {
	try {
		return createPublicKey({key: jwk, format: 'jwk'});
	} catch {
		return refuse('the key is no point of its curve');
	}
}
