import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {Fault} from '../fault.ts';
import {findPersonKey, type KeySearch} from '../record/ssh-key.ts';
import {makeDirectories} from '../store/directory.ts';
import {nodeFiles} from '../store/fs-port.ts';
import {ownerOnly} from '../store/place.ts';
import {sanitiseLine} from '../text/sanitise.ts';
import {isTerminal} from './screens.ts';
import {settingsDirectory, writeSetting} from './settings.ts';

/**
Makes an Ed25519 key with ssh-keygen and sets it as the one that signs. With a terminal ssh-keygen asks for a passphrase;
without one the key has none, and that is said.

@returns what to tell the person.
@throws Fault `record.key` where a key is found already, one of that name is there, or ssh-keygen fails.
*/
export async function createKey(search: KeySearch, comment: string): Promise<string> {
	const found = await findPersonKey(search);
	if (found.ok) {
		throw new Fault(
			'record.key',
			`You have a key that signs: ${found.key.publicKey.fingerprint}${found.key.file === undefined ? '' : ` (${found.key.file})`}.`,
			'`gonogo keys` lists what is there; `gonogo settings key PATH` chooses another.',
		);
	}
	const directory = settingsDirectory(search.env as NodeJS.ProcessEnv);
	const file = directory === undefined ? undefined : join(directory, 'id_ed25519');
	if (directory === undefined || file === undefined || existsSync(file)) {
		throw new Fault(
			'record.key',
			file === undefined ? 'There is no home directory to keep a key in.' : `${file} is there already.`,
			file === undefined
				? 'Set HOME or XDG_CONFIG_HOME.'
				: `Use it with \`gonogo settings key ${file}\`, or move it away.`,
		);
	}
	await makeDirectories(directory, {files: nodeFiles, access: ownerOnly});
	const asks = isTerminal();
	await sshKeygen(file, {comment, asks});
	await writeSetting('key', file);
	const locked = asks
		? 'If you gave a passphrase, unlock the key with `ssh-add` before a run ends.'
		: 'It has no passphrase; `ssh-keygen -p` gives it one.';
	return `Made ${sanitiseLine(file)} and set it as the key that signs.\n${locked}\nWhat others need of it: gonogo keys --allowed-signers NAME\n`;
}

function sshKeygen(file: string, {comment, asks}: {comment: string; asks: boolean}): Promise<void> {
	const args = ['-q', '-t', 'ed25519', '-C', comment, '-f', file, ...(asks ? [] : ['-N', ''])];
	return new Promise((resolve, reject) => {
		const refuse = (why: string) =>
			reject(
				new Fault(
					'record.key',
					`ssh-keygen made no key: ${why}.`,
					'Install OpenSSH, or make a key yourself with `ssh-keygen -t ed25519`.',
				),
			);
		const child = spawn('ssh-keygen', args, {stdio: asks ? 'inherit' : ['ignore', 'ignore', 'inherit']});
		child.on('error', error => refuse(error.message));
		child.on('close', code => (code === 0 ? resolve() : refuse(`it ended with ${code ?? 'a signal'}`)));
	});
}
