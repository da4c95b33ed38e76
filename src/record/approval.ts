import {z} from 'zod';
import {runIdPattern} from '../engine/entry.ts';
import {sha256Hex} from '../text/digest.ts';
import type {AllowedSigner} from './allowed-signers.ts';
import {isValid, mayIn} from './check-people.ts';
import {
	type Envelope,
	envelopeLimits,
	firstIssue,
	paeBytes,
	payloadType,
	readEnvelope,
	writeEnvelope,
} from './envelope.ts';
import {type Attempted, attempt, refuse} from './refused.ts';
import {anyStatementSchema, predicateTypes, type Statement, statementType} from './schema.ts';
import {claimedKey, namespaces, verifySshSignature} from './sshsig.ts';
import {decode, readStrictJson} from './strict-json.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Everything an approval is bound to. When one of them is different later, the approval says nothing. */
const contextSchema = z.strictObject({
	run: z.string().regex(runIdPattern),
	/** Of this opening of the gate: an answer to an earlier one is another context. */
	nonce: z.string().max(128),
	gate: z.string().max(64),
	/** SHA-256 of the question's text. */
	question: sha256,
	runbook: sha256,
	environment: z.string().max(256),
	inputs: sha256,
	artifacts: sha256,
	/** Outcomes, answers, verdicts of guards and deviations so far. */
	evidence: sha256,
	/** What trust.yaml asks of this environment. */
	policy: sha256,
	/** The journal's head when the gate opened. */
	head: z.string().max(64),
});

export const approvalSchema = z.strictObject({
	/** What it stands for in sentences, for whoever signs it with nothing but this file. */
	reads: z.array(z.string().max(1024)).max(500).optional(),
	/** The question in words, so that whoever signs can read what. */
	question: z.string().max(4096),
	answer: z.enum(['go', 'no-go']),
	reason: z.string().max(4096).optional(),
	role: z.string().max(128).optional(),
	/** Of a judgement. */
	choice: z.string().max(256).optional(),
	by: z.string().min(1).max(256),
	madeAt: z.iso.datetime(),
	expiresAt: z.iso.datetime(),
	context: contextSchema,
});

export type ApprovalContext = z.infer<typeof contextSchema>;
export type Approval = z.infer<typeof approvalSchema>;

/**
The file an approver signs with `ssh-keygen -Y sign -n approval@gonogo.dev -f KEY FILE`: the very bytes a DSSE signature
covers, with the statement laid out for reading. Private enough to mail: it holds digests and the question.
*/
export function exportApproval(approval: Approval): Uint8Array {
	return paeBytes({payloadType, payload: payloadOf(approval)});
}

/** Joins an exported file and the `.sig` beside it. @returns the envelope as text, for the journal. */
export function importApproval(file: Uint8Array, armor: string): Attempted<string> {
	return attempt(() => {
		const payload = payloadIn(file);
		const {fingerprint} = claimedKey(armor);
		const envelope = {payloadType, payload, signatures: [{keyid: fingerprint, sig: Buffer.from(armor)}]};
		return Buffer.from(writeEnvelope(envelope)).toString('utf8');
	});
}

export type ApprovalLook = {
	readonly allowedSigners: readonly AllowedSigner[];
	/** What the gate stands on now; only these fields are compared. */
	readonly expected: Partial<ApprovalContext>;
	/** What an approval would read now; compared after all else, where the approval tells it. */
	readonly readsNow?: (approval: Approval) => readonly string[];
	/** The moment it has to be valid at, milliseconds since 1970. */
	readonly atMs: number;
};

export type VerifiedApproval = Approval & {readonly fingerprint: string; readonly touched?: boolean};

