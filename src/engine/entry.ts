import {z} from 'zod';
import {type Event, eventSchema} from './event.ts';

/** The version of the journal's format that this gonogo writes. */
export const entryVersion = 1;

/** `YYYYMMDD-HHMMSS-xxxxxx`, UTC. */
export type RunId = string;

export const runIdPattern = /^\d{8}-\d{6}-[0-9a-f]{6}$/;

/** What stands around an event in the journal. */
export const entryHeadSchema = z.object({
	/** 1 for `run.opened`, then one more each. */
	seq: z.number().int().min(1),
	v: z.number().int().min(1),
	/** ISO 8601 UTC with milliseconds: the writer's clock, as claimed. */
	at: z.iso.datetime(),
	/** Who: an operator's name, or `gonogo` for what the program did by itself. */
	by: z.string(),
});

export type Entry = z.infer<typeof entryHeadSchema> & {readonly event: Event};

/** An entry with its place in the hash chain: 64 hex digits. */
export type ChainedEntry = Entry & {readonly h: string};

/** Reads the fields of one journal line (without `h`). @returns undefined when it is no entry of this version. */
export function parseEntry(line: Record<string, unknown>): Entry | undefined {
	const {seq, v, at, by, ...rest} = line;
	const head = entryHeadSchema.safeParse({seq, v, at, by});
	const event = eventSchema.safeParse(rest);
	return head.success && event.success ? {...head.data, event: event.data} : undefined;
}
