import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {spawn} from '@lydell/node-pty';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import {readAllowedSigners} from '../../src/record/allowed-signers.ts';
import {findPersonKey} from '../../src/record/ssh-key.ts';
import {signAsPerson} from '../../src/record/ssh-sign.ts';
import {namespaces} from '../../src/record/sshsig.ts';
import {verifyRecord} from '../../src/record/verify.ts';
import {has} from '../needs.ts';
import {keyOf, makeSshKey} from './ssh.ts';
import {finish, temporaryDirectory} from './world.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');

describe.skipIf(!has('ssh-keygen'))('a signature by a person', () => {
	test('makes a record level 2 for whoever knows the person’s key', async () => {
		const made = makeSshKey(temporaryDirectory(), {name: 'alice'});
		const {record, bytes, recorder} = await finish({person: await keyOf(made)});
		expect(record.unsigned).toBeUndefined();
		const {signers} = readAllowedSigners(Buffer.from(`alice@example.com ${made.line}\n`));
		expect(
			verifyRecord(bytes, {nowMs, recorderKeys: [recorder.spki], allowedSigners: signers}),
		).toMatchObject({ok: true, level: 2});
	});

	test('under another person’s name is refused', async () => {
		const made = makeSshKey(temporaryDirectory(), {name: 'mallory'});
		const {bytes} = await finish({person: await keyOf(made)});
		const {signers} = readAllowedSigners(Buffer.from(`mallory@example.com ${made.line}\n`));
		const {ok, checks} = verifyRecord(bytes, {nowMs, allowedSigners: signers});
		expect(ok).toBe(false);
		expect(checks).toContainEqual(
			expect.objectContaining({
				result: 'FAIL',
				why: 'The record says alice@example.com; the key belongs to mallory@example.com.',
			}),
		);
	});

	test('by a key that has expired since is not counted, and by one that was not valid yet is refused', async () => {
		const made = makeSshKey(temporaryDirectory(), {name: 'alice'});
		const {bytes} = await finish({person: await keyOf(made)});
		const look = (option: string) => {
			const {signers} = readAllowedSigners(Buffer.from(`alice@example.com ${option} ${made.line}\n`));
			return verifyRecord(bytes, {nowMs: Date.parse('2027-06-01T00:00:00Z'), allowedSigners: signers});
		};
		expect(look('valid-before="20270101Z"')).toMatchObject({ok: true, level: 0});
		expect(look('valid-after="20270101Z"')).toMatchObject({ok: false});
		expect(look('namespaces="git"')).toMatchObject({ok: false});
		expect(look('namespaces="git,record@gonogo.dev"')).toMatchObject({ok: true, level: 2});
	});

	test('that can’t be had leaves a record by the recorder alone which says why', async () => {
		const locked = makeSshKey(temporaryDirectory(), {name: 'locked', passphrase: 'not telling'});
		const {record, bytes, recorder} = await finish({
			person: await keyOf(locked),
			env: {PATH: process.env.PATH},
		});
		expect(record.unsigned).toContain('ssh-add');
		expect(record.record.signing.person).toEqual({name: 'alice@example.com', unsigned: record.unsigned});
		expect(verifyRecord(bytes, {nowMs, recorderKeys: [recorder.spki]})).toMatchObject({ok: true, level: 1});
	});

	test('with a locked key asks through SSH_ASKPASS', async () => {
		const directory = temporaryDirectory();
		const locked = makeSshKey(directory, {name: 'locked', passphrase: 'a long passphrase'});
		const askpass = join(directory, 'askpass');
		writeFileSync(askpass, '#!/bin/sh\necho "a long passphrase"\n', {mode: 0o700});
		const {record} = await finish({
			person: await keyOf(locked),
			env: {PATH: process.env.PATH, SSH_ASKPASS: askpass},
		});
		expect(record.unsigned).toBeUndefined();
	});

	test
		.skipIf(!has('ssh-agent'))
		.each([{type: 'ed25519'}, {type: 'ecdsa', bits: 384}, {type: 'rsa', bits: 3072}])(
		'with an $type key in the agent needs the public half alone, and no ssh-keygen',
		async type => {
			const directory = temporaryDirectory();
			const made = makeSshKey(directory, {name: 'alice', passphrase: 'a long passphrase', ...type});
			const socket = startAgent(directory, made.file);
			const search = {env: {SSH_AUTH_SOCK: socket, PATH: '/nonexistent'}};
			const {bytes, record} = await finish({
				person: await findPersonKey({...search, asked: made.line}),
				env: search.env,
			});
			expect(record.unsigned).toBeUndefined();
			const {signers} = readAllowedSigners(Buffer.from(`alice@example.com ${made.line}\n`));
			expect(verifyRecord(bytes, {nowMs, allowedSigners: signers})).toMatchObject({ok: true, level: 2});
			expect(await findPersonKey({...search, isKnown: () => true})).toMatchObject({
				ok: true,
				key: {from: 'agent'},
			});
			expect(await findPersonKey(search)).toMatchObject({ok: false});
		},
	);

	test('with an agent that never answers goes on without it', async () => {
		const directory = temporaryDirectory();
		const made = makeSshKey(directory, {name: 'alice'});
		const socket = join(directory, 'deaf');
		const deaf = createServer(() => undefined).listen(socket);
		onTestFinished(() => void deaf.close());
		const {record} = await finish({
			person: await keyOf(made),
			env: {PATH: process.env.PATH, SSH_AUTH_SOCK: socket},
		});
		expect(record.unsigned).toBeUndefined();
	});

	function startAgent(directory: string, file: string): string {
		const socket = join(directory, 'agent');
		const askpass = join(directory, 'askpass');
		writeFileSync(askpass, '#!/bin/sh\necho "a long passphrase"\n', {mode: 0o700});
		const started = execFileSync('ssh-agent', ['-a', socket], {encoding: 'utf8'});
		const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(started)?.[1]);
		onTestFinished(() => void process.kill(pid));
		execFileSync('ssh-add', ['-q', file], {
			env: {
				PATH: process.env.PATH,
				SSH_AUTH_SOCK: socket,
				SSH_ASKPASS: askpass,
				SSH_ASKPASS_REQUIRE: 'force',
			},
		});
		return socket;
	}

	test('never asks for a passphrase in the terminal that the screen is using', async () => {
		const directory = temporaryDirectory();
		const locked = makeSshKey(directory, {name: 'locked', passphrase: 'a long passphrase'});
		const script = join(import.meta.dirname, 'sign-in-terminal.ts');
		const env = {PATH: process.env.PATH ?? '', HOME: directory};
		const terminal = spawn(process.execPath, [script, locked.file], {env, cols: 200});
		let seen = '';
		terminal.onData(text => {
			seen += text;
		});
		await new Promise<void>(resolve => terminal.onExit(() => resolve()));
		expect(seen.trim()).toBe(
			'the key is locked and nobody could be asked for its passphrase: unlock it with `ssh-add`',
		);
	});

	test('nobody gives in time is given up, and nothing is left behind', async () => {
		const directory = temporaryDirectory();
		const locked = makeSshKey(directory, {name: 'locked', passphrase: 'a long passphrase'});
		const askpass = join(directory, 'askpass');
		writeFileSync(askpass, '#!/bin/sh\nexec sleep 60\n', {mode: 0o700});
		const found = await keyOf(locked);
		if (!found.ok) {
			throw new Error(found.why);
		}
		const aside = temporaryDirectory();
		vi.stubEnv('TMPDIR', aside);
		onTestFinished(() => {
			vi.unstubAllEnvs();
		});
		const signed = await signAsPerson({
			key: found.key,
			namespace: namespaces.record,
			message: Buffer.from('x'),
			env: {PATH: process.env.PATH, SSH_ASKPASS: askpass},
			withinMs: 300,
		});
		expect(signed).toEqual({ok: false, why: expect.stringContaining('in time')});
		expect(readdirSync(aside)).toEqual([]);
		expect(existsSync(`${locked.file}.sig`)).toBe(false);
	});
});
