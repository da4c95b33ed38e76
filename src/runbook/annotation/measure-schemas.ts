import * as z from 'zod';
import {
	condition,
	duration,
	host,
	line,
	name,
	oneOrMore,
	parseSize,
	pattern,
	percent,
	plain,
	table,
	text,
} from './schema-parts.ts';

const count = z.int().min(1).max(1000);

const request = z.union(
	[
		line,
		z.strictObject({
			url: line,
			method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).default('GET'),
			headers: table(plain).default({}),
			body: text.optional(),
		}),
	],
	{
		error: 'must be a URL, or url, method, headers and body.',
	},
);

const command = z.union(
	[
		line,
		z.strictObject({
			run: text.min(1),
			on: oneOrMore(host, 'must be hosts.').optional(),
			cwd: line.optional(),
			interpreter: line.optional(),
			'ok-exit': oneOrMore(z.int().min(0).max(255), 'must be exit codes.').optional(),
		}),
	],
	{
		error: 'must be a command, or run, on, cwd, interpreter and ok-exit.',
	},
);

const expectation = z.strictObject({
	status: oneOrMore(
		z.union([z.int().min(100).max(599), z.string().regex(/^[1-5](?:\d\d|xx)$/i)], {
			error: 'must be status codes such as 200 or 2xx.',
		}),
		'must be status codes such as 200 or 2xx.',
	).optional(),
	header: table(plain).optional(),
	json: table(plain).optional(),
	body: pattern.optional(),
	latency: duration.optional(),
});

/** What a metric fence may hold, and a metric under `metrics` in the front matter. */
export const metric = z
	.strictObject({
		metric: name.optional(),
		prometheus: z
			.strictObject({
				url: line,
				query: text.min(1),
				range: duration.optional(),
				take: z.enum(['last', 'max', 'min', 'average']).optional(),
			})
			.optional(),
		http: request.optional(),
		path: line.optional(),
		sql: text.optional(),
		connection: name.optional(),
		command: command.optional(),
		every: duration.optional(),
		for: duration.optional(),
		fail: condition.optional(),
		warn: condition.optional(),
		unit: z.string().max(20).optional(),
		'errors-max': z.int().min(0).max(1000).optional(),
		'inconclusive-max': z.int().min(0).max(1000).optional(),
		baseline: z.boolean().optional(),
		downtime: z.boolean().optional(),
	})
	.superRefine((value, context) => {
		const sources = (['metric', 'prometheus', 'http', 'sql', 'command'] as const).filter(
			key => value[key] !== undefined,
		);
		if (sources.length !== 1) {
			context.issues.push({
				code: 'custom',
				input: value,
				message:
					sources.length === 0
						? 'says nowhere where its number comes from.'
						: `takes its number from ${sources.join(' and ')}; one is enough.`,
				params: {hint: 'Give one of: prometheus, http with path, sql with connection, command, metric.'},
			});
		}
		if (value.fail === undefined && value.metric === undefined) {
			context.issues.push({
				code: 'custom',
				input: value,
				message: 'never fails: “fail” is missing.',
				params: {hint: 'Add fail: value > 5% for 5m.'},
			});
		}
		if (value.http !== undefined && value.path === undefined) {
			context.issues.push({
				code: 'custom',
				input: value,
				message: 'needs “path”: where in the answer the number stands.',
				params: {hint: 'Add path: .data.errorRate.'},
			});
		}
	});

const freeError = 'must be a percentage such as 20%, or a size such as 10GB.';

const size = z
	.string()
	.refine(value => parseSize(value) !== undefined, {error: freeError})
	.transform(value => ({bytes: parseSize(value) ?? 0}));

/** What a probe fence may hold. */
export const probe = z
	.strictObject({
		http: request.optional(),
		expect: z
			.union([expectation, plain.pipe(pattern)], {
				error: 'must be status, header, json, body and latency, or the text a query must answer.',
			})
			.optional(),
		sql: text.optional(),
		connection: name.optional(),
		tcp: z
			.string()
			.regex(/^\S{1,253}:(?:\d{1,5}|\{\{[\w.-]+\}\})$/, {error: 'must be host:port.'})
			.optional(),
		tls: z
			.string()
			.regex(/^\S{1,253}$/, {error: 'must be host or host:port.'})
			.optional(),
		'days-left': z.int().min(0).max(3650).optional(),
		disk: line.optional(),
		free: z.union([percent, size], {error: freeError}).optional(),
		file: line.optional(),
		contains: pattern.optional(),
		sha256: z
			.string()
			.regex(/^[0-9a-f]{64}$|^\{\{[\w.-]+\}\}$/, {error: 'must be 64 hexadecimal digits.'})
			.optional(),
		absent: z.boolean().optional(),
		command: command.optional(),
		tool: z
			.string()
			.regex(/^[A-Za-z0-9._+-]{1,64}$/, {error: 'must be the name of a program.'})
			.optional(),
		version: plain.optional(),
		capture: table(pattern).optional(),
		poll: duration.optional(),
		within: duration.optional(),
		successes: count.optional(),
		timeout: duration.optional(),
		'fresh-for': duration.optional(),
	})
	.superRefine((value, context) => {
		const kinds = (['http', 'sql', 'tcp', 'tls', 'disk', 'file', 'command', 'tool'] as const).filter(
			key => value[key] !== undefined,
		);
		if (kinds.length !== 1) {
			context.issues.push({
				code: 'custom',
				input: value,
				message:
					kinds.length === 0
						? 'says nowhere what to look at.'
						: `looks at ${kinds.join(' and ')}; make it one probe each.`,
				params: {hint: 'Give one of: http, sql, tcp, tls, disk, file, command, tool.'},
			});
		}
		if (value.sql !== undefined && value.connection === undefined) {
			context.issues.push({
				code: 'custom',
				input: value,
				message: 'needs “connection”: which database to ask.',
				params: {hint: 'Add connection: main, and main under connections in the front matter.'},
			});
		}
		if (value.disk !== undefined && value.free === undefined) {
			context.issues.push({
				code: 'custom',
				input: value,
				message: 'needs “free”: how much must be left.',
				params: {hint: 'Add free: 20%.'},
			});
		}
	});

export type RequestFields = z.output<typeof request>;
export type CommandFields = z.output<typeof command>;
export type MetricFields = z.output<typeof metric>;
export type ProbeFields = z.output<typeof probe>;
