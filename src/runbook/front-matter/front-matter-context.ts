import * as z from 'zod';
import {line, name, table, text, variable} from '../annotation/schema-parts.ts';
import type {ContextFact, ContextProgram} from '../meta-model.ts';

/** Facts that this program knows how to ask for by itself. */
const programs = [
	'kube-context',
	'kube-namespace',
	'aws-account',
	'gcloud-project',
	'azure-subscription',
	'git-commit',
	'git-branch',
	'host',
	'user',
	'directory',
] as const satisfies readonly ContextProgram[];

const words = programs.join(', ');
const known = z.enum(programs, {error: `must be one of ${words}, or {command: …}.`});
const expected = line.optional();

/** A fact is shown and recorded, so it is never taken from a variable that is named like a secret. */
const told = variable.refine(called => !/pass|secret|token|credential|(?:^|_)key(?:_|$)/i.test(called), {
	error: 'is named like a secret, and a fact of the context is shown and recorded.',
});

const fact = z.union(
	[
		known,
		z.strictObject({fact: known, is: expected}),
		z.strictObject({command: text.min(1), is: expected}),
		z.strictObject({env: told, is: expected}),
		z.strictObject({database: name, is: expected}),
	],
	{error: `must be one of ${words}, or have fact, command, env or database, and is.`},
);

/** Where a run happens: names, each with how it is found out and what it has to be. */
export const context = table(fact);

export function contextOf(
	given: z.output<typeof context> | undefined,
): Readonly<Record<string, ContextFact>> {
	return Object.fromEntries(Object.entries(given ?? {}).map(([called, one]) => [called, factOf(one)]));
}

function factOf(given: z.output<typeof fact>): ContextFact {
	if (typeof given === 'string') {
		return {by: {program: given}};
	}
	const {is, ...by} = given;
	const wanted = is === undefined ? {} : {is};
	return 'fact' in by ? {by: {program: by.fact}, ...wanted} : {by, ...wanted};
}
