import {expect, test} from 'vitest';
import {readAllowedSigners} from '../../src/record/allowed-signers.ts';
import {policyFor, readTrust, rolesOf} from '../../src/record/trust.ts';
import {ed25519Blob, makeToken} from './forge.ts';

const key = makeToken().line;
const other = makeToken().line;

function problems(text: string): string[] {
	return readAllowedSigners(Buffer.from(text)).problems.map(
		({line, column, message}) => `${line}:${column} ${message}`,
	);
}

test('a file of allowed signers is read with its options', () => {
	const text = `# the team\n\nalice@example.com,alice namespaces="record@gonogo.dev,git",valid-before="20270101Z" ${key}\r\nbob ${other}\n`;
	const {signers, problems: found} = readAllowedSigners(Buffer.from(text));
	expect(found).toEqual([]);
	expect(signers).toMatchObject([
		{
			line: 3,
			principals: ['alice@example.com', 'alice'],
			namespaces: ['record@gonogo.dev', 'git'],
			validBeforeMs: Date.UTC(2027, 0, 1),
		},
		{line: 4, principals: ['bob']},
	]);
});

test.each<[string, string, string]>([
	['a pattern for a name', `* ${key}\n`, '1:1 Names stand there in full'],
	['a pattern in a name', `alice,*@example.com ${key}\n`, '1:1 Names stand there in full'],
	['an unknown option', `alice cert-authority ${key}\n`, '1:7 The option cert-authority is not accepted.'],
	['no key', 'alice\n', '1:1 Names stand there in full: “” is a pattern or empty.'],
	['a key that is none', 'alice ssh-ed25519 AAAA\n', "1:7 The key can't be used"],
	['a date that is none', `alice valid-before="2027-01-01" ${key}\n`, '1:7 2027-01-01 is no date'],
	['a byte order mark', `\uFEFFalice ${key}\n`, '1:1 The file starts with a byte order mark'],
	['one key for two people', `alice ${key}\nbob ${key}\n`, '2:1 The key SHA256:'],
	[
		'a key of small order',
		`alice ssh-ed25519 ${ed25519Blob(Buffer.alloc(32)).toString('base64')}\n`,
		"1:7 The key can't be used: the Ed25519 key is of small order",
	],
])('allowed signers with %s are refused with the place', (_what, text, said) => {
	expect(problems(text)).toEqual([expect.stringContaining(said)]);
	expect(readAllowedSigners(Buffer.from(text)).signers).toEqual([]);
});

test('one problem makes the whole file of allowed signers count for nothing', () => {
	expect(readAllowedSigners(Buffer.from(`alice ${key}\n* ${other}\n`)).signers).toEqual([]);
});

const trust = `version: 1
roles:
  approver: [bob@example.com, carol@example.com]
may-not-approve: [bot@example.com]
environments:
  production:
    approvals: 2
    roles: [approver]
`;

test('trust.yaml says what each environment asks, and one approver where it says nothing', () => {
	const reading = readTrust(Buffer.from(trust));
	if (!reading.ok) {
		throw new Error('refused');
	}
	expect(policyFor(reading.trust, 'production')).toEqual({
		approvals: 2,
		roles: ['approver'],
		'driver-may-approve': false,
	});
	expect(policyFor(reading.trust, 'elsewhere')).toEqual({
		approvals: 1,
		roles: [],
		'driver-may-approve': false,
	});
	expect(rolesOf(reading.trust, 'bob@example.com')).toEqual(['approver']);
});

test.each<[string, string, RegExp]>([
	['an unknown key', `${trust}extra: true\n`, /extra/],
	[
		'a wrong value',
		trust.replace('approvals: 2', 'approvals: many'),
		/^7:16 environments\.production\.approvals/,
	],
	[
		'a role that nobody has',
		trust.replace('roles: [approver]', 'roles: [release-manager]'),
		/^8:12 Nobody has the role release-manager/,
	],
	['two keys alike', `${trust}version: 1\n`, /unique/i],
	['an alias', 'version: &one 1\nenvironments: {production: {approvals: *one}}\n', /Aliases/],
	['a pattern for a person', trust.replace('bob@example.com', '"*@example.com"'), /never a pattern/],
	['no version', 'roles: {}\n', /version/],
	['broken YAML', 'version: [1\n', /^\d+:\d+ /],
])('trust.yaml with %s is refused with the place', (_what, text, said) => {
	const reading = readTrust(Buffer.from(text));
	expect(
		reading.ok
			? 'accepted'
			: reading.problems.map(({line, column, message}) => `${line}:${column} ${message}`).join('\n'),
	).toMatch(said);
});
