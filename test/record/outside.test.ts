import {execFileSync, spawnSync} from 'node:child_process';
import {copyFileSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readEnvelope, writeEnvelope} from '../../src/record/envelope.ts';
import {has} from '../needs.ts';
import {keyOf, makeSshKey} from './ssh.ts';
import {finish, temporaryDirectory} from './world.ts';

const manual = readFileSync(join(import.meta.dirname, '../../src/manual/verify.md'), 'utf8');

/** The commands as they stand in the manual, so that what people are told to type is what is tested. */
function manualCommands(name: string): string {
	const found = new RegExp(`^\`\`\`sh \\{#${name}\\}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(manual)?.[1];
	if (found === undefined) {
		throw new Error(`the manual has no commands named ${name}`);
	}
	return found;
}

function runCommands(
	name: string,
	directory: string,
	env: Record<string, string> = {},
): {ok: boolean; said: string} {
	const ran = spawnSync('bash', ['-euo', 'pipefail', '-c', manualCommands(name)], {
		cwd: directory,
		encoding: 'utf8',
		env: {...process.env, ...env},
	});
	return {ok: ran.status === 0, said: ran.stdout + ran.stderr};
}

async function layOut(type: {type: string; bits?: number} = {type: 'ed25519'}): Promise<string> {
	const directory = temporaryDirectory();
	const made = makeSshKey(directory, {name: 'alice', ...type});
	const {record, bytes, directory: home} = await finish({person: await keyOf(made)});
	expect(record.unsigned).toBeUndefined();
	writeFileSync(join(directory, 'record.json'), bytes);
	writeFileSync(join(directory, 'run.md'), record.runMd);
	writeFileSync(join(directory, 'allowed_signers'), `alice@example.com ${made.line}\n`);
	copyFileSync(join(home, 'keys', 'recorder.pub.pem'), join(directory, 'recorder.pub.pem'));
	return directory;
}

/** One word of the statement is changed and the envelope put together again around it. */
function tamper(directory: string): void {
	const path = join(directory, 'record.json');
	const envelope = readEnvelope(readFileSync(path));
	const text = Buffer.from(envelope.payload).toString('utf8').replace('complete-with-deviations', 'complete');
	writeFileSync(path, writeEnvelope({...envelope, payload: Buffer.from(text)}));
}

const tools = ['jq', 'openssl', 'ssh-keygen'].every(has);

test.skipIf(!tools)(
	'openssl accepts the recorder’s signature with the commands of the manual, and refuses a changed record',
	async () => {
		const directory = await layOut();
		expect(runCommands('openssl', directory)).toMatchObject({
			ok: true,
			said: expect.stringContaining('Signature Verified Successfully'),
		});
		tamper(directory);
		expect(runCommands('openssl', directory)).toMatchObject({ok: false});
	},
);

test
	.skipIf(!tools)
	.each([
		{type: 'ed25519'},
		{type: 'ecdsa', bits: 256},
		{type: 'ecdsa', bits: 384},
		{type: 'ecdsa', bits: 521},
		{type: 'rsa', bits: 3072},
	])(
	'ssh-keygen accepts a person’s $type $bits signature with the commands of the manual, and refuses a changed record',
	async type => {
		const directory = await layOut(type);
		expect(runCommands('ssh-keygen', directory)).toMatchObject({
			ok: true,
			said: expect.stringContaining('Good "record@gonogo.dev" signature for alice@example.com'),
		});
		tamper(directory);
		expect(runCommands('ssh-keygen', directory)).toMatchObject({ok: false});
	},
);

test.skipIf(!tools)(
	'the digest of run.md is found in the record with the commands of the manual',
	async () => {
		const directory = await layOut();
		expect(runCommands('files', directory)).toMatchObject({
			ok: true,
			said: expect.stringContaining('run.md: OK'),
		});
		writeFileSync(join(directory, 'run.md'), 'something else');
		expect(runCommands('files', directory)).toMatchObject({ok: false});
	},
);

test.skipIf(!tools)('a signature for another purpose is refused by ssh-keygen as well', async () => {
	const directory = await layOut();
	const made = {file: join(directory, 'alice')};
	runCommands('openssl', directory);
	execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', 'git', '-f', made.file, join(directory, 'pae')], {
		stdio: 'ignore',
	});
	const envelope = readEnvelope(readFileSync(join(directory, 'record.json')));
	const [recorder, person] = envelope.signatures;
	const other = {keyid: person?.keyid ?? '', sig: readFileSync(join(directory, 'pae.sig'))};
	writeFileSync(
		join(directory, 'record.json'),
		writeEnvelope({...envelope, signatures: recorder === undefined ? [] : [recorder, other]}),
	);
	expect(runCommands('ssh-keygen', directory)).toMatchObject({ok: false});
});
