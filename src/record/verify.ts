import type {DeploymentRecord} from '../engine/record.ts';
import type {AllowedSigner} from './allowed-signers.ts';
import {type AmendmentFile, checkAmendments} from './check-amendments.ts';
import {checkArtifacts, checkFiles, type RunFiles} from './check-files.ts';
import {checkGates, type GateLook} from './check-gates.ts';
import {checkHistory, type HistoryLook} from './check-history.ts';
import {checkJournal} from './check-journal.ts';
import {checkPeople} from './check-people.ts';
import {checkSamples, type SampleDigests} from './check-samples.ts';
import {checkSignatures, type Recorders} from './check-signatures.ts';
import {type Envelope, envelopeId, readEnvelope} from './envelope.ts';
import {readStatement} from './read-statement.ts';
import {recorderKeyid} from './recorder-key.ts';
import {attempt} from './refused.ts';
import type {RecordStatement} from './schema.ts';
import {subjectsOf} from './statement.ts';
import {withRevoked} from './trust.ts';
import {
	checkGroups,
	failed,
	notChecked,
	passed,
	type TrustLevel,
	type Verification,
	type VerificationCheck,
} from './verification.ts';

export type VerifyOptions = RunFiles &
	HistoryLook &
	GateLook & {
		/** Whose keys are whose; absent means nobody is known, an empty list means nobody may sign. */
		readonly allowedSigners?: readonly AllowedSigner[];
		/** SPKI (DER) of the recorder keys known here. */
		readonly recorderKeys?: readonly Uint8Array[];
		/** Of the guards' samples beside the journal. */
		readonly samples?: SampleDigests | undefined;
		/** What was said of the run later, as it lies beside the record, in any order. */
		readonly amendments?: readonly AmendmentFile[] | undefined;
		/** Digests that the record must be about, hex. */
		readonly artifacts?: readonly string[];
		/** Now, milliseconds since 1970. */
		readonly nowMs: number;
	};

/**
Asks everything that can be asked of a record offline. Reads nothing and changes nothing: what it is given is what it
looks at. Never throws for what stands in `bytes`.

@param bytes `record.json` as it lies on disk; see `readRecordFile` for a reader with the same limit.
*/
export function verifyRecord(bytes: Uint8Array, given: VerifyOptions): Verification {
	const {allowedSigners, trust} = given;
	const options =
		allowedSigners === undefined || trust === undefined
			? given
			: {...given, allowedSigners: withRevoked(allowedSigners, trust)};
	const envelope = attempt(() => readEnvelope(bytes));
	if (!envelope.ok) {
		return refused([failed('envelope', 'envelope', `It can't be accepted: ${envelope.why}.`)]);
	}
	const first = passed(
		'envelope',
		'envelope',
		`DSSE v1 with ${count(envelope.value.signatures.length, 'signature')}.`,
	);
	const statement = attempt(() => readStatement(envelope.value));
	return statement.ok
		? checkAll({envelope: envelope.value, statement: statement.value, first}, options)
		: {
				...refused([first, failed('statement', 'statement', `It can't be accepted: ${statement.why}.`)]),
				id: envelopeId(envelope.value),
			};
}

type Read = {
	readonly envelope: Envelope;
	readonly statement: RecordStatement;
	readonly first: VerificationCheck;
};

function checkAll({envelope, statement, first}: Read, options: VerifyOptions): Verification {
	const record = statement.predicate;
	const id = envelopeId(envelope);
	const signatures = checkSignatures(envelope, record.signing, recordersOf(options));
	const people = checkPeople({
		record,
		held: signatures.held,
		allowedSigners: options.allowedSigners,
		nowMs: options.nowMs,
	});
	const gates = checkGates(record, options);
	const history = checkHistory({id, record}, options);
	const amendments = checkAmendments(
		{id, record, files: options.amendments ?? []},
		{
			...options,
			recorders: recordersOf(options),
		},
	);
	const checks = inOrder([
		first,
		...checkStatement(statement),
		...signatures.checks,
		...people.checks,
		...gates.checks,
		...checkJournal(record, options.journal),
		...checkFiles(record, options),
		...checkSamples(record, options.samples),
		...checkArtifacts(statement.subject, options.artifacts),
		...history.checks,
		...amendments.checks,
	]);
	const ok = checks.every(({result}) => result !== 'FAIL');
	const reached = levelOf([
		signatures.recorderKnown || people.driverSigned,
		people.driverSigned,
		gates.allMet,
		people.touched && history.headFits,
	]);
	return {
		checks,
		ok,
		level: ok ? reached : 0,
		unknowable: unknowable(record, history.headFits),
		id,
		record,
		amendments: amendments.counted,
	};
}

function recordersOf({recorderKeys = [], trust}: VerifyOptions): Recorders {
	const revoked = trust?.revoked ?? [];
	const listed = [...recorderKeys.map(recorderKeyid), ...Object.values(trust?.recorders ?? {})];
	return {known: listed.filter(keyid => !revoked.includes(keyid)), revoked};
}

function checkStatement(statement: RecordStatement): VerificationCheck[] {
	const {predicate, subject} = statement;
	const {run, environment, verdict} = predicate;
	const said = `Run ${run.id} in ${environment.name}: ${verdict.is}${run.flags.length === 0 ? '' : ` (${run.flags.join(', ')})`}.`;
	const isSame = JSON.stringify(subject) === JSON.stringify(subjectsOf(predicate));
	const isBackwards = Date.parse(run.endedAt) < Date.parse(run.openedAt);
	return [
		passed('statement', 'statement', said),
		...(isBackwards
			? [notChecked('statement', 'times', 'It says that it ended before it began: a clock was set back.')]
			: []),
		isSame
			? passed('statement', 'subject', `About ${subject.map(({name}) => name).join(', ')}.`)
			: failed(
					'statement',
					'subject',
					'What the statement is about is not what its record says was deployed.',
				),
	];
}

function levelOf(steps: readonly boolean[]): TrustLevel {
	const reached = steps.findIndex(holds => !holds);
	const levels: readonly TrustLevel[] = [0, 1, 2, 3, 4];
	return levels[reached === -1 ? 4 : reached] ?? 0;
}

function inOrder(checks: readonly VerificationCheck[]): VerificationCheck[] {
	return checks.toSorted((a, b) => checkGroups.indexOf(a.group) - checkGroups.indexOf(b.group));
}

function refused(checks: readonly VerificationCheck[]): Verification {
	return {checks, ok: false, level: 0, unknowable: []};
}

function unknowable({run}: DeploymentRecord, headFits: boolean): string[] {
	return [
		...(headFits
			? []
			: ['Whether later entries or records were dropped: nothing remembered elsewhere was compared.']),
		`Whether the times are true: they are those of ${run.host}'s clock.`,
		'Whether a key was stolen or lent.',
	];
}

function count(many: number, what: string): string {
	return `${many} ${what}${many === 1 ? '' : 's'}`;
}
