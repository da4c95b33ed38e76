import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {type FoundKey, findPersonKey} from '../../src/record/ssh-key.ts';

export type MadeKey = {readonly file: string; readonly line: string};

/** A real key pair, made by ssh-keygen. */
export function makeSshKey(
	directory: string,
	{
		name,
		type = 'ed25519',
		bits,
		passphrase = '',
	}: {name: string; type?: string; bits?: number; passphrase?: string},
): MadeKey {
	const file = join(directory, name);
	const size = bits === undefined ? [] : ['-b', String(bits)];
	execFileSync('ssh-keygen', ['-q', '-t', type, ...size, '-N', passphrase, '-C', name, '-f', file]);
	return {file, line: readFileSync(`${file}.pub`, 'utf8').trim()};
}

export function keyOf(made: MadeKey): Promise<FoundKey> {
	return findPersonKey({env: {HOME: '/nonexistent', PATH: process.env.PATH}, asked: made.file});
}
