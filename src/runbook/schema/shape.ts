import type * as z from 'zod';
import type {Problem} from '../model.ts';
import {nearest} from './nearest.ts';
import type {YamlDocument} from './yaml-reading.ts';

/** Says every way in which a document does not fit its schema, with the place of each. */
export function checkShape<T>(
	yaml: YamlDocument,
	schema: z.ZodType<T>,
	at: {readonly value: unknown; readonly under?: readonly PropertyKey[]},
): {readonly value?: T; readonly problems: readonly Problem[]} {
	const parsed = schema.safeParse(at.value);
	if (parsed.success) {
		return {value: parsed.data, problems: []};
	}
	const shape: Shape = {yaml, schema, under: at.under ?? []};
	return {problems: parsed.error.issues.flatMap(issue => issueProblems(shape, issue))};
}

type Shape = {
	readonly yaml: YamlDocument;
	readonly schema: z.ZodType;
	readonly under: readonly PropertyKey[];
};
type Issue = z.core.$ZodIssue;

function issueProblems(shape: Shape, issue: Issue): readonly Problem[] {
	const {yaml, schema, under} = shape;
	const {code, called} = yaml.source;
	const path = [...under, ...issue.path];
	if (issue.code === 'invalid_union' && issue.errors.length > 0 && !isAnyOf(issue)) {
		return likeliest(issue.errors).flatMap(inner =>
			issueProblems(shape, {...inner, path: [...issue.path, ...inner.path]} as Issue),
		);
	}
	if (issue.code === 'unrecognized_keys') {
		const keys = keysAt(schema, issue.path);
		return issue.keys.map(key => {
			const meant = nearest(key, keys, 2);
			const hint = meant === undefined ? knownKeys(keys) : `Did you mean “${meant}”?`;
			return {
				code: `${code}.unknown-key`,
				severity: 'error' as const,
				...yaml.place([...path, key], 'key'),
				message: `${named(path) || called} has no key “${key}”.`,
				hint,
			};
		});
	}
	return [
		{
			code: `${code}.value`,
			severity: 'error',
			...yaml.place(path, 'value'),
			message: `${named(path) || called} ${sentence(issue)}`,
			hint: hintOf(issue),
		},
	];
}

/** None of the arms got beyond looking at the value's kind, so the union's own sentence says it best. */
function isAnyOf(issue: Extract<Issue, {code: 'invalid_union'}>): boolean {
	return (
		issue.message !== 'Invalid input' &&
		issue.errors.every(arm =>
			arm.every(
				inner => inner.path.length === 0 && inner.code !== 'unrecognized_keys' && inner.code !== 'custom',
			),
		)
	);
}

/** Of a union's arms, the one the author probably meant: the one that got furthest. */
function likeliest(arms: readonly (readonly Issue[])[]): readonly Issue[] {
	const depth = (issues: readonly Issue[]): number =>
		Math.max(0, ...issues.map(issue => issue.path.length + (issue.code === 'custom' ? 1 : 0)));
	return arms.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
}

function named(path: readonly PropertyKey[]): string {
	return path.length === 0 ? '' : `“${path.map(String).join('.')}”`;
}

function sentence(issue: Issue): string {
	switch (issue.code) {
		case 'invalid_type':
			return issue.message.endsWith('received undefined')
				? 'is missing.'
				: `must be ${kindOf(issue.expected)}.`;
		case 'invalid_value':
			return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}.`;
		case 'too_small':
			return `must be at least ${String(issue.minimum)}${issue.origin === 'string' ? ' characters long' : issue.origin === 'array' ? ' long' : ''}.`;
		case 'too_big':
			return `must be at most ${String(issue.maximum)}${issue.origin === 'string' ? ' characters long' : issue.origin === 'array' ? ' long' : ''}.`;
		case 'invalid_key':
			return issue.issues[0]?.message ?? 'is not allowed as a name.';
		default:
			return `${issue.message.split('\n')[0] ?? 'is not allowed.'}`;
	}
}

function hintOf(issue: Issue): string {
	const hint = issue.code === 'custom' ? issue.params?.hint : undefined;
	return typeof hint === 'string' ? hint : 'Change the value, or remove the key.';
}

function kindOf(expected: string): string {
	const kinds: Readonly<Record<string, string>> = {
		string: 'text',
		number: 'a number',
		int: 'a whole number',
		boolean: 'true or false',
		array: 'a list',
		object: 'a set of keys and values',
		record: 'a set of keys and values',
	};
	return kinds[expected] ?? expected;
}

function knownKeys(keys: readonly string[]): string {
	return keys.length === 0 ? 'Remove it.' : `It may have: ${keys.join(', ')}.`;
}

/** The keys a schema knows at a path; none where it can't be told. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
	let at: unknown = schema;
	for (const step of path) {
		at = inside(at, String(step));
	}
	return Object.keys(shapeOf(at) ?? {});
}

function inside(schema: unknown, step: string): unknown {
	const def = definition(schema);
	const shape = shapeOf(schema);
	const own = shape?.[step] ?? def?.valueType ?? (/^\d+$/.test(step) ? def?.element : undefined);
	const arms = [...(def?.options ?? []), def?.innerType, def?.in].filter(arm => arm !== undefined);
	return own ?? arms.map(arm => inside(arm, step)).find(found => found !== undefined);
}

function shapeOf(schema: unknown): Readonly<Record<string, unknown>> | undefined {
	const def = definition(schema);
	if (def?.shape !== undefined) {
		return def.shape;
	}
	const arms = def?.options?.map(shapeOf).filter(shape => shape !== undefined) ?? [];
	return arms.length === 0
		? def?.innerType === undefined && def?.in === undefined
			? undefined
			: shapeOf(def.innerType ?? def.in)
		: Object.assign({}, ...arms);
}

type Definition = {
	shape?: Record<string, unknown>;
	valueType?: unknown;
	element?: unknown;
	options?: readonly unknown[];
	innerType?: unknown;
	in?: unknown;
};

/** zod keeps its definition under `def`; only what {@link Definition} names is looked at. */
function definition(schema: unknown): Definition | undefined {
	return typeof schema === 'object' && schema !== null && 'def' in schema
		? (schema.def as Definition)
		: undefined;
}
