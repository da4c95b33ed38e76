import type {ChainedEntry} from '../engine/entry.ts';
import type {DeploymentRecord, RecordIdentity} from '../engine/record.ts';
import type {RunState} from '../engine/state.ts';
import {sha256Hex} from '../text/digest.ts';
import {measureDowntime} from './downtime.ts';
import {type Envelope, envelopeId, writeEnvelope} from './envelope.ts';
import {readOutputs} from './outputs.ts';
import type {RecorderKey} from './recorder-key.ts';
import {buildRunMd} from './run-md.ts';
import {readSamples} from './samples.ts';
import {personSigner, recorderSigner, signRecord} from './sign.ts';
import type {FoundKey} from './ssh-key.ts';
import {buildStatement, type Extras} from './statement.ts';

export type Finishing = {
	readonly state: RunState;
	/** The whole journal, the closing entry included. */
	readonly entries: readonly ChainedEntry[];
	/** The pinned runbook as text; its digest is the one that stands in the journal. */
	readonly runbookText: string;
	/** The run's directory; only `output/` and `guards/` are read. */
	readonly directory: string;
	readonly keys: {
		readonly recorder: RecorderKey;
		/** From `findPersonKey`, or why no person is to sign: `{ok: false, why: 'practice is signed by the recorder alone'}`. */
		readonly person: FoundKey;
		/** The session's environment, for the agent and SSH_ASKPASS. */
		readonly env: Readonly<Record<string, string | undefined>>;
	};
	readonly extras?: Omit<Extras, 'signing'>;
};

export type FinishedRecord = RecordIdentity & {
	/** `record.json`, to the byte. */
	readonly envelopeBytes: Uint8Array;
	/** `run.md`, to be written as UTF-8; its digest is signed. */
	readonly runMd: string;
	readonly record: DeploymentRecord;
	/** Why the operator's own signature is missing, in words for the closing screen. */
	readonly unsigned?: string;
};

/**
Makes the signed record of a run that is over. Always gives a record: when the person's key can't be used, the recorder
signs alone and the statement says why. Writing the two files is the store's.
*/
export async function finishRecord(finishing: Finishing): Promise<FinishedRecord> {
	const {state, entries, runbookText, directory, keys} = finishing;
	const outputs = await readOutputs(directory, state);
	const downtimeMs = await measureDowntime(directory, state);
	const runMd = buildRunMd({runbookText, state, entries, outputs, downtimeMs});
	const extras = {
		samples: await readSamples(directory, state),
		downtimeMs,
		...finishing.extras,
	};
	const draft = {...finishing, runMd, extras};
	const both = keys.person.ok ? await signedByBoth(draft, keys.person.key) : keys.person;
	return both.ok
		? finished(draft, both.value)
		: {...finished(draft, await signedAlone(draft, both.why)), unsigned: both.why};
}

type Draft = Finishing & {readonly runMd: string};
type Signed = {readonly envelope: Envelope; readonly record: DeploymentRecord};
type PersonKey = Extract<FoundKey, {ok: true}>['key'];

async function signedByBoth(
	draft: Draft,
	key: PersonKey,
): Promise<{ok: true; value: Signed} | {ok: false; why: string}> {
	const signer = personSigner(key, draft.keys.env);
	const built = build(draft, {name: draft.state.operator, keyid: key.publicKey.fingerprint});
	const signed = await signRecord(built.payload, [recorderSigner(draft.keys.recorder), signer]);
	return signed.ok ? {ok: true, value: {envelope: signed.value, record: built.record}} : signed;
}

async function signedAlone(draft: Draft, why: string): Promise<Signed> {
	const built = build(draft, {name: draft.state.operator, unsigned: why});
	const signed = await signRecord(built.payload, [recorderSigner(draft.keys.recorder)]);
	if (!signed.ok) {
		throw new Error(`This is a bug: the recorder could not sign: ${signed.why}`);
	}
	return {envelope: signed.value, record: built.record};
}

function build(
	draft: Draft,
	person: DeploymentRecord['signing']['person'],
): {payload: Uint8Array; record: DeploymentRecord} {
	const {state, entries, runMd, keys, extras} = draft;
	const {keyid, spki} = keys.recorder;
	const statement = buildStatement({
		state,
		entries,
		runbookSha256: state.opened.runbook.sha256,
		runMdSha256: sha256Hex(runMd),
		extras: {
			...extras,
			signing: {recorder: {keyid, publicKey: Buffer.from(spki).toString('base64')}, person},
		},
	});
	return {payload: Buffer.from(JSON.stringify(statement)), record: statement.predicate};
}

function finished({state, runMd}: Draft, {envelope, record}: Signed): FinishedRecord {
	return {
		id: envelopeId(envelope),
		run: state.opened.run,
		envelopeBytes: writeEnvelope(envelope),
		runMd,
		record,
	};
}
