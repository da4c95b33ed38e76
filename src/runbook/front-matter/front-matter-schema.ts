import * as z from 'zod';
import {metric} from '../annotation/measure-schemas.ts';
import {
	duration,
	host,
	line,
	name,
	namedTable,
	oneOrMore,
	pattern,
	plain,
	table,
	text,
	variable,
} from '../annotation/schema-parts.ts';
import {readComparisons} from './criterion.ts';
import {context} from './front-matter-context.ts';
import {isDay, isTimeZone, readWindows} from './windows.ts';

const day = z.string().refine(isDay, {error: 'must be a day such as 2027-03-31.'});
const names = oneOrMore(name, 'must be a name or a list of names.');

const source = z.union(
	[z.strictObject({env: variable}), z.strictObject({command: text.min(1)}), z.strictObject({input: name})],
	{error: 'must be one of {env: NAME}, {command: …} and {input: name}.'},
);

/** The types an input can have. */
const inputTypes = [
	'string',
	'int',
	'number',
	'bool',
	'choice',
	'url',
	'semver',
	'git-sha',
	'image-digest',
	'duration',
	'path',
	'secret',
] as const;

const input = z.union(
	[
		z.enum(inputTypes),
		z.strictObject({
			type: z.enum(inputTypes).default('string'),
			about: text.optional(),
			pattern: pattern.optional(),
			default: plain.optional(),
			example: plain.optional(),
			choices: z.array(plain).min(1).max(200).optional(),
			from: source.optional(),
			secret: z.boolean().optional(),
			required: z.boolean().optional(),
		}),
	],
	{
		error: `must be a type (${inputTypes.join(', ')}), or type, about, pattern, default, example, choices, from, secret and required.`,
	},
);

const environment = z.strictObject({
	production: z.boolean().optional(),
	aliases: names.optional(),
	about: text.optional(),
});
const environments = z.union([z.array(name), namedTable(z.union([environment, z.null()]))], {
	error: 'must be a list of names, or names with {production: false}.',
});

const requires = z.strictObject({
	tools: z
		.union([z.array(name), table(plain)], {
			error: 'must be a list of programs, or programs with ranges of versions.',
		})
		.optional(),
	env: oneOrMore(variable, 'must be names of environment variables.').optional(),
	hosts: names.optional(),
	rehearsal: duration.optional(),
});

const connection = z.union([z.strictObject({env: variable}), z.strictObject({input: name})], {
	error:
		'must say where its URL is: {env: DATABASE_URL} or {input: name}. The URL itself never stands in a runbook.',
});

const metIf = line.refine(value => readComparisons(value) !== undefined, {
	error: 'can’t be read: it compares inputs, captured values and facts of steps, joined by “and”.',
});

const components = z.union([z.array(name), table(z.union([text, z.null()]))], {
	error: 'must be a list of names, or names with what they are.',
});

const criterion = z
	.union(
		[
			line,
			z.strictObject({
				text: line,
				'met-by': oneOrMore(line, 'must be ids.').optional(),
				'met-if': metIf.optional(),
			}),
		],
		{
			error: 'must be a sentence, or text with met-by (ids of steps) or met-if (a condition).',
		},
	)
	.transform(value => {
		const {text: said, 'met-by': metBy, 'met-if': held} = typeof value === 'string' ? {text: value} : value;
		return {
			text: said,
			...(metBy === undefined ? {} : {metBy}),
			...(held === undefined ? {} : {metIf: held}),
		};
	});

const stretch = z
	.union(
		[
			line,
			z.strictObject({name: line.optional(), weekly: line}),
			z.strictObject({name: line.optional(), from: line, to: line}),
			z.strictObject({name: line.optional(), on: line}),
		],
		{error: 'must be a stretch of time, or name with weekly, on, or from and to.'},
	)
	.transform((value, context) => {
		const said =
			typeof value === 'string'
				? value
				: 'weekly' in value
					? value.weekly
					: 'on' in value
						? value.on
						: `${value.from} - ${value.to}`;
		const windows = readWindows(said, typeof value === 'string' ? undefined : value.name);
		if (windows === undefined) {
			context.issues.push({
				code: 'custom',
				input: value,
				message: `can't be read: “${said.slice(0, 80)}”.`,
				params: {
					hint: 'Write “Fri 16:00 - Mon 08:00”, “Mon-Thu 09:00-16:00” or “2026-12-18 16:00 - 2027-01-04 08:00”.',
				},
			});
		}
		return windows ?? [];
	});
const stretches = oneOrMore(stretch, 'must be stretches of time.');

const windows = z.strictObject({
	'time-zone': z
		.string()
		.refine(isTimeZone, {error: 'must be a time zone such as Europe/Paris.'})
		.default('UTC'),
	freeze: stretches.optional(),
	change: stretches.optional(),
});

const policy = z.strictObject({
	gates: z.strictObject({approvals: z.int().min(1).max(10).optional(), roles: names.optional()}).optional(),
	emergency: z
		.strictObject({
			approvals: z.int().min(1).max(10).optional(),
			roles: names.optional(),
			review: duration.optional(),
		})
		.optional(),
});

const address = z.union([z.strictObject({env: variable}), z.strictObject({input: name}), line], {
	error: 'must be a URL, {env: NAME} or {input: name}.',
});
const channel = z.union(
	[
		z.strictObject({webhook: address, required: z.boolean().default(false)}),
		z.strictObject({command: text.min(1), required: z.boolean().default(false)}),
		z.strictObject({copy: line, required: z.boolean().default(false)}),
	],
	{error: 'must have webhook, command or copy.'},
);

const strategy = z.enum(['recreate', 'rolling', 'blue-green', 'canary']);

const notify = z.strictObject({channels: table(channel).default({}), templates: table(text).default({})});

const links = z.union([z.array(z.union([line, z.strictObject({text: line, target: line})])), table(line)], {
	error: 'must be a list of links, or names with links.',
});

/** What every key of the front matter may hold; an unknown one never gets here. */
export const frontMatter = {
	title: plain,
	about: plain,
	service: name,
	environments,
	owner: oneOrMore(plain, 'must be a name or a list of names.'),
	'review-by': day,
	updated: day,
	inputs: table(input),
	requires,
	hosts: namedTable(host),
	connections: namedTable(connection),
	components,
	criteria: oneOrMore(criterion, 'must be a list of sentences, or of text with met-by or met-if.'),
	windows,
	context,
	policy,
	notify,
	metrics: table(metric),
	strategy: oneOrMore(strategy, 'must be one of recreate, rolling, blue-green, canary, or a list of them.'),
	links,
} as const;

export type FrontMatterKey = keyof typeof frontMatter;
export type FrontMatter = {readonly [Key in FrontMatterKey]?: z.output<(typeof frontMatter)[Key]>};

/** Keys that only gonogo uses: one of them makes the front matter ours. */
export const ownKeys: ReadonlySet<string> = new Set<FrontMatterKey>([
	'environments',
	'review-by',
	'inputs',
	'requires',
	'connections',
	'criteria',
	'windows',
	'context',
	'policy',
	'notify',
	'strategy',
]);
