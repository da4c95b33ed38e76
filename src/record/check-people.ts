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
	if (held.length === 0) {
		return {
			checks: [notChecked('people', 'who signed', 'No person has signed.')],
			driverSigned: false,
			touched: false,
		};
	}
	if (allowedSigners === undefined) {
		return {
			checks: [
				notChecked('people', 'who signed', 'No allowed signers were given: whose the keys are is not known.'),
			],
			driverSigned: false,
			touched: false,
		};
	}
	const endedMs = Date.parse(record.run.endedAt);
	const judged = held.map(one => judge(one, {allowedSigners, endedMs, nowMs}));
	const driver = record.signing.person.name;
	const driverSigned = judged.find(
		({names, one, check}) => check.result === 'PASS' && names.includes(driver) && isDrivers(record, one),
	);
	const checks = [...judged.map(({check}) => check), ...wrongName(record, judged), ...presenceChecks(judged)];
	return {
		checks,
		driverSigned: driverSigned !== undefined,
		touched: driverSigned?.one.presence?.touched === true,
	};
}

type Judged = {
	readonly one: HeldSignature;
	readonly names: readonly string[];
	readonly check: VerificationCheck;
};
type Times = {
	readonly allowedSigners: readonly AllowedSigner[];
	readonly endedMs: number;
	readonly nowMs: number;
};

function judge(one: HeldSignature, {allowedSigners, endedMs, nowMs}: Times): Judged {
	const {key, position} = one;
	const name = `signer ${position}`;
	const lines = allowedSigners.filter(
		signer => signer.key.fingerprint === key.fingerprint && mayIn(signer, namespaces.record),
	);
	const names = lines.flatMap(({principals}) => principals);
	if (lines.length === 0) {
		return {
			one,
			names,
			check: failed('people', name, `${key.fingerprint} belongs to nobody among the allowed signers.`),
		};
	}
	const who = `${names.join(', ')} with ${key.fingerprint}`;
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

function isDrivers({signing: {person}}: DeploymentRecord, {key}: HeldSignature): boolean {
	return 'unsigned' in person || person.keyid === key.fingerprint;
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

function presenceChecks(judged: readonly Judged[]): VerificationCheck[] {
	return judged.flatMap(({one}) => {
		if (!isHardware(one.key)) {
			return [];
		}
		const touched = one.presence?.touched === true;
		const name = `touch ${one.position}`;
		return [
			touched
				? passed('people', name, 'The token was touched.')
				: failed('people', name, 'The token signed without being touched.'),
		];
	});
}
