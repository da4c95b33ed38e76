import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {type ChainedEntry, parseEntry} from '../../src/engine/entry.ts';
import {readAllowedSigners} from '../../src/record/allowed-signers.ts';
import {paeBytes, readEnvelope} from '../../src/record/envelope.ts';
import {readRecorderPublicKey} from '../../src/record/recorder-key.ts';
import {readTrust} from '../../src/record/trust.ts';
import {verifyRecord} from '../../src/record/verify.ts';
import {has} from '../needs.ts';
import {temporaryDirectory} from './world.ts';

const golden = join(import.meta.dirname, 'golden');

/** One directory for every form of the record that was ever written, fields that came later included; none is ever changed or taken away. */
const versions = readdirSync(golden);

function file(version: string, name: string): Buffer {
	return readFileSync(join(golden, version, name));
}

function entriesOf(version: string): ChainedEntry[] {
	const stored = JSON.parse(file(version, 'entries.json').toString()) as readonly ChainedEntry[];
	return stored.map(({h, event, ...head}) => {
		const entry = parseEntry({...head, ...event});
		if (entry === undefined) {
			throw new Error(`entry ${head.seq} is not read any more`);
		}
		return {...entry, h};
	});
}

describe.each(versions)('the record kept as %s', version => {
	test('still verifies with everything that lay beside it, to level 3', () => {
		const trust = readTrust(file(version, 'trust.yaml'));
		const entries = entriesOf(version);
		const verification = verifyRecord(file(version, 'record.json'), {
			nowMs: Date.parse('2026-11-22T00:00:00Z'),
			allowedSigners: readAllowedSigners(file(version, 'allowed_signers')).signers,
			recorderKeys: [readRecorderPublicKey(file(version, 'recorder.pub.pem').toString(), 'recorder.pub.pem')],
			...(trust.ok ? {trust: trust.trust} : {}),
			journal: {entries, head: entries.at(-1)?.h ?? ''},
			runbook: file(version, 'runbook.md'),
			runMd: file(version, 'run.md'),
		});
		expect(verification.checks.filter(({result}) => result === 'FAIL')).toEqual([]);
		expect(verification).toMatchObject({ok: true, level: 3});
	});

	test('keeps its id', () => {
		const id = createHash('sha256')
			.update(paeBytes(readEnvelope(file(version, 'record.json'))))
			.digest('hex');
		expect(id).toBe(ids[version]);
	});

	test.skipIf(!has('openssl') || !has('ssh-keygen'))('is still accepted by openssl and ssh-keygen', () => {
		const directory = temporaryDirectory();
		const envelope = readEnvelope(file(version, 'record.json'));
		const [recorder, person] = envelope.signatures;
		writeFileSync(join(directory, 'pae'), paeBytes(envelope));
		writeFileSync(join(directory, 'raw'), recorder?.sig ?? '');
		writeFileSync(join(directory, 'ssh'), person?.sig ?? '');
		const key = join(golden, version, 'recorder.pub.pem');
		const signers = join(golden, version, 'allowed_signers');
		const openssl = spawnSync(
			'openssl',
			['pkeyutl', '-verify', '-pubin', '-inkey', key, '-rawin', '-in', 'pae', '-sigfile', 'raw'],
			{cwd: directory},
		);
		const ssh = spawnSync(
			'ssh-keygen',
			['-Y', 'verify', '-f', signers, '-I', 'alice@example.com', '-n', 'record@gonogo.dev', '-s', 'ssh'],
			{cwd: directory, input: paeBytes(envelope)},
		);
		expect([openssl.status, ssh.status]).toEqual([0, 0]);
	});
});

const ids: Readonly<Record<string, string>> = {
	'deployment-record-v0.1-criteria': '39d615941597ec9eb6a21e87e4ca7df079ce0473a23e99ce73d1027889bc0f94',
	'deployment-record-v0.1': '3dba6b28a06fb17e97b6189664ed8f317185c9f539a818507290653ec25985c4',
};
