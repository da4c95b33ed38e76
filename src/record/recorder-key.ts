import {
	createPrivateKey,
	createPublicKey,
	generateKeyPairSync,
	type KeyObject,
	randomBytes,
	sign,
} from 'node:crypto';
import {constants} from 'node:fs';
import {link, mkdir, open, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Fault} from '../fault.ts';
import {sha256Hex} from '../text/digest.ts';

/** This installation's own key. It says which machine wrote a record, never who the person was. */
export type RecorderKey = {
	/** Hex SHA-256 of the SPKI (DER), as in the envelope. */
	readonly keyid: string;
	/** SubjectPublicKeyInfo, DER. */
	readonly spki: Uint8Array;
	/** Raw Ed25519 signature, 64 bytes. */
	readonly sign: (bytes: Uint8Array) => Uint8Array;
};

/**
Reads the key from `recorder.pem` (PKCS 8, 0600) and makes it on first use, with `recorder.pub.pem` beside it.

@param directory made with 0700 when it is missing.
@throws Fault `record.key` when the file is no Ed25519 key, is a symlink, or can be read by others.
*/
export async function loadRecorderKey(directory: string): Promise<RecorderKey> {
	const path = join(directory, 'recorder.pem');
	const pem = (await readPrivate(path)) ?? (await generate(directory, path));
	return keyFromPem(pem, path);
}

/** @param spki SubjectPublicKeyInfo, DER. */
export function recorderKeyid(spki: Uint8Array): string {
	return sha256Hex(spki);
}

/** DER of a public key's PEM. @throws Fault `record.key` when it is no Ed25519 public key. */
export function readRecorderPublicKey(pem: string, path: string): Uint8Array {
	try {
		const key = createPublicKey(pem);
		if (key.asymmetricKeyType === 'ed25519') {
			return key.export({type: 'spki', format: 'der'});
		}
	} catch {
		// Said below: which file, and what to give instead.
	}
	throw new Fault(
		'record.key',
		`${path} holds no Ed25519 public key.`,
		'Give the recorder.pub.pem of the installation that wrote the record.',
	);
}

function keyFromPem(pem: string, path: string): RecorderKey {
	const key = privateKey(pem, path);
	const spki = createPublicKey(key).export({type: 'spki', format: 'der'});
	return {keyid: recorderKeyid(spki), spki, sign: bytes => sign(null, bytes, key)};
}

function privateKey(pem: string, path: string): KeyObject {
	try {
		const key = createPrivateKey(pem);
		if (key.asymmetricKeyType === 'ed25519') {
			return key;
		}
	} catch {
		// Said below.
	}
	throw new Fault(
		'record.key',
		`The recorder key ${path} is not an Ed25519 key in PKCS 8 PEM.`,
		'Move the file away; the next run makes a new key, and records signed by the old one verify with the old public key.',
	);
}

/** @returns undefined when there is no key yet. */
async function readPrivate(path: string): Promise<string | undefined> {
	try {
		const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
		try {
			const {mode, size} = await file.stat();
			if ((mode & 0o077) !== 0 || size > keyBytesMax) {
				throw new Fault(
					'record.key',
					`The recorder key ${path} can be read by others or is no key file.`,
					`Run \`chmod 600 ${path}\`, or move it away to get a new key.`,
				);
			}
			return await file.readFile('utf8');
		} finally {
			await file.close();
		}
	} catch (error) {
		return missing(error, path);
	}
}

/** A PKCS 8 PEM of an Ed25519 key has 119 bytes. */
const keyBytesMax = 4096;

function missing(error: unknown, path: string): undefined {
	if (error instanceof Fault) {
		throw error;
	}
	if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
		return undefined;
	}
	throw new Fault(
		'record.key',
		`The recorder key ${path} can't be read: ${String(error)}.`,
		'Check the file and its directory; a symlink is not followed.',
		{cause: error},
	);
}

/** Written aside and linked into place, so that two first runs at once end with one whole key. */
async function generate(directory: string, path: string): Promise<string> {
	const {privateKey: made} = generateKeyPairSync('ed25519');
	const pem = made.export({type: 'pkcs8', format: 'pem'}).toString();
	const aside = `${path}.${randomBytes(6).toString('hex')}`;
	try {
		await mkdir(directory, {recursive: true, mode: 0o700});
		await writeFile(aside, pem, {mode: 0o600, flag: 'wx', flush: true});
		const won = await link(aside, path).then(() => true, alreadyThere);
		const kept = won ? pem : ((await readPrivate(path)) ?? pem);
		await writePublic(directory, kept);
		return kept;
	} catch (error) {
		return missingDirectory(error, directory);
	} finally {
		await rm(aside, {force: true});
	}
}

function alreadyThere(error: NodeJS.ErrnoException): false {
	if (error.code !== 'EEXIST') {
		throw error;
	}
	return false;
}

async function writePublic(directory: string, pem: string): Promise<void> {
	const spki = createPublicKey(pem).export({type: 'spki', format: 'pem'});
	await writeFile(join(directory, 'recorder.pub.pem'), spki, {mode: 0o644});
}

function missingDirectory(error: unknown, directory: string): never {
	if (error instanceof Fault) {
		throw error;
	}
	throw new Fault(
		'record.key',
		`No recorder key can be made in ${directory}: ${String(error)}.`,
		'Check that the directory is yours and the disk has space.',
		{cause: error},
	);
}
