import {access, readFile} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {Fault} from '../fault.ts';
import {type AllowedSigner, readAllowedSigners} from '../record/allowed-signers.ts';
import {readRecorderPublicKey} from '../record/recorder-key.ts';
import {readTrust, type Trust, withRevoked} from '../record/trust.ts';

/** Whom this person believes: recorder keys, people's keys, roles. */
export type Known = {
	readonly recorderKeys: readonly Uint8Array[];
	readonly allowedSigners?: readonly AllowedSigner[];
	readonly trust?: Trust;
};

export type KnownOptions = {
	/** allowed_signers file; the one beside trust.yaml when it is left out. */
	readonly signers?: string | undefined;
	/** Public key of a recorder, PEM; this installation's own when it is left out. */
	readonly recorder?: string | undefined;
	/** trust.yaml. */
	readonly trust?: string | undefined;
};

/** @throws Fault `record.trust` with the line of whatever can't be read as what it should be. */
export async function knownKeys(stateDirectory: string, options: KnownOptions): Promise<Known> {
	const signers = options.signers ?? (await signersBeside(options.trust));
	const trust = options.trust === undefined ? undefined : await trustIn(options.trust);
	const listed = signers === undefined ? undefined : await signersIn(signers);
	return {
		recorderKeys: await recorderKeys(stateDirectory, options.recorder),
		...(listed === undefined
			? {}
			: {allowedSigners: trust === undefined ? listed : withRevoked(listed, trust)}),
		...(trust === undefined ? {} : {trust}),
	};
}

/** The allowed_signers file that lies beside a trust file, where there is one. */
export async function signersBeside(trust: string | undefined): Promise<string | undefined> {
	const path = trust === undefined ? undefined : join(dirname(resolve(trust)), 'allowed_signers');
	const isThere = path !== undefined && (await access(path).then(yes, no));
	return isThere ? path : undefined;
}

const yes = (): boolean => true;
const no = (): boolean => false;

async function recorderKeys(
	stateDirectory: string,
	path: string | undefined,
): Promise<readonly Uint8Array[]> {
	if (path !== undefined) {
		return [readRecorderPublicKey((await bytesOf(path)).toString('utf8'), path)];
	}
	const own = join(stateDirectory, 'keys', 'recorder.pub.pem');
	const pem = await readFile(own, 'utf8').catch(() => undefined);
	return pem === undefined ? [] : [readRecorderPublicKey(pem, own)];
}

async function signersIn(path: string): Promise<readonly AllowedSigner[]> {
	const {signers, problems} = readAllowedSigners(await bytesOf(path));
	refuseProblems(path, problems);
	return signers;
}

async function trustIn(path: string): Promise<Trust> {
	const reading = readTrust(await bytesOf(path));
	if (!reading.ok) {
		refuseProblems(path, reading.problems);
		throw new Fault('record.trust', `${path} can't be read as trust.yaml.`, 'See `gonogo help approvals`.');
	}
	return reading.trust;
}

async function bytesOf(path: string): Promise<Buffer> {
	try {
		return await readFile(path);
	} catch (error) {
		throw new Fault(
			'record.trust',
			`${path} can't be read: ${error instanceof Error ? error.message : String(error)}`,
			'Check the path.',
			{cause: error},
		);
	}
}

function refuseProblems(
	path: string,
	problems: readonly {line: number; column: number; message: string}[],
): void {
	const [first] = problems;
	if (first !== undefined) {
		const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
		throw new Fault(
			'record.trust',
			`${path}:${first.line}:${first.column}: ${first.message}${more}`,
			'Mend the file: whom to believe is never guessed.',
		);
	}
}
