import {z} from 'zod';
import {sha256Hex} from '../text/digest.ts';
import {refuse} from './refused.ts';
import {readStrictJson} from './strict-json.ts';

/** DSSE v1 (secure-systems-lab/dsse) around an in-toto statement. */
export const payloadType = 'application/vnd.in-toto+json';

/** Limits of what is read from outside; a record of 1,000 steps has about 400 KiB. */
export const envelopeLimits = {bytesMax: 1_048_576, signaturesMax: 64, depthMax: 32} as const;

export type Signature = {readonly keyid: string; readonly sig: Uint8Array};

export type Envelope = {
	readonly payloadType: string;
	/** The statement's bytes: what was signed, and what is parsed. */
	readonly payload: Uint8Array;
	readonly signatures: readonly Signature[];
};

/**
Reads an envelope strictly.

@throws Refused for anything but one JSON object of the known shape within the limits, in canonical base64.
*/
export function readEnvelope(bytes: Uint8Array): Envelope {
	const parsed = shape.safeParse(readStrictJson(bytes, envelopeLimits));
	if (!parsed.success) {
		refuse(`it is no DSSE envelope: ${firstIssue(parsed.error)}`);
	}
	const {payload, signatures} = parsed.data;
	return {
		payloadType: parsed.data.payloadType,
		payload: readBase64(payload, 'the payload'),
		signatures: signatures.map(({keyid, sig}, index) => ({
			keyid,
			sig: readBase64(sig, `signature ${index + 1}`),
		})),
	};
}

/** Compact, without a newline: every byte of the file counts. */
export function writeEnvelope(envelope: Envelope): Uint8Array {
	const signatures = envelope.signatures.map(({keyid, sig}) => ({
		keyid,
		sig: Buffer.from(sig).toString('base64'),
	}));
	return Buffer.from(
		JSON.stringify({
			payloadType: envelope.payloadType,
			payload: Buffer.from(envelope.payload).toString('base64'),
			signatures,
		}),
	);
}

/** The bytes that are signed: `"DSSEv1" SP length(type) SP type SP length(body) SP body`, lengths in bytes. */
export function paeBytes({
	payloadType: type,
	payload,
}: Pick<Envelope, 'payloadType' | 'payload'>): Uint8Array {
	const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.byteLength} `;
	return Buffer.concat([Buffer.from(head), payload]);
}

/** Id of a record or an approval: SHA-256 of its PAE bytes, 64 hex digits. A later countersignature keeps it. */
export function envelopeId(envelope: Pick<Envelope, 'payloadType' | 'payload'>): string {
	return sha256Hex(paeBytes(envelope));
}

/** Base64 with padding and no other bytes; `Buffer.from` alone accepts anything. @throws Refused */
export function readBase64(text: string, what: string): Uint8Array {
	const bytes = Buffer.from(text, 'base64');
	return bytes.toString('base64') === text ? bytes : refuse(`${what} is not canonical base64`);
}

/** Where a value differs from its schema, in one line. */
export function firstIssue(error: z.ZodError): string {
	const [issue] = error.issues;
	return issue === undefined ? 'unknown' : `${issue.path.join('.') || 'it'}: ${issue.message}`;
}

const shape = z.strictObject({
	payloadType: z.literal(payloadType),
	payload: z.string().min(1),
	signatures: z
		.array(z.strictObject({keyid: z.string().max(256), sig: z.string().min(1).max(65_536)}))
		.max(envelopeLimits.signaturesMax, `more than ${envelopeLimits.signaturesMax} signatures`),
});
