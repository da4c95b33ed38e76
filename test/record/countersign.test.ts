import {describe, expect, test} from 'vitest';
import {readAllowedSigners} from '../../src/record/allowed-signers.ts';
import {countersign} from '../../src/record/countersign.ts';
import {verifyRecord} from '../../src/record/verify.ts';
import {has} from '../needs.ts';
import {keyOf, makeSshKey} from './ssh.ts';
import {finish, temporaryDirectory} from './world.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');

describe.skipIf(!has('ssh-keygen'))('a signature added later', () => {
	async function signedLater(name: string) {
		const made = makeSshKey(temporaryDirectory(), {name: 'later'});
		const found = await keyOf(made);
		if (!found.ok) {
			throw new Error(found.why);
		}
		const {bytes, record, recorder} = await finish();
		const sign = (envelope: Uint8Array) =>
			countersign(envelope, {key: found.key, env: {PATH: process.env.PATH}});
		const {signers} = readAllowedSigners(Buffer.from(`${name} ${made.line}\n`));
		const look = (envelope: Uint8Array) =>
			verifyRecord(envelope, {nowMs, recorderKeys: [recorder.spki], allowedSigners: signers});
		return {bytes, record, sign, look};
	}

	test('by the driver keeps the record’s id and makes it level 2', async () => {
		const {bytes, record, sign, look} = await signedLater('alice@example.com');
		const signed = await sign(bytes);
		expect(signed.ok && look(signed.value)).toMatchObject({ok: true, level: 2, id: record.id});
	});

	test('by someone else is shown and makes it no higher', async () => {
		const {bytes, sign, look} = await signedLater('carol@example.com');
		const signed = await sign(bytes);
		const verification = signed.ok ? look(signed.value) : undefined;
		expect(verification).toMatchObject({ok: true, level: 1});
		expect(verification?.checks).toContainEqual(
			expect.objectContaining({
				group: 'people',
				result: 'PASS',
				why: expect.stringContaining('carol@example.com'),
			}),
		);
	});

	test('by the same key twice, or to something that is no record, is refused', async () => {
		const {bytes, sign} = await signedLater('alice@example.com');
		const once = await sign(bytes);
		expect(once.ok && (await sign(once.value))).toMatchObject({
			ok: false,
			why: expect.stringContaining('signed it already'),
		});
		expect(await sign(Buffer.from('{}'))).toMatchObject({ok: false});
	});
});
