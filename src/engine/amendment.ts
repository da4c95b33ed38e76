import {z} from 'zod';
import {runIdPattern} from './entry.ts';
import {signingSchema} from './record.ts';

/** What can be said of a run after its record was made; each is a statement of its own, and the record stays as it is. */
const text = z.string().min(1).max(2000);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const saysSchema = z.discriminatedUnion('is', [
	/** The change led to an incident, or was made for one. */
	z.strictObject({is: z.literal('incident'), incident: text}),
	/** A review that was due was done. */
	z.strictObject({is: z.literal('review-done'), note: text}),
	/** A step that was put off was done. */
	z.strictObject({
		is: z.literal('deferred-done'),
		step: z.string().regex(/^[a-z0-9._-]{1,64}$/),
		note: text,
	}),
	/** How well the runbook served, 1 to 5. */
	z.strictObject({is: z.literal('rating'), rating: z.number().int().min(1).max(5)}),
]);

/** The predicate of a signed amendment. */
export const amendmentSchema = z.strictObject({
	/** Id of the record it is about. */
	record: sha256,
	run: z.string().regex(runIdPattern),
	/** 1 for the first of this record. */
	number: z.number().int().min(1),
	/** Id of the amendment before it; absent for the first. */
	previous: sha256.optional(),
	at: z.iso.datetime(),
	by: text,
	says: saysSchema,
	signing: signingSchema,
});

export type Amendment = z.infer<typeof amendmentSchema>;
export type AmendmentSays = Amendment['says'];
