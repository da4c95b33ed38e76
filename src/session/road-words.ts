import {z} from 'zod';

/** What goes over the socket in a run's directory: one JSON value a line, both ways. */

/** A signed answer is the longest of all: 16 KiB, and a little around it. */
export const lineBytesMax = 65_536;

/** The form of what is said here; the other side may be another gonogo. */
const version = z.literal(1);

/** Chosen by whoever asks, and said back with the answer. */
const id = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** A name as it will stand in the journal: nothing that moves a cursor or hides. */
const name = z.string().regex(/^[^\p{C}\p{Zl}\p{Zp}]{1,200}$/u, 'a name has 1 to 200 visible characters');

const text = z.string().max(8_000);
const asked = {v: version, id};

const requestSchema = z.discriminatedUnion('ask', [
	/** Says who is there from now on; it ends with the connection. */
	z.strictObject({...asked, ask: z.literal('follow'), name, mayDrive: z.boolean()}),
	z.strictObject({
		...asked,
		ask: z.literal('note'),
		name,
		text,
		step: z
			.string()
			.regex(/^[a-z0-9._-]{1,64}$/)
			.optional(),
	}),
	z.strictObject({...asked, ask: z.literal('hold'), name, reason: text.min(1)}),
	/** Who answers stands in the signature and nowhere else. `typed`: the environment's name. */
	z.strictObject({
		...asked,
		ask: z.literal('answer-gate'),
		signed: z.string().min(1).max(16_384),
		typed: z.string().max(256).optional(),
	}),
	/** “I have control”, from whoever follows on this connection. */
	z.strictObject({...asked, ask: z.literal('take-control')}),
]);

const replySchema = z.discriminatedUnion('is', [
	z.strictObject({v: version, id, is: z.literal('accepted')}),
	z.strictObject({v: version, id: id.optional(), is: z.literal('refused'), why: z.string().max(4_096)}),
]);

export type RoadRequest = z.infer<typeof requestSchema>;
export type RoadReply = z.infer<typeof replySchema>;

type WithoutHead<T> = T extends unknown ? Omit<T, 'v' | 'id'> : never;
/** A request before it has its number. */
export type Asking = WithoutHead<RoadRequest>;

export function readRequest(line: string): RoadRequest | undefined {
	return requestSchema.safeParse(jsonIn(line)).data;
}

export function readReply(line: string): RoadReply | undefined {
	return replySchema.safeParse(jsonIn(line)).data;
}

export function writeLine(value: RoadRequest | RoadReply): string {
	return `${JSON.stringify(value)}\n`;
}

function jsonIn(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}
