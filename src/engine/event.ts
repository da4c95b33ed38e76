import {z} from 'zod';
import {besideEvents} from './event-beside.ts';
import {gatePolicySchema, peopleEvents} from './event-people.ts';
import {leftOverSchema, ruleEvents} from './event-rules.ts';

/**
Everything that can happen in a run, as it stands in the journal. Every field added later is optional, so that any
journal ever written still folds (invariant 3).
*/

const stepId = z.string().regex(/^[a-z0-9._-]{1,64}$/);
const text = z.string();

/** What came of one attempt; success and failure have one shape. */
export const outcomeSchema = z.strictObject({
	result: z.enum(['passed', 'warned', 'failed', 'unknown']),
	durationMs: z.number().nonnegative(),
	/** Why it did not pass: the matching line, the exit code in words, the limit that was hit. */
	why: text.optional(),
	exit: z.number().int().optional(),
	signal: text.optional(),
	stopped: z.enum(['timeout', 'operator', 'lost', 'size', 'guard']).optional(),
	/** Length and SHA-256 of the step's log file as it lies on disk. */
	output: z.strictObject({bytes: z.number().int(), sha256: z.string().regex(/^[0-9a-f]{64}$/)}).optional(),
	/** Values taken from the output; usable as inputs by later steps. Never secrets. */
	captured: z.record(z.string(), z.string()).optional(),
	/** What was measured, for the card and the record: `{status: 200, latencyMs: 12}`. */
	facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
	/** One sentence for the outline and the record: `HTTP 200 in 12 ms`. */
	summary: text.optional(),
	/** Variables and working directory were kept for the next shell step under this name. */
	shell: text.optional(),
});

export const inputValueSchema = z.discriminatedUnion('is', [
	/** `from`: where the value came from: `asked`, `argument`, `file`, `environment`, `default`, `practice`. */
	z.strictObject({is: z.literal('value'), value: text, from: text}),
	/** A secret: never its value, never a hash of it. */
	z.strictObject({is: z.literal('secret'), from: text}),
	/** Left as it stands in the text (inputs of confidence `likely`). */
	z.strictObject({is: z.literal('left')}),
]);

export const dispositionSchema = z.enum([
	'retry',
	'fixed-by-hand',
	'override',
	'skip',
	'defer',
	'not-applicable',
	'verify',
	/** The runbook goes on after this failure, there or elsewhere (`on-failure`); the verdict stays. */
	'continue',
	'goto',
]);

export const criterionMetSchema = z.enum(['yes', 'no', 'not applicable', 'not measured']);

const modeSchema = z.enum(['walk', 'rehearse', 'instructions']);
export const screenSchema = z.enum(['full', 'plain', 'ci', 'scripted']);

