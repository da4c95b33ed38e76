import {z} from 'zod';
import {runIdPattern} from './entry.ts';
import {criterionMetSchema} from './event.ts';
import {findingSchema} from './event-rules.ts';
import {callRecordSchema, redlineRecordSchema, repetitionRecordSchema} from './record-beside.ts';
import {approvalRecordSchema, stepRecordSchema, stepStateSchema} from './record-steps.ts';

/**
What a run leaves behind: the predicate of the signed statement, and what insight/ reads. Every object is strict, so a
record of a newer form is named as such and never half read. Times are ISO 8601 UTC as the journal claims them.
*/

const text = z.string();
const at = z.iso.datetime();
const ms = z.number().nonnegative();
const count = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const stepId = z.string().regex(/^[a-z0-9._-]{1,64}$/);
const facts = z.record(text, z.union([text, z.number(), z.boolean()]));

const flagSchema = z.enum([
	'rehearsal',
	'practice',
	'instructions',
	'emergency',
	'review-due',
	'single-operator',
	'unattended',
	'run-through',
]);

const runSchema = z.strictObject({
	id: z.string().regex(runIdPattern),
	nonce: text,
	gonogo: text,
	mode: text,
	screen: text,
	host: text,
	timeZone: text,
	openedAt: at,
	endedAt: at,
	/** Wall time from opening to end, of which: steps running, people deciding, held, and no gonogo open. */
	durationMs: ms,
	activeMs: ms,
	waitingMs: ms,
	heldMs: ms,
	awayMs: ms,
	flags: z.array(flagSchema),
});

const runbookSchema = z.strictObject({
	path: text,
	title: text,
	sha256,
	commit: text.optional(),
	includes: z.array(z.strictObject({path: text, sha256})),
	/** SHA-256 of `run.md`, the runbook filled in, that lies beside the record. */
	filledIn: sha256,
});

const changeSchema = z.strictObject({
	ticket: text.optional(),
	kind: text.optional(),
	author: text.optional(),
	/** When the change was committed, for the lead time. */
	committedAt: at.optional(),
});

/** A digest is there only where the value names one in full: a mutable tag or a short commit has none. */
const artifactSchema = z.strictObject({
	name: text,
	role: z.enum(['new', 'previous']),
	is: z.enum(['image', 'commit', 'file']),
	value: text,
	digest: z
		.strictObject({
			is: z.enum(['sha256', 'gitCommit']),
			hex: z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/),
		})
		.optional(),
});

const inputSchema = z.strictObject({
	name: text,
	is: z.enum(['value', 'secret', 'left']),
	value: text.optional(),
	from: text.optional(),
});

const outcomeOfStep = z.strictObject({
	step: stepId,
	state: stepStateSchema,
	at: at.optional(),
	summary: text.optional(),
	facts: facts.optional(),
});

const guardSchema = z.strictObject({
	step: stepId,
	title: text,
	changes: z.array(
		z.strictObject({at, from: text, to: text, value: z.number().optional(), why: text.optional()}),
	),
	/** Someone went on although it had tripped or had no data. */
	accepted: z.array(z.strictObject({at, by: text, reason: text})).optional(),
	/** The file of samples beside the journal. */
	samples: z.strictObject({count, gaps: count, sha256}).optional(),
});

const criterionSchema = z.strictObject({
	text,
	met: criterionMetSchema,
	/** The step that measured it; `steps` where it rests on several. */
	by: stepId.optional(),
	steps: z.array(stepId).optional(),
	measured: text.optional(),
	/** Nothing measured it, and this person said so at the end. */
	answered: z.strictObject({at, by: text}).optional(),
});

/** The two keys that were to sign. A person who could not sign is named with the reason. */
export const signingSchema = z.strictObject({
	/** `keyid`: hex SHA-256 of the SPKI; `publicKey`: that SPKI in base64. */
	recorder: z.strictObject({keyid: sha256, publicKey: text}),
	/** `keyid`: OpenSSH fingerprint, `SHA256:…`. */
	person: z.union([z.strictObject({name: text, keyid: text}), z.strictObject({name: text, unsigned: text})]),
});

export const recordSchema = z.strictObject({
	run: runSchema,
	runbook: runbookSchema,
	change: changeSchema,
	service: text.optional(),
	environment: z.strictObject({name: text, production: z.boolean()}),
	hosts: z.array(text),
	inputs: z.array(inputSchema),
	artifacts: z.array(artifactSchema),
	emergency: z.strictObject({reason: text, incident: text.optional()}).optional(),
	migrations: z.array(
		outcomeOfStep.extend({files: z.array(text), phase: text, applied: z.enum(['yes', 'no', 'unknown'])}),
	),
	backups: z.array(outcomeOfStep.extend({verify: text})),
	people: z.array(
		z.strictObject({
			name: text,
			roles: z.array(text),
			/** When they drove; empty for those who only answered. */
			drove: z.array(z.strictObject({from: at, to: at, host: text})),
		}),
	),
	approvals: z.array(approvalRecordSchema),
	steps: z.array(stepRecordSchema),
	deviations: z.array(z.strictObject({at, by: text, step: stepId.optional(), what: text, why: text})),
	/** What had to hold before a step could start, as it was found last. */
	rules: z.array(findingSchema.extend({at, waived: z.boolean(), baseline: text.optional()})).optional(),
	deferred: z.array(
		z.strictObject({
			step: stepId,
			title: text,
			owner: text.optional(),
			due: text.optional(),
			reason: text.optional(),
		}),
	),
	reviews: z.array(z.strictObject({what: text, dueAt: at})),
	notes: z.array(z.strictObject({at, by: text, text, step: stepId.optional()})),
	redlines: z.array(redlineRecordSchema).optional(),
	calls: z.array(callRecordSchema).optional(),
	repetitions: z.array(repetitionRecordSchema).optional(),
	guards: z.array(guardSchema),
	rollback: z
		.strictObject({
			startedAt: at,
			endedAt: at,
			durationMs: ms,
			by: text,
			trigger: text,
			reason: text,
			step: stepId.optional(),
			component: text.optional(),
			succeeded: z.boolean(),
		})
		.optional(),
	messages: z.array(outcomeOfStep.extend({channel: text})),
	verdict: z.strictObject({is: text, reason: text.optional(), criteria: z.array(criterionSchema)}),
	/** Absent when nothing measured it. */
	downtimeMs: ms.optional(),
	dora: z.strictObject({
		committedAt: at.optional(),
		startedAt: at,
		/** First change to the world, and the last one that passed. */
		changedAt: at.optional(),
		deployedAt: at.optional(),
		failedAt: at.optional(),
		restoredAt: at.optional(),
		/** The change failed in the world: rolled back, or unplanned work while an incident was open. */
		changeFailed: z.boolean(),
		rework: z.boolean(),
	}),
	/** Ids of the latest records of this service and environment; two mean that they were concurrent and are joined here. */
	previous: z.array(sha256),
	journal: z.strictObject({entries: count, head: sha256}),
	signing: signingSchema,
	/** What had to be left out so that the record stays under its size; the journal's head still covers it. */
	cut: z.strictObject({textsOver: count.optional(), stepsLeftOut: count}).optional(),
});

export type DeploymentRecord = z.infer<typeof recordSchema>;
export type Artifact = z.infer<typeof artifactSchema>;
export type RecordFlag = z.infer<typeof flagSchema>;

export type RecordIdentity = {
	/** sha256 of the envelope's PAE bytes, 64 hex digits: adding a signature keeps it. */
	readonly id: string;
	readonly run: string;
};
