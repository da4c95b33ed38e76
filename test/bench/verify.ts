import {spawnSync} from 'node:child_process';
import {createPublicKey, verify as verifyBytes} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {readAllowedSigners} from '../../src/record/allowed-signers.ts';
import {paeBytes, readEnvelope} from '../../src/record/envelope.ts';
import {findPersonKey} from '../../src/record/ssh-key.ts';
import {verifySshSignature} from '../../src/record/sshsig.ts';
import {verifyRecord} from '../../src/record/verify.ts';
import {makeWorld} from './record.ts';
import type {Row} from './text.ts';

export const title =
	'Checking many records: CPU milliseconds in all, beside the two signature checks of each alone';

/** Steps of an ordinary release. */
const steps = 30;

export async function run(): Promise<Row[]> {
	const directory = mkdtempSync(join(tmpdir(), 'gonogo-bench-verify-'));
	try {
		return await measure(directory);
	} finally {
		rmSync(directory, {recursive: true, force: true});
	}
}

async function measure(directory: string): Promise<Row[]> {
	const {records, signers, recorder} = await signedRecords(directory);
	const nowMs = Date.parse('2026-11-21T12:00:00Z');
	const options = {nowMs, recorderKeys: [recorder], allowedSigners: signers};
	const key = createPublicKey({key: Buffer.from(recorder), format: 'der', type: 'spki'});
	const signed = records.map(bytes => {
		const envelope = readEnvelope(bytes);
		return {pae: paeBytes(envelope), signatures: envelope.signatures};
	});
	const bare = (index: number) => {
		const {pae, signatures} = signed[index % signed.length] ?? {pae: Buffer.of(), signatures: []};
		const [first, second] = signatures;
		verifyBytes(null, pae, key, first?.sig ?? Buffer.of());
		verifySshSignature(Buffer.from(second?.sig ?? []).toString('latin1'), {
			message: pae,
			namespace: 'record@gonogo.dev',
		});
	};
	const whole = (index: number) => {
		const {level} = verifyRecord(records[index % records.length] ?? Buffer.of(), options);
		if (level !== 2) {
			throw new Error(`a record verified to level ${level}`);
		}
	};
	timed(200, whole);
	timed(200, bare);
	return [1, 1_000, 10_000].map(count => {
		const value = timed(count, whole);
		const baseline = timed(count, bare);
		const perSecond = Math.round((count / value) * 1000).toLocaleString('en');
		return {
			what: `verify ${count.toLocaleString('en')} ${count === 1 ? 'record' : 'records'} of ${steps} steps, ${perSecond} a second`,
			value,
			unit: 'ms',
			baseline,
			ratio: value / baseline,
		};
	});
}

/** A few records that differ, so that nothing is measured twice in a row. */
const recordsMade = 16;

async function signedRecords(directory: string) {
	const file = join(directory, 'id_ed25519');
	spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
	const person = await findPersonKey({env: {HOME: directory}, asked: file});
	const world = await makeWorld(directory, steps);
	const records: Uint8Array[] = [];
	for (let made = 0; made < recordsMade; made++) {
		records.push((await world.finish(person)).envelopeBytes);
	}
	const [type, blob] = readFileSync(`${file}.pub`, 'utf8').split(' ');
	const {signers} = readAllowedSigners(Buffer.from(`alice ${type} ${blob}\n`));
	return {records, signers, recorder: world.recorder};
}

/** The processor's time, so that other work on the machine does not count. Milliseconds. */
function timed(count: number, work: (index: number) => void): number {
	const started = process.cpuUsage();
	for (let index = 0; index < count; index++) {
		work(index);
	}
	const {user, system} = process.cpuUsage(started);
	return (user + system) / 1000;
}
