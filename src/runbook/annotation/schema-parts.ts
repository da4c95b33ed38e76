import * as z from 'zod';
import {parseDuration} from '../../text/duration.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {mixedPart} from '../../text/scripts.ts';
import {readCondition} from '../front-matter/condition.ts';
import {patternProblem} from '../schema/pattern.ts';

/** Longest text of one value. */
const textCharsMax = 8000;

export const text = z.string().max(textCharsMax);
export const line = z.string().trim().min(1).max(500);

/** YAML reads `8` and `true` as what they are; where a text is wanted, both are meant as written. */
export const plain = z.union([text, z.number(), z.boolean()], {error: 'must be text.'}).transform(String);

export const id = z
	.string()
	.regex(/^[a-z0-9._-]{1,64}$/, {error: 'must be an id: 1 to 64 of a–z, 0–9, “.”, “_” and “-”.'});

/** Names that become variables: a letter first. */
export const name = z.string().regex(/^[A-Za-z][A-Za-z0-9._-]{0,63}$/, {
	error: 'must be a name: a letter, then up to 63 of letters, digits, “.”, “_” and “-”.',
});

export const variable = z
	.string()
	.regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, {error: 'must be the name of an environment variable.'});

export const host = z
	.string()
	.regex(/^(?:[\w.-]{1,64}@)?(?!-)[A-Za-z0-9._:[\]-]{1,253}$|^\{\{[\w.-]{1,64}\}\}$/, {
		error: 'must be a host: name, address or user@name; it never begins with “-”.',
	});

/** Milliseconds. */
export const duration = z
	.string({error: 'must be a duration such as 30s, 5m or 1h30m.'})
	.transform((value, context) => {
		const ms = parseDuration(value);
		if (ms === undefined) {
			context.issues.push({
				code: 'custom',
				input: value,
				message: 'must be a duration such as 30s, 5m or 1h30m.',
				params: {hint: 'Write a number and a unit: ms, s, m, h, d or w.'},
			});
			return z.NEVER;
		}
		return ms;
	});

export const condition = z.string().superRefine((value, context) => {
	if (readCondition(value) === undefined) {
		context.issues.push({
			code: 'custom',
			input: value,
			message: `can't be read: “${value.slice(0, 80)}”.`,
			params: {
				hint: 'Write value, a comparison and a limit: “value > 5% for 5m” or “value > 2 * baseline for 10m”.',
			},
		});
	}
});

/** A regular expression, with or without slashes around it. */
export const pattern = z.string().transform((value, context) => {
	const source =
		value.length > 2 && value.startsWith('/') && value.endsWith('/') ? value.slice(1, -1) : value;
	const wrong = patternProblem(source);
	if (wrong !== undefined) {
		context.issues.push({
			code: 'custom',
			input: value,
			message: 'is no pattern that can be used.',
			params: {hint: wrong},
		});
	}
	return source;
});

/** One or a list of them. */
export function oneOrMore<T extends z.ZodType>(item: T, error: string) {
	return z
		.union([z.array(item), item], {error})
		.transform(value => (Array.isArray(value) ? value : [value]) as z.output<T>[]);
}

/** Names to values; names that JavaScript objects have by birth are refused. */
export function table<T extends z.ZodType>(value: T) {
	return z.record(key, value);
}

/** A table by names that people tell apart by eye and policies by letter: none may look like another. */
export function namedTable<T extends z.ZodType>(value: T) {
	return z.record(
		key
			.refine(one => mixedPart(one) === undefined, {
				error: issue => `mixes letters of several scripts in “${mixedPart(String(issue.input)) ?? ''}”.`,
			})
			.refine(one => sanitiseLine(one) === one, {error: 'holds a character that can’t be seen.'}),
		value,
	);
}

const key = z
	.string()
	.min(1)
	.max(200)
	.refine(one => !['__proto__', 'constructor', 'prototype'].includes(one), {
		error: 'is not allowed as a name.',
	});

/** `20%`. */
export const percent = z
	.union([z.string().regex(/^\d{1,3}(?:\.\d+)?\s*%$/), z.number()], {
		error: 'must be a percentage such as 20%.',
	})
	.transform(value => Number.parseFloat(String(value)));

const sizes: Readonly<Record<string, number>> = {b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4};

/** Bytes, from `512MB`, `10 GiB`; units are powers of 1024. */
export function parseSize(value: string): number | undefined {
	const match = /^(\d+(?:\.\d+)?)\s*([bkmgt])(?:i?b)?$/i.exec(value.trim());
	return match === null
		? undefined
		: Math.round(Number(match[1]) * (sizes[(match[2] ?? '').toLowerCase()] ?? 1));
}
