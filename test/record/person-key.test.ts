import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {findPersonKey} from '../../src/record/ssh-key.ts';
import {has} from '../needs.ts';
import {makeSshKey} from './ssh.ts';
import {temporaryDirectory} from './world.ts';

describe.skipIf(!has('ssh-keygen') || !has('git'))('the person’s key', () => {
	const env = (home: string) => ({HOME: home, PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1'});

	function home(): string {
		const directory = temporaryDirectory();
		mkdirSync(join(directory, '.ssh'), {mode: 0o700});
		return directory;
	}

	test('from the settings comes before all others, and is never replaced by another', async () => {
		const directory = home();
		makeSshKey(join(directory, '.ssh'), {name: 'id_ed25519'});
		const asked = makeSshKey(directory, {name: 'asked'});
		expect(await findPersonKey({env: env(directory), asked: '~/asked'})).toMatchObject({
			ok: true,
			key: {from: 'settings', file: asked.file},
		});
		expect(await findPersonKey({env: env(directory), asked: '~/gone'})).toMatchObject({
			ok: false,
			why: expect.stringContaining('gone.pub'),
		});
	});

	test('is the one git signs with, where git signs with ssh', async () => {
		const directory = home();
		const made = makeSshKey(directory, {name: 'for-git'});
		writeFileSync(
			join(directory, '.gitconfig'),
			`[user]\n\tsigningKey = ${made.file}.pub\n[gpg]\n\tformat = ssh\n`,
		);
		expect(await findPersonKey({env: env(directory)})).toMatchObject({
			ok: true,
			key: {from: 'git', file: `${made.file}.pub`},
		});
		writeFileSync(
			join(directory, '.gitconfig'),
			`[user]\n\tsigningKey = key::${made.line}\n[gpg]\n\tformat = ssh\n`,
		);
		expect(await findPersonKey({env: env(directory)})).toMatchObject({ok: true, key: {from: 'git'}});
		writeFileSync(join(directory, '.gitconfig'), '[user]\n\tsigningKey = 0xDEADBEEF\n');
		expect(await findPersonKey({env: env(directory)})).toMatchObject({ok: false});
	});

	test('is else the usual one in ~/.ssh, if the trust file knows it', async () => {
		const directory = home();
		makeSshKey(join(directory, '.ssh'), {name: 'id_ed25519'});
		makeSshKey(join(directory, '.ssh'), {name: 'id_ecdsa', type: 'ecdsa'});
		expect(await findPersonKey({env: env(directory)})).toMatchObject({
			ok: true,
			key: {file: join(directory, '.ssh', 'id_ed25519')},
		});
		const isKnown = ({type}: {type: string}) => type.startsWith('ecdsa');
		expect(await findPersonKey({env: env(directory), isKnown})).toMatchObject({
			ok: true,
			key: {file: join(directory, '.ssh', 'id_ecdsa')},
		});
		expect(await findPersonKey({env: env(directory), isKnown: () => false})).toMatchObject({ok: false});
	});

	test('without any key says how to make one', async () => {
		expect(await findPersonKey({env: env(home())})).toEqual({
			ok: false,
			why: expect.stringContaining('ssh-keygen -t ed25519'),
		});
	});
});
