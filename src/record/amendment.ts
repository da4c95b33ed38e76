import {type Amendment, amendmentSchema} from '../engine/amendment.ts';
import {
	type Envelope,
	envelopeId,
	envelopeLimits,
	firstIssue,
	readEnvelope,
	writeEnvelope,
} from './envelope.ts';
import type {RecorderKey} from './recorder-key.ts';
import {type Attempted, attempt, refuse} from './refused.ts';
import {anyStatementSchema, predicateTypes, statementType} from './schema.ts';
import {personSigner, recorderSigner, signRecord} from './sign.ts';
import type {FoundKey} from './ssh-key.ts';
import {readStrictJson} from './strict-json.ts';

export type Amending = {
	readonly says: Omit<Amendment, 'signing'>;
	readonly keys: {
		readonly recorder: RecorderKey;
		readonly person: FoundKey;
		readonly env: Readonly<Record<string, string | undefined>>;
	};
};

/**
Makes a signed amendment: an in-toto statement of its own about a record's id, signed by this installation and by the
person.

@returns the envelope's bytes, and why the person's signature is missing when it is.
*/
export async function makeAmendment({
	says,
	keys,
}: Amending): Promise<{readonly bytes: Uint8Array; readonly unsigned?: string}> {
	const {person, recorder, env} = keys;
	if (person.ok) {
		const named = {name: says.by, keyid: person.key.publicKey.fingerprint};
		const signed = await signRecord(payloadOf(says, recorder, named), [
			recorderSigner(recorder),
			personSigner(person.key, env),
		]);
		return signed.ok ? {bytes: writeEnvelope(signed.value)} : alone({says, keys}, signed.why);
	}
	return alone({says, keys}, person.why);
}

async function alone({says, keys}: Amending, why: string) {
	const payload = payloadOf(says, keys.recorder, {name: says.by, unsigned: why});
	const signed = await signRecord(payload, [recorderSigner(keys.recorder)]);
	if (!signed.ok) {
		throw new Error(`This is a bug: the recorder could not sign: ${signed.why}`);
	}
	return {bytes: writeEnvelope(signed.value), unsigned: why};
}

function payloadOf(
	says: Amending['says'],
	{keyid, spki}: RecorderKey,
	person: Amendment['signing']['person'],
): Uint8Array {
	const recorder = {keyid, publicKey: Buffer.from(spki).toString('base64')};
	const predicate: Amendment = {...says, signing: {recorder, person}};
	return Buffer.from(
		JSON.stringify({
			_type: statementType,
			subject: [{name: says.run, digest: {sha256: says.record}}],
			predicateType: predicateTypes.amendment,
			predicate,
		}),
	);
}

const statementSchema = anyStatementSchema.extend({predicate: amendmentSchema});

export type ReadAmendment = {
	readonly id: string;
	readonly envelope: Envelope;
	readonly amendment: Amendment;
};

/** Reads a stored amendment strictly; its signatures are not looked at. */
export function readAmendment(bytes: Uint8Array): Attempted<ReadAmendment> {
	return attempt(() => {
		const envelope = readEnvelope(bytes);
		const parsed = statementSchema.safeParse(readStrictJson(envelope.payload, envelopeLimits));
		if (!parsed.success) {
			return refuse(`it is no amendment: ${firstIssue(parsed.error)}`);
		}
		const {predicate, predicateType, subject} = parsed.data;
		if (predicateType !== predicateTypes.amendment) {
			refuse(`its predicate is ${predicateType}`);
		}
		if (subject.length !== 1 || subject[0]?.digest.sha256 !== predicate.record) {
			refuse('its subject is not the record it names');
		}
		return {id: envelopeId(envelope), envelope, amendment: predicate};
	});
}
