import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {has} from '../needs.ts';
import {makeSshKey} from '../record/ssh.ts';
import {emptyHome, gonogo, release} from './shell.ts';

test('without any key, keys says that nothing would sign and how to get one', async () => {
	const {stdout, code} = await gonogo(emptyHome(), ['keys']);
	expect(code).toBe(0);
	expect(stdout).toContain('Nothing of yours would sign');
	expect(stdout).toContain('gonogo keys --create');
	expect(stdout).toContain('no recorder key yet');
});

describe.skipIf(!has('ssh-keygen'))('with ssh-keygen', () => {
	test('keys --create makes a key for gonogo that signs the next record, and a second one is refused', async () => {
		const home = emptyHome();
		const made = await gonogo(home, ['keys', '--create']);
		expect(made.stdout).toContain('It has no passphrase');
		expect((await gonogo(home, ['keys'])).stdout).toMatch(/→ settings +ssh-ed25519 SHA256:/);
		expect((await release(home)).said).toContain('Signed by the recorder and by you.');
		expect(await gonogo(home, ['keys', '--create'])).toMatchObject({
			code: 7,
			stderr: expect.stringContaining('You have a key that signs'),
		});
		expect((await gonogo(home, ['keys'])).stdout).toMatch(/recorder key [0-9a-f]{64}\n.*recorder\.pub\.pem/);
	});

	test('keys lists each place in its order and marks the one that signs', async () => {
		const home = emptyHome();
		mkdirSync(join(home, '.ssh'));
		makeSshKey(join(home, '.ssh'), {name: 'id_ed25519'});
		const git = makeSshKey(home, {name: 'from-git'});
		writeFileSync(join(home, '.gitconfig'), `[gpg]\n\tformat = ssh\n[user]\n\tsigningKey = ${git.file}\n`);
		const {stdout} = await gonogo(home, ['keys']);
		expect(stdout).toMatch(/→ git +ssh-ed25519[\s\S]* {4}~\/\.ssh +ssh-ed25519.*not asked/);
	});

	test('the line of keys --allowed-signers is one that ssh-keygen and verify believe', async () => {
		const home = emptyHome();
		await gonogo(home, ['keys', '--create']);
		await gonogo(home, ['settings', 'operator', 'alice@example.com']);
		const {stdout} = await gonogo(home, ['keys', '--allowed-signers', 'alice@example.com']);
		const signers = join(home, 'allowed_signers');
		writeFileSync(signers, stdout);
		const {directory} = await release(home);
		const verified = await gonogo(home, ['verify', join(directory, 'record.json'), '--signers', signers]);
		expect(verified.stdout).toContain('Level 2');

		const record = JSON.parse(readFileSync(join(directory, 'record.json'), 'utf8'));
		writeFileSync(join(home, 'person.sig'), Buffer.from(record.signatures[1].sig, 'base64'));
		const who = execFileSync('ssh-keygen', [
			'-Y',
			'find-principals',
			'-s',
			join(home, 'person.sig'),
			'-f',
			signers,
		]);
		expect(who.toString().trim()).toBe('alice@example.com');
	});

	test('a name that no allowed_signers file may hold is refused', async () => {
		const home = emptyHome();
		await gonogo(home, ['keys', '--create']);
		for (const name of ['*', 'two words', '#', 'a\nb']) {
			expect(await gonogo(home, ['keys', '--allowed-signers', name])).toMatchObject({code: 2, stdout: ''});
		}
	});
});
