import {execFileSync, spawnSync} from 'node:child_process';
import {generateKeyPairSync} from 'node:crypto';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {attempt} from '../../src/record/refused.ts';
import {readSshPublicKey} from '../../src/record/ssh-public-key.ts';
import {wireString} from '../../src/record/ssh-wire.ts';
import {namespaces, verifySshSignature} from '../../src/record/sshsig.ts';
import {has} from '../needs.ts';
import {armor, ed25519Blob, forgeSshsig, makeToken, plainSignature, rawPublic} from './forge.ts';
import {makeSshKey} from './ssh.ts';
import {temporaryDirectory} from './world.ts';

const message = Buffer.from('what was signed');
const namespace = namespaces.record;

function verify(text: string, over: Uint8Array = message) {
	return attempt(() => verifySshSignature(text, {message: over, namespace}));
}

const keys = generateKeyPairSync('ed25519');
const honest = {
	blob: ed25519Blob(rawPublic(keys.publicKey)),
	signature: plainSignature(keys.privateKey),
	message,
};

test('an honest signature put together by hand is accepted', () => {
	expect(verify(forgeSshsig(honest))).toMatchObject({ok: true, value: {hash: 'sha512'}});
	expect(verify(forgeSshsig({...honest, hash: 'sha256'}))).toMatchObject({ok: true});
});

test.each<[string, Partial<Parameters<typeof forgeSshsig>[0]>, string]>([
	['in another namespace', {namespace: 'git'}, 'it was made for “git”'],
	['with SHA-1', {hash: 'sha1'}, 'the hash sha1 is not accepted'],
	['of a later version', {version: 2}, 'not an SSH signature of version 1'],
	['with bytes behind it', {trailing: Buffer.from([0])}, 'bytes follow its last field'],
	['over other bytes', {message: Buffer.from('something else')}, 'does not fit'],
	[
		'that names another algorithm',
		{signature: plainSignature(keys.privateKey, 'ssh-rsa')},
		'signatures of type ssh-rsa are not accepted',
	],
])('a signature %s is refused', (_what, change, why) => {
	expect(verify(forgeSshsig({...honest, ...change}))).toEqual({ok: false, why: expect.stringContaining(why)});
});

test('armor that is wrapped otherwise, or is not canonical base64, is refused', () => {
	const good = forgeSshsig(honest);
	expect(verify(good.replace('\n', '\n\n'))).toMatchObject({ok: false});
	expect(verify(good.replace(/\n-----END/, ' \n-----END'))).toMatchObject({ok: false});
	expect(verify(`${good}x`)).toMatchObject({ok: false});
	expect(verify(armor('####'))).toEqual({ok: false, why: 'it is not canonical base64'});
});

test('a token that was not touched is told from one that was', () => {
	const token = makeToken();
	const signed = (flags: number) =>
		verify(forgeSshsig({blob: token.blob, signature: token.signature(flags), message}));
	expect(signed(0x01)).toMatchObject({ok: true, value: {presence: {touched: true, verified: false}}});
	expect(signed(0x05)).toMatchObject({ok: true, value: {presence: {touched: true, verified: true}}});
	expect(signed(0x00)).toMatchObject({ok: true, value: {presence: {touched: false, verified: false}}});
});

test('bytes behind a token’s counter are refused', () => {
	const token = makeToken();
	const longer = (signed: Buffer) => Buffer.concat([token.signature(0x01)(signed), Buffer.alloc(1)]);
	expect(verify(forgeSshsig({blob: token.blob, signature: longer, message}))).toEqual({
		ok: false,
		why: 'bytes follow its last field',
	});
});

test('the flags of a token are covered by its signature', () => {
	const token = makeToken();
	const untouched = token.signature(0x00);
	const lying = (signed: Buffer) => {
		const bytes = untouched(signed);
		bytes[bytes.length - 5] = 0x01;
		return bytes;
	};
	expect(verify(forgeSshsig({blob: token.blob, signature: lying, message}))).toMatchObject({ok: false});
});

test.skipIf(!has('ssh-keygen'))(
	'ssh-keygen agrees that a token’s signature is good, and does not mind that nobody touched it',
	() => {
		const directory = temporaryDirectory();
		const token = makeToken();
		const text = forgeSshsig({blob: token.blob, signature: token.signature(0x00), message});
		writeFileSync(join(directory, 'sig'), text);
		writeFileSync(join(directory, 'allowed'), `bob ${token.line}\n`);
		const ran = spawnSync(
			'ssh-keygen',
			['-Y', 'verify', '-f', 'allowed', '-I', 'bob', '-n', namespace, '-s', 'sig'],
			{cwd: directory, input: message, encoding: 'utf8'},
		);
		expect(ran.stdout).toContain('Good');
		expect(verify(text)).toMatchObject({ok: true, value: {presence: {touched: false}}});
	},
);

