import * as z from 'zod';
import {isDay} from '../front-matter/windows.ts';
import {metric, probe} from './measure-schemas.ts';
import {duration, id, line, name, oneOrMore, table, text} from './schema-parts.ts';

const count = z.int().min(1).max(1000);

const gate = z
	.strictObject({
		gate: z.enum(['approval', 'judgement', 'poll']).optional(),
		question: text.optional(),
		choices: z
			.union([z.array(name), table(line)], {
				error: 'must be a list of answers, or answers with the step each leads to.',
			})
			.optional(),
		roles: oneOrMore(name, 'must be roles.').optional(),
		role: name.optional(),
		approvals: z.int().min(1).max(10).optional(),
		probes: oneOrMore(id, 'must be ids of probes.').optional(),
	})
	.superRefine((value, context) => {
		if (value.gate === 'judgement' && value.choices === undefined) {
			context.issues.push({
				code: 'custom',
				input: value,
				message: 'needs choices: a judgement is between named answers.',
				params: {hint: 'Add choices: {go: next, back: roll-back-step}.'},
			});
		}
		if (value.gate === 'poll' && value.roles === undefined) {
			context.issues.push({
				code: 'custom',
				input: value,
				message: 'needs roles: a poll asks them one by one.',
				params: {hint: 'Add roles: [database, web, on-call].'},
			});
		}
	});

const backup = z.strictObject({
	connection: name,
	format: z.enum(['custom', 'plain', 'directory', 'copy']).default('custom'),
	into: line.optional(),
	keep: count.optional(),
	verify: z.enum(['exit', 'size', 'list', 'read', 'restore']).default('read'),
});

const restore = z.strictObject({connection: name, from: id, aside: z.boolean().default(true)});

const migration = z
	.strictObject({
		connection: name,
		files: oneOrMore(line, 'must be files.').optional(),
		sql: text.optional(),
		phase: z.enum(['expand', 'backfill', 'contract']).default('expand'),
		'lock-timeout': duration.optional(),
		'statement-timeout': duration.optional(),
		transaction: z.boolean().default(true),
		revision: text.optional(),
		review: z.enum(['required', 'done']).default('required'),
	})
	.superRefine((value, context) => {
		if ((value.files === undefined) === (value.sql === undefined)) {
			context.issues.push({
				code: 'custom',
				input: value,
				message: 'needs files or sql, one of the two.',
				params: {hint: 'Add files: [migrations/2026-11-21.sql].'},
			});
		}
	});

const notify = z
	.strictObject({
		channel: name,
		template: name.optional(),
		text: text.optional(),
		key: z.string().min(1).max(200).optional(),
		every: duration.optional(),
	})
	.superRefine((value, context) => {
		if ((value.template === undefined) === (value.text === undefined)) {
			context.issues.push({
				code: 'custom',
				input: value,
				message: 'needs template or text, one of the two.',
				params: {hint: 'Add template: start.'},
			});
		}
	});

const clockTime = z
	.string()
	.regex(/^(?:\d{4}-\d\d-\d\d )?(?:[01]?\d|2[0-3]):[0-5]\d$/, {
		error: 'must be a time such as "22:30" or "2026-11-23 22:30", in quotes.',
	})
	.refine(value => !/^\d{4}-\d\d-\d\d /.test(value) || isDay(value.slice(0, 10)), {
		error: 'is no day there is.',
	});

const wait = z
	.strictObject({for: duration.optional(), until: clockTime.optional()})
	.superRefine((value, context) => {
		if (value.for === undefined && value.until === undefined) {
			context.issues.push({
				code: 'custom',
				input: value,
				message: 'needs for or until: how long, or up to when.',
				params: {hint: 'Write for: 10m, or until: "22:30".'},
			});
		}
	});

/** What each structured fence may hold; published as JSON Schema. */
export const schemas = {gate, metric, probe, backup, restore, migration, notify, wait} as const;

export type Fields<K extends keyof typeof schemas> = z.output<(typeof schemas)[K]>;