/** Checks a signed approval: signature, whose it is, its time, and that it is about exactly this. */
export function verifyApproval(signed: string, look: ApprovalLook): Attempted<VerifiedApproval> {
	return attempt(() => {
		const envelope = readEnvelope(Buffer.from(signed));
		const approval = approvalIn(envelope);
		const [one, ...more] = envelope.signatures;
		if (one === undefined || more.length > 0) {
			refuse('an approval has one signature');
		}
		const {key, presence} = verifySshSignature(decode(one.sig), {
			message: paeBytes(envelope),
			namespace: namespaces.approval,
		});
		if (key.fingerprint !== one.keyid) {
			refuse(`it says it was signed by ${one.keyid} and was signed by ${key.fingerprint}`);
		}
		checkOwner(approval, key.fingerprint, look);
		checkContext(approval, look);
		if (presence?.touched === false) {
			refuse('the token signed without being touched');
		}
		return {
			...approval,
			fingerprint: key.fingerprint,
			...(presence === undefined ? {} : {touched: presence.touched}),
		};
	});
}

function payloadOf(approval: Approval): Uint8Array {
	const {run, gate, runbook} = approval.context;
	const statement: Statement<Approval> = {
		_type: statementType,
		subject: [{name: `${run}/${gate}`, digest: {sha256: runbook}}],
		predicateType: predicateTypes.approval,
		predicate: approval,
	};
	return Buffer.from(`${JSON.stringify(statement, undefined, '\t')}\n`);
}

/** @throws Refused when the file is not what was exported: its lengths have to fit to the byte. */
function payloadIn(file: Uint8Array): Uint8Array {
	const text =
		file.byteLength > envelopeLimits.bytesMax ? refuse('the file is too large') : Buffer.from(file);
	const start = text.indexOf('{');
	const payload = start < 0 ? refuse('it is no exported approval') : text.subarray(start);
	const isWhole = Buffer.compare(paeBytes({payloadType, payload}), text) === 0;
	return isWhole ? payload : refuse('it was changed since it was exported');
}

function approvalIn({payload}: Envelope): Approval {
	const any = anyStatementSchema.safeParse(readStrictJson(payload, envelopeLimits));
	if (!any.success || any.data.predicateType !== predicateTypes.approval) {
		return refuse('it is no approval');
	}
	const approval = approvalSchema.safeParse(any.data.predicate);
	return approval.success ? approval.data : refuse(`it is no approval: ${firstIssue(approval.error)}`);
}

function checkOwner({by}: Approval, fingerprint: string, {allowedSigners, atMs}: ApprovalLook): void {
	const lines = allowedSigners.filter(({key}) => key.fingerprint === fingerprint);
	const own = lines.filter(({principals}) => principals.includes(by));
	if (own.length === 0) {
		const owners = lines.flatMap(({principals}) => principals);
		refuse(
			owners.length === 0
				? `${fingerprint} belongs to nobody among the allowed signers`
				: `it says ${by}, the key belongs to ${owners.join(', ')}`,
		);
	}
	if (own.some(({revoked}) => revoked === true)) {
		refuse(`the key of ${by} was revoked`);
	}
	if (!own.some(line => mayIn(line, namespaces.approval) && isValid(line, atMs))) {
		refuse(`the key of ${by} may not sign approvals at that time`);
	}
}

/** A clock that runs ahead of ours by more than this is wrong. */
const skewMsMax = 300_000;

function checkContext(approval: Approval, {expected, readsNow, atMs}: ApprovalLook): void {
	const {context, madeAt, expiresAt, reads, question} = approval;
	const differing = contextSchema
		.keyof()
		.options.find(field => expected[field] !== undefined && expected[field] !== context[field]);
	if (differing !== undefined) {
		refuse(`context differs: ${differing}`);
	}
	if (sha256Hex(question) !== context.question) {
		refuse('the question in words is not the one it is bound to');
	}
	if (reads !== undefined && readsNow !== undefined && reads.join('\n') !== readsNow(approval).join('\n')) {
		refuse('context differs: reads');
	}
	if (atMs > Date.parse(expiresAt)) {
		refuse(`it expired at ${expiresAt}`);
	}
	if (Date.parse(madeAt) > atMs + skewMsMax) {
		refuse(`it was made at ${madeAt}, which is still to come`);
	}
}
