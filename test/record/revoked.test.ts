import {describe, expect, test} from 'vitest';
import {verifyApproval} from '../../src/record/approval.ts';
import {readTrust, withRevoked} from '../../src/record/trust.ts';
import type {Verification} from '../../src/record/verification.ts';
import {verifyRecord} from '../../src/record/verify.ts';
import {has} from '../needs.ts';
import {answeredMs, approvalBy, contextAt, people, signed, untilGate} from './approvals.ts';
import {keyOf, makeSshKey} from './ssh.ts';
import {finish, temporaryDirectory} from './world.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');

function trustWith(...revoked: readonly string[]) {
	const reading = readTrust(
		Buffer.from(`version: 1\nrevoked: [${revoked.map(key => JSON.stringify(key)).join(', ')}]\n`),
	);
	if (!reading.ok) {
		throw new Error(reading.problems[0]?.message);
	}
	return reading.trust;
}

const failed = ({checks}: Verification) =>
	checks.flatMap(({result, why}) => (result === 'FAIL' ? [why] : [])).join('\n');

describe.skipIf(!has('ssh-keygen'))('a key that trust.yaml takes back', () => {
	test('signs no record, whatever the allowed signers say', async () => {
		const made = makeSshKey(temporaryDirectory(), {name: 'alice'});
		const {bytes, recorder, record} = await finish({person: await keyOf(made)});
		const options = {
			nowMs,
			recorderKeys: [recorder.spki],
			allowedSigners: people(`alice@example.com ${made.line}`),
		};
		const {person} = record.record.signing;
		const fingerprint = 'keyid' in person ? person.keyid : '';
		expect(verifyRecord(bytes, {...options, trust: trustWith()})).toMatchObject({ok: true, level: 2});
		const refused = verifyRecord(bytes, {...options, trust: trustWith(fingerprint)});
		expect(refused).toMatchObject({ok: false, level: 0});
		expect(failed(refused)).toContain(`${fingerprint}: the key was revoked`);
	});

	test('gives no approval', () => {
		const bob = makeSshKey(temporaryDirectory(), {name: 'bob'});
		const signers = people(`bob@example.com ${bob.line}`);
		const look = (allowedSigners: typeof signers) =>
			verifyApproval(signed(approvalBy('bob@example.com'), bob), {
				allowedSigners,
				expected: contextAt(untilGate),
				atMs: answeredMs,
			});
		expect(look(signers)).toMatchObject({ok: true});
		const fingerprint = signers[0]?.key.fingerprint ?? '';
		expect(look([...withRevoked(signers, trustWith(fingerprint))])).toEqual({
			ok: false,
			why: 'the key of bob@example.com was revoked',
		});
	});
});

test('a recorder whose key was taken back is refused', async () => {
	const {bytes, recorder} = await finish();
	const options = {nowMs, recorderKeys: [recorder.spki]};
	expect(verifyRecord(bytes, {...options, trust: trustWith(recorder.keyid)})).toMatchObject({
		ok: false,
		level: 0,
	});
});

test('what is no fingerprint is a problem of trust.yaml', () => {
	expect(() => trustWith('alice@example.com')).toThrow('is a fingerprint');
});
