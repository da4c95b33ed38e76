import {z} from 'zod';
import {outcomeSchema} from './event.ts';

/** What a record tells of steps and gates; the parts of record.ts that repeat. */

const text = z.string();
const at = z.iso.datetime();
const ms = z.number().nonnegative();
const count = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const stepId = z.string().regex(/^[a-z0-9._-]{1,64}$/);
const facts = z.record(text, z.union([text, z.number(), z.boolean()]));

/** Where a step stood when the run ended; the words of StepNow, with `pending` for what was not reached. */
export const stepStateSchema = z.enum([
	'pending',
	'passed',
	'warned',
	'failed',
	'unknown',
	'no-go',
	'overridden',
	'skipped',
	'deferred',
	'not-applicable',
	'resolved',
]);

const attemptSchema = z.strictObject({
	number: z.number().int().min(1),
	part: z.enum(['whole', 'verify', 'undo']),
	by: text,
	auto: z.boolean(),
	startedAt: at,
	endedAt: at.optional(),
	activeMs: ms,
	/** The script or request as it ran, secrets masked. `resolvedCut`: its whole length in characters and its digest. */
	resolved: text.optional(),
	resolvedCut: z.strictObject({chars: count, sha256}).optional(),
	edited: text.optional(),
	choice: text.optional(),
	/** The second person of a restore; `alone`: there was none. */
	witness: text.optional(),
	/** Absent: it has no end, what it did is unknown. */
	result: outcomeSchema.shape.result.optional(),
	why: text.optional(),
	exit: z.number().int().optional(),
	signal: text.optional(),
	stopped: outcomeSchema.shape.stopped,
	output: outcomeSchema.shape.output,
	captured: outcomeSchema.shape.captured,
	facts: facts.optional(),
	summary: text.optional(),
});

const answerSchema = z.strictObject({
	at,
	by: text,
	answer: z.enum(['yes', 'no', 'not-applicable', 'escalate']),
	value: text.optional(),
	note: text.optional(),
});

const decisionSchema = z.strictObject({
	at,
	by: text,
	disposition: text,
	reason: text.optional(),
	owner: text.optional(),
	due: text.optional(),
});

export const stepRecordSchema = z.strictObject({
	id: stepId,
	title: text,
	kind: text,
	branch: z.enum(['walk', 'rollback', 'emergency', 'aside', 'off-script']),
	/** 1-based first line in the runbook's file. */
	line: count,
	danger: text,
	mutates: z.boolean(),
	state: stepStateSchema,
	why: text.optional(),
	hosts: z.array(text),
	activeMs: ms,
	waitingMs: ms,
	attempts: z.array(attemptSchema),
	answer: answerSchema.optional(),
	decisions: z.array(decisionSchema),
});

export const approvalRecordSchema = z.strictObject({
	step: stepId,
	question: text,
	/** SHA-256 of the question as it stood on the screen, from the journal. */
	questionSha256: text,
	nonce: text,
	/** Distinct people the runbook asks for; the environment's policy may ask for more. */
	approvals: count,
	roles: z.array(text),
	openedAt: at,
	/** Journal head the gate was asked over. */
	head: text,
	waitingMs: ms,
	answers: z.array(
		z.strictObject({
			at,
			by: text,
			answer: z.enum(['go', 'no-go']),
			choice: text.optional(),
			role: text.optional(),
			reason: text.optional(),
			typed: z.boolean(),
			simulated: z.boolean(),
			/** In an emergency the driver went on without the people the gate asks for. */
			breakGlass: z.boolean().optional(),
			/** The approver is not the one who drove when the gate was answered. */
			separate: z.boolean(),
			/** The signed approval: a DSSE envelope as text. Absent: given at the driver's terminal. */
			signed: text.optional(),
			/** Why it counted no more when the gate was decided. */
			voided: text.optional(),
		}),
	),
});

export type StepRecord = z.infer<typeof stepRecordSchema>;
export type AttemptRecord = z.infer<typeof attemptSchema>;
export type ApprovalRecord = z.infer<typeof approvalRecordSchema>;
export type StepState = z.infer<typeof stepStateSchema>;
