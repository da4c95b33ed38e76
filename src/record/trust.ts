import {isNode, LineCounter, parseDocument, type Document as YamlDocument} from 'yaml';
import {z} from 'zod';
import type {AllowedSigner} from './allowed-signers.ts';
import {whyNoName} from './person-name.ts';
import {attempt, refuse} from './refused.ts';
import {decode} from './strict-json.ts';

const name = z
	.string()
	.min(1)
	.max(128)
	.regex(/^[^\s*?!,]+$/, 'is a name and never a pattern')
	.superRefine((value, context) => {
		const why = whyNoName(value);
		if (why !== undefined) {
			context.addIssue({code: 'custom', message: `“${value}” ${why}`});
		}
	});

const environmentSchema = z.strictObject({
	/** Distinct people who must say GO at each gate. */
	approvals: z.number().int().min(0).max(10).default(1),
	/** Roles that may approve; none named means whoever is among the allowed signers. */
	roles: z.array(name).max(100).default([]),
	'driver-may-approve': z.boolean().default(false),
});

const trustSchema = z.strictObject({
	version: z.literal(1),
	roles: z.record(name, z.array(name).max(1000)).default({}),
	'may-not-approve': z.array(name).max(1000).default([]),
	/** Where a recorder runs → hex SHA-256 of its public key. */
	recorders: z
		.record(name, z.string().regex(/^[0-9a-f]{64}$/, 'is the 64 hex digits of a recorder key'))
		.default({}),
	environments: z.record(name, environmentSchema).default({}),
	/** Keys that were lost or stolen: fingerprints of people's keys, and keyids of recorders. */
	revoked: z
		.array(
			z
				.string()
				.regex(
					/^(?:SHA256:[A-Za-z0-9+/]{43}|[0-9a-f]{64})$/,
					'is a fingerprint (SHA256:…) or the 64 hex digits of a recorder key',
				),
		)
		.max(10_000)
		.default([]),
});

/** What trust.yaml says: who has which role, and what each environment asks of its gates. */
export type Trust = z.infer<typeof trustSchema>;
export type EnvironmentPolicy = z.infer<typeof environmentSchema>;

type TrustProblem = {readonly line: number; readonly column: number; readonly message: string};
export type TrustReading =
	| {readonly ok: true; readonly trust: Trust}
	| {readonly ok: false; readonly problems: readonly TrustProblem[]};

const bytesMax = 262_144;

/** Reads trust.yaml: no aliases, no unknown keys, no role that nobody has. Every problem names its place. */
export function readTrust(bytes: Uint8Array): TrustReading {
	const text = attempt(() =>
		bytes.byteLength > bytesMax ? refuse('it is larger than 256 KiB') : decode(bytes),
	);
	if (!text.ok) {
		return {ok: false, problems: [{line: 1, column: 1, message: `The file can't be read: ${text.why}.`}]};
	}
	const lines = new LineCounter();
	const document = parseDocument(text.value, {lineCounter: lines, strict: true, uniqueKeys: true});
	const broken = document.errors.map(({message, pos}) => ({...place(lines, pos[0]), message}));
	return broken.length > 0 ? {ok: false, problems: broken} : readValues(document, lines);
}

/** What an environment asks; one that the file does not name gets the default: one approver who does not drive. */
export function policyFor({environments}: Trust, environment: string): EnvironmentPolicy {
	return ownIn(environments, environment) ?? environmentSchema.parse({});
}

/** An environment may be called `constructor`; what every object has by birth is nobody's policy. */
function ownIn<T>(named: Readonly<Record<string, T>>, key: string): T | undefined {
	return Object.hasOwn(named, key) ? named[key] : undefined;
}

/** The signers with those marked whose key trust.yaml takes back. */
export function withRevoked(
	signers: readonly AllowedSigner[],
	{revoked}: Pick<Trust, 'revoked'>,
): readonly AllowedSigner[] {
	const taken = new Set(revoked);
	return signers.map(signer => (taken.has(signer.key.fingerprint) ? {...signer, revoked: true} : signer));
}

/** The roles of a person, in the file's order. */
export function rolesOf({roles}: Trust, person: string): string[] {
	return Object.entries(roles).flatMap(([role, people]) => (people.includes(person) ? [role] : []));
}

function readValues(document: YamlDocument, lines: LineCounter): TrustReading {
	const values = withoutAliases(document);
	const parsed = trustSchema.safeParse(values);
	if (values === undefined || !parsed.success) {
		const issues = parsed.error?.issues ?? [];
		const found = issues.map(({path, message}) => ({
			...placeOf(document, path, lines),
			message: `${path.join('.') || 'The file'}: ${message}`,
		}));
		return {
			ok: false,
			problems:
				values === undefined
					? [{line: 1, column: 1, message: 'Aliases (*name) are not accepted here.'}]
					: found,
		};
	}
	const problems = Object.entries(parsed.data.environments).flatMap(([environment, {roles}]) =>
		roles
			.filter(role => (ownIn(parsed.data.roles, role) ?? []).length === 0)
			.map(role => ({
				...placeOf(document, ['environments', environment, 'roles'], lines),
				message: `Nobody has the role ${role}.`,
			})),
	);
	return problems.length > 0 ? {ok: false, problems} : {ok: true, trust: parsed.data};
}

function withoutAliases(document: YamlDocument): unknown {
	try {
		return document.toJS({maxAliasCount: 0});
	} catch {
		return undefined;
	}
}

function placeOf(
	document: YamlDocument,
	path: readonly PropertyKey[],
	lines: LineCounter,
): {line: number; column: number} {
	for (let length = path.length; length > 0; length--) {
		const node = document.getIn(path.slice(0, length), true);
		if (isNode(node) && node.range) {
			return place(lines, node.range[0]);
		}
	}
	return {line: 1, column: 1};
}

function place(lines: LineCounter, offset: number): {line: number; column: number} {
	const {line, col} = lines.linePos(offset);
	return {line: Math.max(1, line), column: Math.max(1, col)};
}