/** The curve of RFC 8032 in whole numbers, for finding the points of small order by their definition. */
const p = 2n ** 255n - 19n;

test('each of the points of small order, in each way of writing it, is refused as a key', () => {
	const ys = smallOrderYs();
	expect(ys).toHaveLength(5);
	const writings = ys.flatMap(y => [y, y + p]).filter(y => y < 2n ** 255n);
	for (const y of writings.flatMap(one => [one, one + 2n ** 255n])) {
		const point = Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse();
		expect(attempt(() => readSshPublicKey(ed25519Blob(point)))).toEqual({
			ok: false,
			why: expect.stringContaining('small order'),
		});
	}
});

test('the one forged signature that fits every message is refused', () => {
	const identity = Buffer.alloc(32);
	identity[0] = 1;
	const everything = Buffer.concat([identity, Buffer.alloc(32)]);
	const text = forgeSshsig({
		blob: ed25519Blob(identity),
		signature: () => Buffer.concat([wireString('ssh-ed25519'), wireString(everything)]),
		message,
	});
	expect(verify(text)).toMatchObject({ok: false, why: expect.stringContaining('small order')});
});

test.skipIf(!has('ssh-keygen'))(
	'short RSA keys, RSA keys with an odd exponent, DSA keys and certificates are refused',
	() => {
		const directory = temporaryDirectory();
		const short = makeSshKey(directory, {name: 'short', type: 'rsa', bits: 2048});
		const blob = Buffer.from(short.line.split(' ')[1] ?? '', 'base64');
		expect(attempt(() => readSshPublicKey(blob))).toEqual({
			ok: false,
			why: 'the RSA key has 2048 bits; 3072 to 16384 are accepted',
		});
		expect(attempt(() => readSshPublicKey(wireString('ssh-dss')))).toEqual({
			ok: false,
			why: 'keys of type ssh-dss are not accepted',
		});
		const odd = Buffer.concat([
			wireString('ssh-rsa'),
			wireString(Buffer.from([3])),
			wireString(Buffer.concat([Buffer.from([0]), Buffer.alloc(384, 0xff)])),
		]);
		expect(attempt(() => readSshPublicKey(odd))).toEqual({
			ok: false,
			why: 'the RSA key has an unusual exponent',
		});
		const certificate = wireString('ssh-ed25519-cert-v01@openssh.com');
		expect(attempt(() => readSshPublicKey(certificate))).toMatchObject({ok: false});
	},
);

test.skipIf(!has('ssh-keygen')).each([
	['ed25519', undefined],
	['ecdsa', 256],
	['ecdsa', 384],
	['ecdsa', 521],
	['rsa', 3072],
] as const)(
	'what ssh-keygen signs with %s %s is accepted, a hundred bytes of message or none',
	(type, bits) => {
		const directory = temporaryDirectory();
		const made = makeSshKey(directory, {name: 'key', type, ...(bits === undefined ? {} : {bits})});
		for (const text of [Buffer.alloc(0), Buffer.alloc(100, 'x')]) {
			const file = join(directory, 'message');
			writeFileSync(file, text);
			execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', namespace, '-f', made.file, file], {
				stdio: 'ignore',
			});
			const signature = readFileSync(`${file}.sig`, 'utf8');
			expect(verify(signature, text)).toMatchObject({ok: true});
			execFileSync('rm', [`${file}.sig`]);
		}
	},
);

function smallOrderYs(): bigint[] {
	const d = mod(-121665n * inverse(121666n));
	const eighth = (): bigint[] => {
		// A point of order 8 doubles to one of order 4, where y = 0. So y² = −x², and the curve gives d·y⁴ + 2·y² − 1 = 0.
		const root = squareRoot(mod(1n + d));
		return [root, mod(-root)].flatMap(r => {
			const square = mod((r - 1n) * inverse(d));
			const y = squareRootOf(square);
			return y === undefined ? [] : [y, mod(-y)];
		});
	};
	return [0n, 1n, p - 1n, ...eighth()];
}

function mod(value: bigint): bigint {
	return ((value % p) + p) % p;
}

function power(base: bigint, exponent: bigint): bigint {
	let [result, square, left] = [1n, mod(base), exponent];
	for (; left > 0n; left >>= 1n) {
		result = (left & 1n) === 1n ? mod(result * square) : result;
		square = mod(square * square);
	}
	return result;
}

function inverse(value: bigint): bigint {
	return power(mod(value), p - 2n);
}

function squareRootOf(value: bigint): bigint | undefined {
	const candidate = power(value, (p + 3n) / 8n);
	const turned = mod(candidate * power(2n, (p - 1n) / 4n));
	return [candidate, turned].find(root => mod(root * root) === mod(value));
}

function squareRoot(value: bigint): bigint {
	const root = squareRootOf(value);
	if (root === undefined) {
		throw new Error('no square');
	}
	return root;
}
