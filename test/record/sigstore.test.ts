import {spawnSync} from 'node:child_process';
import {createPublicKey, verify as verifyBytes} from 'node:crypto';
import {readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {paeBytes} from '../../src/record/envelope.ts';
import {sigstoreBundle} from '../../src/record/sigstore-bundle.ts';
import {packageNamed} from '../needs.ts';
import {keyOf, makeSshKey} from './ssh.ts';
import {finish, release, temporaryDirectory} from './world.ts';

type Bundle = {
	mediaType: string;
	verificationMaterial: {publicKey: {hint: string}; tlogEntries: unknown[]};
	dsseEnvelope: {payload: string; payloadType: string; signatures: {sig: string; keyid: string}[]};
};

/** A short run, so that every byte can be tried. */
async function bundled() {
	const person = await keyOf(makeSshKey(temporaryDirectory(), {name: 'alice', type: 'ed25519'}));
	const {bytes, recorder} = await finish({told: [...release.slice(0, 4), ...release.slice(-1)], person});
	const made = sigstoreBundle(bytes);
	if (!made.ok) {
		throw new Error(made.why);
	}
	return {bundle: JSON.parse(made.value) as Bundle, recorder};
}

test('the Sigstore bundle holds the recorder’s signature alone, without a keyid of its own', async () => {
	const {bundle, recorder} = await bundled();
	expect(bundle).toMatchObject({
		mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
		verificationMaterial: {publicKey: {hint: recorder.keyid}, tlogEntries: []},
		dsseEnvelope: {payloadType: 'application/vnd.in-toto+json', signatures: [{keyid: ''}]},
	});
	const {payload, payloadType, signatures} = bundle.dsseEnvelope;
	const pae = paeBytes({payload: Buffer.from(payload, 'base64'), payloadType});
	const key = createPublicKey({key: Buffer.from(recorder.spki), format: 'der', type: 'spki'});
	expect(verifyBytes(null, pae, key, Buffer.from(signatures[0]?.sig ?? '', 'base64'))).toBe(true);
});

const sigstore = packageNamed('@sigstore/verify');

describe.skipIf(sigstore === undefined)('@sigstore/verify', {meta: {rare: true}}, () => {
	test('accepts the bundle, and refuses it when any byte of payload, type or signature is changed', async () => {
		const {bundle, recorder} = await bundled();
		const {Verifier, toSignedEntity, toTrustMaterial} = load('@sigstore/verify');
		const {bundleFromJSON} = load('@sigstore/bundle');
		const root = {certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: []};
		const pem = createPublicKey({key: Buffer.from(recorder.spki), format: 'der', type: 'spki'}).export({
			type: 'spki',
			format: 'pem',
		});
		const trust = toTrustMaterial(root, {[recorder.keyid]: {rawBytes: pem}});
		const verifier = new Verifier(trust, {tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0});
		const accepts = (changed: Bundle) => {
			try {
				verifier.verify(toSignedEntity(bundleFromJSON(changed)));
				return true;
			} catch {
				return false;
			}
		};
		expect(accepts(bundle)).toBe(true);
		expect([...flipped(bundle)].filter(({changed}) => accepts(changed)).map(({what}) => what)).toEqual([]);
	}, 120_000);

	test('says the same to the program that stands in the manual', async () => {
		const {bundle, recorder} = await bundled();
		const directory = temporaryDirectory();
		const [, program = ''] = /^```js\n([\s\S]*?)^```$/m.exec(readFileSync(manual, 'utf8')) ?? [];
		writeFileSync(join(directory, 'check.mjs'), program);
		symlinkSync(
			join(process.env.GONOGO_TEST_PACKAGES ?? '', 'node_modules'),
			join(directory, 'node_modules'),
		);
		const key = createPublicKey({key: Buffer.from(recorder.spki), format: 'der', type: 'spki'});
		writeFileSync(join(directory, 'recorder.pub.pem'), key.export({type: 'spki', format: 'pem'}));
		const check = (told: Bundle) => {
			writeFileSync(join(directory, 'record.sigstore.json'), JSON.stringify(told));
			return spawnSync(process.execPath, ['check.mjs'], {cwd: directory, encoding: 'utf8'});
		};
		expect(check(bundle)).toMatchObject({status: 0, stderr: ''});
		const [changed] = [...flipped(bundle)].map(one => one.changed);
		expect(check(changed ?? bundle).stderr).toContain('signature verification failed');
	});
});

const manual = join(import.meta.dirname, '../../src/manual/verify.md');

function load(name: string) {
	if (sigstore === undefined) {
		throw new Error(`${name} is not there`);
	}
	return sigstore(name);
}

function* flipped(bundle: Bundle): Generator<{readonly what: string; readonly changed: Bundle}> {
	const {payload, payloadType, signatures} = bundle.dsseEnvelope;
	const sig = Buffer.from(signatures[0]?.sig ?? '', 'base64');
	const body = Buffer.from(payload, 'base64');
	for (const [what, bytes] of [
		['payload', body],
		['type', Buffer.from(payloadType)],
		['signature', sig],
	] as const) {
		for (const index of bytes.keys()) {
			const other = Buffer.from(bytes);
			other[index] = (other[index] ?? 0) ^ 1;
			const changed = {
				...bundle,
				dsseEnvelope: {
					payload: (what === 'payload' ? other : body).toString('base64'),
					payloadType: what === 'type' ? other.toString('latin1') : payloadType,
					signatures: [{keyid: '', sig: (what === 'signature' ? other : sig).toString('base64')}],
				},
			};
			yield {what: `${what} ${index}`, changed};
		}
	}
}
