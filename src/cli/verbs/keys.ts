import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type ExitCode, exitCode, Fault} from '../../fault.ts';
import {readAllowedSigners} from '../../record/allowed-signers.ts';
import {type KeyCandidate, keyCandidates} from '../../record/key-candidates.ts';
import {readRecorderPublicKey, recorderKeyid} from '../../record/recorder-key.ts';
import {findPersonKey, type KeySearch, type PersonKey} from '../../record/ssh-key.ts';
import {namespaces} from '../../record/sshsig.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {createKey} from '../create-key.ts';
import {operatorName} from '../operator.ts';
import {say} from '../out.ts';
import {keySearch} from '../person-key.ts';
import {readSettings} from '../settings.ts';
import {openPlace} from '../state-directory.ts';

export type KeysOptions = {
	readonly create?: boolean;
	readonly allowedSigners?: string;
};

/** `gonogo keys`: what would sign a record here, and why; nothing is made unless asked for. */
export async function keys(options: KeysOptions): Promise<ExitCode> {
	const settings = await readSettings();
	const {directory} = await openPlace(settings);
	const search = await keySearch(directory, settings);
	if (options.create === true) {
		return say(await createKey(search, await operatorName(settings))).then(() => exitCode.complete);
	}
	if (options.allowedSigners !== undefined) {
		return say(await signersLine(search, options.allowedSigners)).then(() => exitCode.complete);
	}
	await say(`${[...(await personLines(search)), '', ...(await recorderLines(directory))].join('\n')}\n`);
	return exitCode.complete;
}

/** @throws Fault `cli.usage` for a name that no allowed_signers file may hold, `record.key` without a key. */
async function signersLine(search: KeySearch, name: string): Promise<string> {
	const found = await findPersonKey(search);
	if (!found.ok) {
		throw new Fault('record.key', found.why, '`gonogo keys --create` makes one for gonogo.');
	}
	const {type, blob} = found.key.publicKey;
	const purposes = Object.values(namespaces).join(',');
	const line = `${name} namespaces="${purposes}" ${type} ${Buffer.from(blob).toString('base64')}\n`;
	const {signers, problems} = readAllowedSigners(Buffer.from(line));
	if (signers.length !== 1 || signers[0]?.principals.join() !== name) {
		throw new Fault(
			'cli.usage',
			`“${name.slice(0, 80)}” can't stand in an allowed_signers file: ${problems[0]?.message ?? 'it would be read as something else.'}`,
			'Give a name in full, such as alice@example.com.',
		);
	}
	return line;
}

async function personLines(search: KeySearch): Promise<string[]> {
	const {candidates, chosen} = await keyCandidates(search);
	const said = chosen.ok
		? `Records and approvals are signed with ${describe(chosen.key)}.`
		: `Nothing of yours would sign: ${chosen.why}`;
	return [
		sanitiseLine(said),
		...candidates.map(one =>
			sanitiseLine(`  ${one.signs ? '→' : ' '} ${placeWords[one.place].padEnd(10)} ${why(one)}`),
		),
		...(chosen.ok ? [] : ['`gonogo keys --create` makes one for gonogo.']),
	];
}

const placeWords: Readonly<Record<KeyCandidate['place'], string>> = {
	settings: 'settings',
	git: 'git',
	agent: 'agent',
	'ssh-directory': '~/.ssh',
};

function why({place, found, known, signs}: KeyCandidate): string {
	if (!found.ok) {
		return found.why;
	}
	const listed =
		known === undefined ? '' : known ? ', listed in the allowed signers' : ', not in the allowed signers';
	const left = signs
		? ''
		: ` — ${place === 'agent' && known === undefined ? 'no allowed signers are set to choose it by' : 'not asked'}`;
	return `${describe(found.key)}${listed}${left}`;
}

function describe({publicKey, file}: PersonKey): string {
	return `${publicKey.type} ${publicKey.fingerprint}${file === undefined ? '' : ` (${file})`}`;
}

async function recorderLines(stateDirectory: string): Promise<string[]> {
	const path = join(stateDirectory, 'keys', 'recorder.pub.pem');
	const pem = await readFile(path, 'utf8').catch(() => undefined);
	return pem === undefined
		? ['This installation has no recorder key yet; its first record makes one.']
		: [
				`This installation signs with its recorder key ${recorderKeyid(readRecorderPublicKey(pem, path))}`,
				`    ${sanitiseLine(path)}`,
			];
}
