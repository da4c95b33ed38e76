import {spawnSync} from 'node:child_process';
import {copyFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type Envelope, paeBytes, readEnvelope} from '../../src/record/envelope.ts';
import {has} from '../needs.ts';
import {keyOf, makeSshKey} from './ssh.ts';
import {finish, temporaryDirectory} from './world.ts';

/** A program of its own is started for each, so that every byte would take minutes: these stand for all of them. */
const triesMax = 12;

async function laidOut() {
	const directory = temporaryDirectory();
	const made = makeSshKey(directory, {name: 'alice'});
	const {bytes, directory: home} = await finish({person: await keyOf(made)});
	writeFileSync(join(directory, 'allowed_signers'), `alice@example.com ${made.line}\n`);
	copyFileSync(join(home, 'keys', 'recorder.pub.pem'), join(directory, 'recorder.pub.pem'));
	return {directory, envelope: readEnvelope(bytes)};
}

const verifiers: Readonly<Record<string, (directory: string, pae: Uint8Array) => number | null>> = {
	openssl: cwd =>
		spawnSync(
			'openssl',
			[
				'pkeyutl',
				'-verify',
				'-pubin',
				'-inkey',
				'recorder.pub.pem',
				'-rawin',
				'-in',
				'pae',
				'-sigfile',
				'sig',
			],
			{cwd},
		).status,
	'ssh-keygen': (cwd, pae) =>
		spawnSync(
			'ssh-keygen',
			[
				'-Y',
				'verify',
				'-f',
				'allowed_signers',
				'-I',
				'alice@example.com',
				'-n',
				'record@gonogo.dev',
				'-s',
				'sig',
			],
			{cwd, input: pae},
		).status,
};

function accepts(program: string, directory: string, {payload, payloadType, signatures}: Envelope): boolean {
	const pae = paeBytes({payload, payloadType});
	writeFileSync(join(directory, 'pae'), pae);
	writeFileSync(join(directory, 'sig'), signatures[program === 'openssl' ? 0 : 1]?.sig ?? '');
	return verifiers[program]?.(directory, pae) === 0;
}

function flipped(bytes: Uint8Array, index: number): Uint8Array {
	const other = Uint8Array.from(bytes);
	other[index] = (other[index] ?? 0) ^ 1;
	return other;
}

/** Places spread evenly over the bytes, first and last among them. */
function places(bytes: Uint8Array): readonly number[] {
	const last = bytes.byteLength - 1;
	const step = Math.max(1, Math.floor(last / (triesMax - 1)));
	return [...new Set([...Array.from({length: triesMax - 1}, (_one, at) => Math.min(last, at * step)), last])];
}

test.skipIf(!has('openssl') || !has('ssh-keygen')).each(['openssl', 'ssh-keygen'])(
	'%s accepts the record and refuses it after a byte of payload, type or signature is changed',
	async program => {
		const {directory, envelope} = await laidOut();
		expect(accepts(program, directory, envelope)).toBe(true);
		const position = program === 'openssl' ? 0 : 1;
		const {payload, payloadType, signatures} = envelope;
		const own = signatures[position];
		// The newline behind an armored signature is no part of it: ssh-keygen takes anything there, gonogo does not.
		const body = Buffer.from(own?.sig ?? []);
		const type = Buffer.from(payloadType);
		const changed: Envelope[] = [
			...places(payload).map(at => ({...envelope, payload: flipped(payload, at)})),
			...places(type).map(at => ({
				...envelope,
				payloadType: Buffer.from(flipped(type, at)).toString('latin1'),
			})),
			...places(program === 'openssl' ? body : body.subarray(0, -1)).map(at => ({
				...envelope,
				signatures: signatures.map((one, index) =>
					index === position ? {...one, sig: flipped(body, at)} : one,
				),
			})),
		];
		expect(changed.filter(one => accepts(program, directory, one)).length).toBe(0);
	},
	120_000,
);
