import {z} from 'zod';

/** What happens between the people of a run; spread into the union of events. */

const stepId = z.string().regex(/^[a-z0-9._-]{1,64}$/);
const text = z.string();

/** What an environment asks of its gates, as trust.yaml said it when the gate opened. */
export const gatePolicySchema = z.strictObject({
	/** Distinct people, each with a key of their own, who have to sign GO; 0: an answer at the driver's terminal will do. */
	approvals: z.number().int().min(0).max(10),
	/** Roles that may approve; none named means whoever is among the allowed signers. */
	roles: z.array(text).max(100),
	driverMayApprove: z.boolean(),
	/** SHA-256 of all that trust.yaml asks there: part of what an approval is bound to. */
	digest: text,
});

export const peopleEvents = [
	/** Answers to an open gate that count no more: what they were given for has changed. */
	z.strictObject({
		type: z.literal('gate.voided'),
		step: stepId,
		/** Whose answers. */
		people: z.array(text).max(100),
		/** `context differs: evidence`, `it expired at …`. */
		why: text,
		/** What the environment asks from now on, when that is what changed. */
		policy: gatePolicySchema.optional(),
	}),
	z.strictObject({
		type: z.literal('person.joined'),
		person: text,
		/** They could take over the driving: the run's files are theirs as well. */
		mayDrive: z.boolean(),
	}),
	z.strictObject({type: z.literal('person.left'), person: text}),
	/** The driver offers the driving to someone who joined. */
	z.strictObject({type: z.literal('control.offered'), to: text}),
	z.strictObject({type: z.literal('control.withdrawn'), to: text}),
	/** “I have control”: the driver's process lets go behind this, and the next `run.resumed` is the new driver's. */
	z.strictObject({type: z.literal('control.taken'), to: text}),
] as const;

export type GatePolicy = z.infer<typeof gatePolicySchema>;
