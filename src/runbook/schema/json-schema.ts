import * as z from 'zod';
import {schemas} from '../annotation/structured-schemas.ts';
import {frontMatter} from '../front-matter/front-matter-schema.ts';

/**
What front matter and structured fences may hold, as JSON Schema (draft 2020-12), for editors. It says what an author
writes; durations, patterns and conditions are texts in it, and checked further when a runbook is read.
*/
export function runbookJsonSchema(): {
	readonly frontMatter: object;
	readonly fences: Readonly<Record<string, object>>;
} {
	const keys = Object.fromEntries(
		Object.entries(frontMatter).map(([key, schema]) => [key, z.optional(schema)]),
	);
	const fences = Object.entries(schemas).map(([kind, schema]) => [
		kind,
		published(schema, `A ${kind} fence`),
	]);
	return {
		frontMatter: published(z.object(keys), 'Front matter of a runbook'),
		fences: Object.fromEntries(fences),
	};
}

function published(schema: z.ZodType, title: string): object {
	return {...z.toJSONSchema(schema, {io: 'input', unrepresentable: 'any'}), title};
}
