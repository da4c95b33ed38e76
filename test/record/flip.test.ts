import {expect, test} from 'vitest';
import {readAllowedSigners} from '../../src/record/allowed-signers.ts';
import {verifyRecord} from '../../src/record/verify.ts';
import {has} from '../needs.ts';
import {keyOf, makeSshKey} from './ssh.ts';
import {finish, release, temporaryDirectory} from './world.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');

/** A short run keeps the record small enough to try every byte of it. */
const short = [...release.slice(0, 4), ...release.slice(-1)];

async function signedRecord(type: {type: string; bits?: number}) {
	const directory = temporaryDirectory();
	const made = makeSshKey(directory, {name: 'alice', ...type});
	const finished = await finish({told: short, person: await keyOf(made)});
	const {signers} = readAllowedSigners(Buffer.from(`alice@example.com ${made.line}\n`));
	return {...finished, signers};
}

test.skipIf(!has('ssh-keygen')).each([{type: 'ed25519'}, {type: 'ecdsa', bits: 256}])(
	'a record signed with $type is refused when any one byte of it is changed',
	async type => {
		const {bytes, recorder, signers} = await signedRecord(type);
		const options = {nowMs, recorderKeys: [recorder.spki], allowedSigners: signers};
		expect(verifyRecord(bytes, options)).toMatchObject({ok: true, level: 2});
		const accepted: string[] = [];
		for (const [index, byte] of bytes.entries()) {
			for (const mask of [0x01, 0x20, 0x80]) {
				const changed = Uint8Array.from(bytes);
				changed[index] = byte ^ mask;
				if (verifyRecord(changed, options).ok) {
					accepted.push(`byte ${index} ^ ${mask}`);
				}
			}
		}
		expect(accepted).toEqual([]);
	},
	120_000,
);

test.skipIf(!has('ssh-keygen'))(
	'a record is refused when any one byte of it is changed, even by a reader who knows no key',
	async () => {
		const {bytes} = await signedRecord({type: 'ed25519'});
		const accepted = [...bytes.keys()].filter(index => {
			const changed = Uint8Array.from(bytes);
			changed[index] = (changed[index] ?? 0) ^ 0x01;
			return verifyRecord(changed, {nowMs}).ok;
		});
		expect(accepted).toEqual([]);
	},
	120_000,
);

test.skipIf(!has('ssh-keygen'))(
	'a record cut off anywhere is refused',
	async () => {
		const {bytes} = await signedRecord({type: 'ed25519'});
		const accepted = [...bytes.keys()].filter(length => verifyRecord(bytes.subarray(0, length), {nowMs}).ok);
		expect(accepted).toEqual([]);
	},
	120_000,
);
