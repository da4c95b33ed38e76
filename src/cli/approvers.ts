import {resolve} from 'node:path';
import type {EventOf} from '../engine/event.ts';
import {Fault} from '../fault.ts';
import {findPersonKey} from '../record/ssh-key.ts';
import {policyFor, rolesOf, type Trust} from '../record/trust.ts';
import type {Approvers, Believed} from '../session/approvals.ts';
import {knownKeys, signersBeside} from './known-keys.ts';
import {keySearch} from './person-key.ts';
import type {Settings} from './settings.ts';
import {lastTrustFor, rememberTrust} from './trust-seen.ts';

/** From the arguments; the settings' names for what is left out. */
export type TrustOptions = {
	/** trust.yaml. */
	readonly trustFile?: string | undefined;
	/** allowed_signers; beside the trust file where it is left out. */
	readonly signers?: string | undefined;
};

export type Asking = {
	readonly stateDirectory: string;
	readonly settings: Settings;
	readonly options: TrustOptions;
	/** The run it is about. */
	readonly opened: Pick<EventOf<'run.opened'>, 'environment' | 'practice' | 'mode'>;
};

/**
Whom a run believes at its gates. Looked at once before the run begins, so that what is wrong is said then; read again
whenever it matters.

@returns undefined for a rehearsal, whose gates stand for nothing.
@throws Fault `record.trust` when a file can't be read, and when an environment that was run under a trust file is to be
run without one.
*/
export async function approversFor(asking: Asking): Promise<Approvers | undefined> {
	const {stateDirectory, opened} = asking;
	if (opened.mode === 'rehearse') {
		return undefined;
	}
	const files = await trustFiles(asking);
	const {trust} = await believedNow(asking, files);
	if (opened.practice) {
		return readerOf(asking, files);
	}
	if (trust === undefined) {
		await expectNeverSeen(stateDirectory, opened.environment);
	} else if (files.trust !== undefined) {
		await rememberTrust(stateDirectory, opened.environment, {
			path: files.trust,
			at: new Date().toISOString(),
		});
	}
	return readerOf(asking, files);
}

/** The roles that the trust file gives someone; undefined where there is none. */
export async function rolesFor(
	approvers: Approvers | undefined,
	person: string,
): Promise<readonly string[] | undefined> {
	const believed = await approvers?.();
	return believed?.ok === true && believed.value.trust !== undefined
		? rolesOf(believed.value.trust, person)
		: undefined;
}

/** The same for someone who looks on or approves: nothing is required and nothing remembered. */
export function approversOf(asking: Asking): Approvers {
	return readerOf(asking, trustFiles(asking));
}

type TrustFiles = {readonly trust?: string; readonly signers?: string};

async function trustFiles({settings, options}: Asking): Promise<TrustFiles> {
	const trust = options.trustFile ?? settings.trust;
	const signers = options.signers ?? settings.signers ?? (await signersBeside(trust));
	return {
		...(trust === undefined ? {} : {trust: resolve(trust)}),
		...(signers === undefined ? {} : {signers: resolve(signers)}),
	};
}

/** @throws Fault `record.trust`. */
async function believedNow({stateDirectory, opened}: Asking, files: TrustFiles): Promise<Believed> {
	const {trust, allowedSigners = []} = await knownKeys(stateDirectory, files);
	const governing = trust !== undefined && governs(trust, opened) ? trust : undefined;
	if (governing !== undefined && files.signers === undefined && asksForOthers(governing, opened)) {
		throw new Fault(
			'record.trust',
			`${files.trust} asks for signed approval in ${opened.environment}, and no allowed_signers file says whose keys are whose.`,
			'Put allowed_signers beside it, or name one with --signers or `gonogo settings signers FILE`.',
		);
	}
	return {allowedSigners, ...(governing === undefined ? {} : {trust: governing})};
}

/** A practice release is nobody's production: a trust file counts there only when it speaks of practice. */
function governs({environments}: Trust, {practice, environment}: Asking['opened']): boolean {
	return !practice || environment in environments;
}

function asksForOthers(trust: Trust, {environment}: Asking['opened']): boolean {
	return policyFor(trust, environment).approvals > 0;
}

async function expectNeverSeen(stateDirectory: string, environment: string): Promise<void> {
	const seen = await lastTrustFor(stateDirectory, environment);
	if (seen !== undefined) {
		throw new Fault(
			'record.trust',
			`${environment} has been run under ${seen.path} since ${seen.at}, and no trust file is given now.`,
			'Give it with --trust-file, or `gonogo settings trust FILE`: who may approve does not lapse by leaving it out.',
		);
	}
}

function readerOf(asking: Asking, found: TrustFiles | Promise<TrustFiles>): Approvers {
	let own: Promise<string | undefined> | undefined;
	return async () => {
		try {
			const files = await found;
			own ??= ownKey(asking, files);
			const [believed, driverKey] = await Promise.all([believedNow(asking, files), own]);
			return {ok: true, value: {...believed, ...(driverKey === undefined ? {} : {driverKey})}};
		} catch (error) {
			return {ok: false, why: error instanceof Error ? error.message : String(error)};
		}
	};
}

/** Fingerprint of the key that will sign this run's record for whoever drives it. */
async function ownKey({stateDirectory, settings}: Asking, files: TrustFiles): Promise<string | undefined> {
	const {signers} = files;
	const found = await findPersonKey(
		await keySearch(stateDirectory, {...settings, ...(signers === undefined ? {} : {signers})}),
	);
	return found.ok ? found.key.publicKey.fingerprint : undefined;
}
