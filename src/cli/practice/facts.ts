import {z} from 'zod';
import {type Drill, drills} from './drills.ts';

export const colours = ['blue', 'green'] as const;
export type ColourName = (typeof colours)[number];

const port = z.number().int().min(1).max(65_535);
const colour = z.enum(colours);

/** Whether the practice has a database, and if not, why and what would give it one. */
const databaseSchema = z.discriminatedUnion('is', [
	z.strictObject({is: z.literal('running'), url: z.string(), readUrl: z.string()}),
	z.strictObject({is: z.literal('none'), why: z.string(), hint: z.string()}),
]);
export type DatabaseFacts = z.infer<typeof databaseSchema>;

/** `world.json` (0600): how to reach the world that runs now. It goes when the world ends in order. */
export const worldFactsSchema = z.strictObject({
	v: z.literal(1),
	/** Drawn at every start; a world that can't repeat it over HTTP is not this one. */
	id: z.string().regex(/^[0-9a-f]{32}$/),
	/** Lets its bearer end the world and hold its lease. */
	token: z.string().regex(/^[0-9a-f]{32}$/),
	pid: z.number().int(),
	startedAt: z.iso.datetime(),
	adminUrl: z.string(),
	routerUrl: z.string(),
	blueUrl: z.string(),
	greenUrl: z.string(),
	/** Path of the program the runbook's commands call. */
	shop: z.string(),
	drill: z.enum(drills).optional(),
	database: databaseSchema,
});
export type WorldFacts = z.infer<typeof worldFactsSchema>;

/** `kept.json` (0600): what a world that is started anew goes on from, so that a resumed run finds what it left. */
export const keptSchema = z.strictObject({
	v: z.literal(1),
	/** The run's inputs hold URLs with these ports, so a new start takes the same ones. */
	ports: z.strictObject({admin: port, router: port, blue: port, green: port, postgres: port.optional()}),
	live: colour,
	versions: z.strictObject({blue: z.string(), green: z.string()}),
	drill: z.enum(drills).optional(),
	database: z.discriminatedUnion('is', [
		z.strictObject({is: z.literal('none')}),
		/** `home`: the directory in the temporary files where the data lay while the world ran, if it had to. */
		z.strictObject({is: z.literal('embedded'), password: z.string(), home: z.string().optional()}),
		z.strictObject({is: z.literal('given'), url: z.string(), name: z.string()}),
	]),
});
export type Kept = z.infer<typeof keptSchema>;

/** What the driver tells a world that it starts. */
export type WorldStart = {
	/** `practice/` in the run's directory; exists, 0700. */
	readonly directory: string;
	readonly drill?: Drill;
	/** A PostgreSQL server to use in place of the embedded one. */
	readonly databaseUrl?: string;
};

/** What the world answers once, over the channel it was started with. */
export type WorldReply =
	| {readonly is: 'ready'; readonly facts: WorldFacts}
	| {readonly is: 'failed'; readonly why: string; readonly hint: string};
