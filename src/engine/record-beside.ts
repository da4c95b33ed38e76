import {z} from 'zod';

/** What a record tells of what people did beside the walk; the parts of record.ts that came later are optional. */

const text = z.string();
const at = z.iso.datetime();
const count = z.number().int().min(1);
const stepId = z.string().regex(/^[a-z0-9._-]{1,64}$/);

/** “This step is wrong”: what is wrong, what stood there, and what should. */
export const redlineRecordSchema = z.strictObject({
	at,
	by: text,
	step: stepId.optional(),
	text,
	proposed: text.optional(),
	was: text.optional(),
});

/** A call of the escalation table, and when it was answered. */
export const callRecordSchema = z.strictObject({
	at,
	by: text,
	contact: text,
	issue: text,
	withinMs: z.number().nonnegative().optional(),
	step: stepId.optional(),
	note: text.optional(),
	/** The time to answer was over before there was one. */
	overdue: z.boolean(),
	answer: z
		.strictObject({at, by: text, is: z.enum(['answered', 'no-answer']), note: text.optional()})
		.optional(),
});

/** A message that was due again (`every`). */
export const repetitionRecordSchema = z.strictObject({
	at,
	step: stepId,
	number: count,
	result: text,
	why: text.optional(),
});
