import type {DeploymentRecord} from '../engine/record.ts';
import type {AllowedSigner} from './allowed-signers.ts';
import type {HeldSignature} from './check-signatures.ts';
import {isHardware} from './ssh-public-key.ts';
import {namespaces} from './sshsig.ts';
import {failed, notChecked, passed, type VerificationCheck} from './verification.ts';

export type PeopleChecks = {
	readonly checks: readonly VerificationCheck[];
	/** The person who drove has signed with a key that is theirs. */
	readonly driverSigned: boolean;
	/** … with a token that was touched. */
	readonly touched: boolean;
};

export type PeopleLook = {
	readonly record: DeploymentRecord;
	readonly held: readonly HeldSignature[];
	/** Absent: nobody's key is known. */
	readonly allowedSigners?: readonly AllowedSigner[] | undefined;
	/** Now, milliseconds since 1970. */
	readonly nowMs: number;
};

/** Whose the signatures are: by the allowed signers, at the time the record claims and now. */
export function checkPeople({record, held, allowedSigners, nowMs}: PeopleLook): PeopleChecks {
	const touches = touchChecks(held);
	const why =
		held.length === 0
			? 'No person has signed.'
			: 'No allowed signers were given: whose the keys are is not known.';
	if (held.length === 0 || allowedSigners === undefined) {
		return {
			checks: [notChecked('people', 'who signed', why), ...touches],
			driverSigned: false,
			touched: false,
		};
	}
	const {person} = record.signing;
	const driverKey = 'keyid' in person ? person.keyid : undefined;
	const times = {allowedSigners, driverKey, endedMs: Date.parse(record.run.endedAt), nowMs};
	const judged = held.map(one => judge(one, times));
	const driver = judged.find(
		({names, one, check}) =>
			check.result === 'PASS' &&
			names.includes(person.name) &&
			(driverKey ?? one.key.fingerprint) === one.key.fingerprint,
	);
	const checks = [...judged.map(({check}) => check), ...wrongName(record, judged), ...touches];
	return {checks, driverSigned: driver !== undefined, touched: driver?.one.presence?.touched === true};
}

type Judged = {
	readonly one: HeldSignature;
	readonly names: readonly string[];
	readonly check: VerificationCheck;
};
type Times = {
	/** The key the record names for its driver; a stranger's countersignature beside it proves nothing and harms nothing. */
	readonly driverKey: string | undefined;
	readonly allowedSigners: readonly AllowedSigner[];
	readonly endedMs: number;
	readonly nowMs: number;
};

function judge(one: HeldSignature, {allowedSigners, driverKey, endedMs, nowMs}: Times): Judged {
	const {key, position} = one;
	const name = `signer ${position}`;
	const lines = allowedSigners.filter(
		signer => signer.key.fingerprint === key.fingerprint && mayIn(signer, namespaces.record),
	);
	const names = lines.flatMap(({principals}) => principals);
	if (lines.length === 0) {
		const why = `${key.fingerprint} belongs to nobody among the allowed signers.`;
		const isNamed = key.fingerprint === driverKey;
		return {one, names, check: isNamed ? failed('people', name, why) : notChecked('people', name, why)};
	}
	const who = `${names.join(', ')} with ${key.fingerprint}`;
	if (lines.some(({revoked}) => revoked === true)) {
		return {one, names, check: failed('people', name, `${who}: the key was revoked.`)};
	}
	if (!lines.some(line => isValid(line, endedMs))) {
		return {one, names, check: failed('people', name, `${who}: the key was not valid when the run ended.`)};
	}
	return lines.some(line => isValid(line, nowMs))
		? {one, names, check: passed('people', name, `${who}.`)}
		: {
				one,
				names,
				check: notChecked(
					'people',
					name,
					`${who}: the key has expired since; that it signed before rests on claimed times.`,
				),
			};
}

/** Whether this line lets its key sign in this namespace. */
export function mayIn({namespaces: allowed}: AllowedSigner, namespace: string): boolean {
	return allowed === undefined || allowed.includes(namespace);
}

export function isValid({validAfterMs, validBeforeMs}: AllowedSigner, atMs: number): boolean {
	return (
		atMs >= (validAfterMs ?? Number.NEGATIVE_INFINITY) && atMs < (validBeforeMs ?? Number.POSITIVE_INFINITY)
	);
}

/** The record says “alice”; the key that signed for her has to be hers. */
function wrongName(record: DeploymentRecord, judged: readonly Judged[]): VerificationCheck[] {
	const {person} = record.signing;
	const named =
		'unsigned' in person ? undefined : judged.find(({one}) => one.key.fingerprint === person.keyid);
	const isOther = named !== undefined && named.names.length > 0 && !named.names.includes(person.name);
	return isOther
		? [
				failed(
					'people',
					'driver’s name',
					`The record says ${person.name}; the key belongs to ${named.names.join(', ')}.`,
				),
			]
		: [];
}

/** Every verifier but this one takes a token's word without the touch. */
function touchChecks(held: readonly HeldSignature[]): VerificationCheck[] {
	return held
		.filter(({key}) => isHardware(key))
		.map(({position, presence}) =>
			presence?.touched === true
				? passed('people', `touch ${position}`, 'The token was touched.')
				: failed('people', `touch ${position}`, 'The token signed without being touched.'),
		);
}
