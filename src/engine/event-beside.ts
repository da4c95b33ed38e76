import {z} from 'zod';

/** What people do beside the walk of a run; spread into the union of events. */

const stepId = z.string().regex(/^[a-z0-9._-]{1,64}$/);
const text = z.string();

/** Longest script typed beside the runbook, and longest text of a redline. UTF-16 units: an entry holds 64 KiB. */
export const besideCharsMax = 8_000;

export const besideEvents = [
	/**
	A command that the runbook does not hold, typed by a person: from here on it is a step of its own, `off-script-1`, and
	`step.started` and `step.finished` tell how it went. Its dangers are written down as they were judged then.
	*/
	z.strictObject({
		type: z.literal('off-script.asked'),
		step: stepId,
		script: text,
		reason: text.optional(),
		/** The step that was at hand. */
		beside: stepId.optional(),
		danger: z.enum(['none', 'caution', 'prod', 'data', 'irreversible']),
		mutates: z.boolean(),
		interactive: z.boolean().optional(),
		/** The window that was closed meanwhile, in words. */
		window: text.optional(),
	}),
	/** A probe that an open gate relies on was measured again, because what it had said was old. */
	z.strictObject({
		type: z.literal('probe.measured'),
		step: stepId,
		gate: stepId,
		result: z.enum(['passed', 'warned', 'failed', 'unknown']),
		durationMs: z.number().nonnegative(),
		/** One sentence: what it says, or why it does not hold. */
		why: text.optional(),
	}),
	/** “This step is wrong”: for whoever owns the runbook. Without `step` it is about the runbook as a whole. */
	z.strictObject({
		type: z.literal('redline.made'),
		step: stepId.optional(),
		/** What is wrong. */
		text,
		/** What should stand there instead: a script where the step has one. */
		proposed: text.optional(),
		/** What stood there: the step's script, or its title. */
		was: text.optional(),
	}),
	/** What earlier runs said is wrong with this runbook and still stands there; for the cards of this run. */
	z.strictObject({
		type: z.literal('redlines.recalled'),
		redlines: z
			.array(
				z.strictObject({
					run: text,
					at: text,
					by: text,
					step: stepId.optional(),
					text,
					proposed: text.optional(),
					was: text.optional(),
					/** Digest of the runbook it was said about. */
					sha256: text.optional(),
				}),
			)
			.max(20),
	}),
	/** Someone of the escalation table was called. */
	z.strictObject({
		type: z.literal('contact.called'),
		/** 1 for the run's first call, then one more each. */
		call: z.number().int().min(1),
		/** Row of the escalation table, 1-based. */
		level: z.number().int().min(1),
		contact: text,
		issue: text,
		/** How soon they have to answer, as the table says. */
		withinMs: z.number().nonnegative().optional(),
		step: stepId.optional(),
		/** How: a number, a channel. */
		note: text.optional(),
	}),
	z.strictObject({
		type: z.literal('contact.answered'),
		call: z.number().int().min(1),
		/** `no-answer`: given up. */
		answer: z.enum(['answered', 'no-answer']),
		note: text.optional(),
	}),
	/** The time to answer was over: said by the program, so that the next of the table is called. */
	z.strictObject({type: z.literal('contact.overdue'), call: z.number().int().min(1)}),
	/** The text of a notify step was due again (`every`). */
	z.strictObject({
		type: z.literal('message.repeated'),
		step: stepId,
		/** 1 for the first repetition. */
		number: z.number().int().min(1),
		result: z.enum(['passed', 'warned', 'failed', 'unknown']),
		why: text.optional(),
		/** A person has to post it: where. */
		copyTo: text.optional(),
	}),
] as const;

export type BesideEvent = z.infer<(typeof besideEvents)[number]>;

const types: ReadonlySet<string> = new Set(besideEvents.map(({shape}) => shape.type.value));

export function isBesideEvent<T extends {readonly type: string}>(event: T): event is Extract<T, BesideEvent> {
	return types.has(event.type);
}
