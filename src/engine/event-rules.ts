import {z} from 'zod';

/** What was found of what must hold before a step may start; spread into the union of events. */

const stepId = z.string().regex(/^[a-z0-9._-]{1,64}$/);
/** `window`, `context.cluster`, `tool.kubectl`, `rollback`. */
const ruleId = z.string().min(1).max(300);
/** One line, secrets masked. */
const line = z.string().max(500);

export const findingSchema = z.strictObject({
	rule: ruleId,
	is: z.enum(['pass', 'fail', 'unknown']),
	found: line.optional(),
	expected: line.optional(),
	/** Why it does not pass, in one sentence. */
	why: line.optional(),
});

/** Steps and reviews that earlier runs left to be done, the longest overdue first. */
export const leftOverSchema = z
	.array(
		z.strictObject({
			run: z.string(),
			what: z.string(),
			owner: z.string().optional(),
			dueAt: z.string().optional(),
			overdue: z.boolean(),
		}),
	)
	.max(20);

export const ruleEvents = [
	z.strictObject({
		type: z.literal('rules.measured'),
		/** Before the first step, before a step that changes something, because someone asked, or because time went on. */
		moment: z.enum(['start', 'step', 'again', 'clock']),
		/** The step that was about to start. */
		step: stepId.optional(),
		findings: z.array(findingSchema).max(200),
	}),
	/** A person goes on although it does not hold; it is kept until something else is found. */
	z.strictObject({
		type: z.literal('rule.waived'),
		rule: ruleId,
		reason: z.string(),
		/** In which role, where that was asked for. */
		role: z.string().optional(),
	}),
	/** A person walks on up to the first step that changes something, where it is asked again. */
	z.strictObject({type: z.literal('rule.put-off'), rule: ruleId}),
] as const;

export type Finding = z.infer<typeof findingSchema>;