export const eventSchema = z.discriminatedUnion('type', [
	z.strictObject({
		type: z.literal('run.opened'),
		run: text,
		/** 32 hex digits; makes two runs with the same id different chains. */
		nonce: text,
		gonogo: text,
		runbook: z.strictObject({
			path: text,
			title: text,
			/** SHA-256 of the file's bytes, which lie pinned in the run's directory. */
			sha256: text,
			commit: text.optional(),
			includes: z.array(z.strictObject({path: text, sha256: text})).optional(),
		}),
		service: text.optional(),
		environment: text,
		production: z.boolean(),
		mode: modeSchema,
		/** Runs on over read-only and `auto` steps. */
		runThrough: z.boolean(),
		practice: z.boolean(),
		emergency: z.strictObject({reason: text, incident: text.optional()}).optional(),
		/** What earlier runs of the same service and environment left to be done. */
		due: leftOverSchema.optional(),
		/** Roles that trust.yaml gives the driver; absent where there is none. */
		roles: z.array(text).max(100).optional(),
		operator: text,
		host: text,
		screen: screenSchema,
		/** Standard input was no terminal: answers came unattended. */
		attended: z.boolean(),
		timeZone: text,
	}),
	z.strictObject({
		type: z.literal('run.resumed'),
		operator: text,
		host: text,
		pid: z.number().int(),
		/** Roles that trust.yaml gives the driver; absent where there is none. */
		roles: z.array(text).max(100).optional(),
		screen: screenSchema,
		attended: z.boolean().optional(),
	}),
	z.strictObject({type: z.literal('run.recovered'), droppedBytes: z.number().int(), keptAs: text}),
	z.strictObject({type: z.literal('run.halted'), reason: text}),
	z.strictObject({type: z.literal('run.held'), reason: text}),
	z.strictObject({type: z.literal('run.released')}),
	z.strictObject({type: z.literal('inputs.set'), values: z.record(z.string(), inputValueSchema)}),
	z.strictObject({
		type: z.literal('step.started'),
		step: stepId,
		attempt: z.number().int().min(1),
		/** Which part of it: all, only its check, only its way back. */
		part: z.enum(['whole', 'verify', 'undo']),
		/** The resolved script or request as it is about to run, secrets masked. */
		resolved: text.optional(),
		/** The person's change to the script for this attempt (a deviation). */
		edited: text.optional(),
		/** Which group of a choice block was picked. */
		choice: text.optional(),
		/** The second person who agreed to a restore; `alone`: nobody could be reached. */
		witness: text.optional(),
		/** Started by the mode or the `auto` attribute, not by a key. */
		auto: z.boolean().optional(),
	}),
	z.strictObject({
		type: z.literal('step.stop-requested'),
		step: stepId,
		attempt: z.number().int(),
		why: z.literal('guard').optional(),
	}),
	z.strictObject({
		type: z.literal('step.finished'),
		step: stepId,
		attempt: z.number().int(),
		outcome: outcomeSchema,
	}),
	/** Found started without an end when the run was opened again: what it did is unknown. */
	z.strictObject({type: z.literal('step.interrupted'), step: stepId, attempt: z.number().int()}),
	z.strictObject({
		type: z.literal('step.decided'),
		step: stepId,
		disposition: dispositionSchema,
		reason: text.optional(),
		owner: text.optional(),
		due: text.optional(),
	}),
	z.strictObject({
		type: z.literal('check.answered'),
		step: stepId,
		answer: z.enum(['yes', 'no', 'not-applicable', 'escalate']),
		value: text.optional(),
		note: text.optional(),
	}),
	z.strictObject({type: z.literal('answer.withdrawn'), step: stepId, reason: text.optional()}),
	z.strictObject({
		type: z.literal('gate.opened'),
		step: stepId,
		nonce: text,
		/** SHA-256 of the question's text and the head of the journal it was asked over. */
		question: text,
		head: text,
		/** Absent: no trust file, so a typed answer at the driver's terminal will do. */
		policy: gatePolicySchema.optional(),
	}),
	z.strictObject({
		type: z.literal('gate.answered'),
		step: stepId,
		answer: z.enum(['go', 'no-go']),
		choice: text.optional(),
		role: text.optional(),
		reason: text.optional(),
		/** The environment's name was typed in full. */
		typed: z.boolean(),
		/** In an emergency the driver went on without the people this gate asks for; a review falls due. */
		breakGlass: z.boolean().optional(),
		/** A rehearsal answered for itself. */
		simulated: z.boolean().optional(),
		/** The approver's signed approval: a DSSE envelope as JSON text. */
		signed: z.string().max(16_384).optional(),
		/** Fingerprint of the key that signed it; checked before this was written. */
		key: text.optional(),
	}),
	z.strictObject({
		type: z.literal('rollback.started'),
		reason: text,
		trigger: z.enum(['person', 'gate', 'failure', 'guard']),
		step: stepId.optional(),
	}),
	z.strictObject({
		type: z.literal('guard.changed'),
		step: stepId,
		from: text,
		to: text,
		value: z.number().optional(),
		why: text.optional(),
	}),
	/** A person goes on although a guard tripped or had no data; it is watched on. */
	z.strictObject({type: z.literal('guard.accepted'), step: stepId, reason: text}),
	z.strictObject({type: z.literal('note.added'), text, step: stepId.optional()}),
	/** The person reads a step otherwise than the program did: "this is output", "this is a step". */
	z.strictObject({
		type: z.literal('reading.overridden'),
		step: stepId,
		as: z.enum(['output', 'step']),
		reason: text.optional(),
	}),
	/** A person's word on success criteria that no step measured, by their place in the runbook (0 is the first). */
	z.strictObject({
		type: z.literal('criteria.answered'),
		answers: z
			.array(z.strictObject({criterion: z.number().int().nonnegative(), met: criterionMetSchema}))
			.max(100),
	}),
	z.strictObject({
		type: z.literal('run.closed'),
		verdict: z.enum([
			'complete',
			'complete-except-deferred',
			'complete-with-deviations',
			'rolled-back',
			'aborted',
			'abandoned',
		]),
		reason: text.optional(),
	}),
	...peopleEvents,
	...besideEvents,
	...ruleEvents,
]);

export type Event = z.infer<typeof eventSchema>;
export type Outcome = z.infer<typeof outcomeSchema>;
export type InputValue = z.infer<typeof inputValueSchema>;
export type Disposition = z.infer<typeof dispositionSchema>;
export type Mode = z.infer<typeof modeSchema>;
export type Screen = z.infer<typeof screenSchema>;
export type Verdict = Extract<Event, {type: 'run.closed'}>['verdict'];
export type EventOf<T extends Event['type']> = Extract<Event, {type: T}>;
