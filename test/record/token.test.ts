import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readAllowedSigners} from '../../src/record/allowed-signers.ts';
import {findPersonKey} from '../../src/record/ssh-key.ts';
import {verifyRecord} from '../../src/record/verify.ts';
import {told} from '../needs.ts';
import {finish, temporaryDirectory} from './world.ts';

/** OpenSSH's own stand-in for a token (regress/misc/sk-dummy in its sources): signs as hardware would, always touched. */
const provider = process.env.SSH_SK_PROVIDER;

if (provider === undefined) {
	told('a FIDO token’s signature; SSH_SK_PROVIDER names OpenSSH’s sk-dummy.so where it was built');
}

test.skipIf(provider === undefined).each(['ed25519-sk', 'ecdsa-sk'])(
	'a record signed with an %s token verifies to level 2, and says that the token was touched',
	{meta: {rare: true}},
	async type => {
		const directory = temporaryDirectory();
		const file = join(directory, 'token');
		const env = {PATH: process.env.PATH, HOME: directory, SSH_SK_PROVIDER: provider};
		execFileSync(
			'ssh-keygen',
			['-q', '-t', type, '-w', provider ?? '', '-N', '', '-C', 'token', '-f', file],
			{env},
		);
		const person = await findPersonKey({env, asked: file});
		const {bytes, recorder, record} = await finish({person, env});
		expect(record.unsigned).toBeUndefined();
		const line = readFileSync(`${file}.pub`, 'utf8').trim();
		const {signers} = readAllowedSigners(Buffer.from(`alice@example.com ${line}\n`));
		const verification = verifyRecord(bytes, {
			nowMs: Date.parse('2026-11-21T12:00:00Z'),
			recorderKeys: [recorder.spki],
			allowedSigners: signers,
		});
		expect(verification).toMatchObject({ok: true, level: 2});
		expect(verification.checks).toContainEqual(expect.objectContaining({name: 'touch 2', result: 'PASS'}));
	},
);
