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
	['a day that is none', `alice valid-before="20260231Z" ${key}\n`, '1:7 20260231Z is no date'],
	['an hour that is none', `alice valid-after="202602282400Z" ${key}\n`, '1:7 202602282400Z is no date'],
	[
		'an option given twice',
		`alice valid-before="20270101Z",valid-before="20990101Z" ${key}\n`,
		'1:7 The option valid-before stands there twice.',
	],
	['an option that is not quoted', `alice namespaces=git ${key}\n`, '1:7 The option namespaces=git is not'],
	['a quote that never ends', `alice namespaces="git ${key}\n`, '1:7 A key is missing'],
	['a name in quotes', `"alice" ${key}\n`, '1:1 Names stand there in full'],
	[
		'an invisible character in a name',
		`alice\u200b ${key}\n`,
		'1:1 The name “alice\u200b” holds a character',
	],
	['a control character in a name', `al\u0007ice ${key}\n`, '1:1 The name'],
	['two alphabets in a name', `\u0430lice@example.com ${key}\n`, 'mixes letters of several scripts'],
	['a letter that stands for another', `\uff41lice ${key}\n`, 'letters that stand for others'],
	[
		'one name in two spellings',
		`alice ${key}\nAlice ${other}\n`,
		'2:1 “Alice” and “alice” differ in capitals alone',
	],
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

test('names in any one alphabet are names, and a comment behind the key is no part of anything', () => {
	expect(problems(`алиса@example.com ${key} # it's "hers", bob\r\nmüller,名前@例え.jp ${other}\n`)).toEqual(
		[],
	);
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
	for (const name of ['constructor', '__proto__', 'toString']) {
		expect(policyFor(reading.trust, name)).toMatchObject({approvals: 1, roles: []});
	}
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
	[
		'a role with the name of what every object has',
		trust.replace('roles: [approver]', 'roles: [constructor]'),
		/Nobody has/,
	],
	['a name with an invisible character', trust.replace('bob@', 'bob\u2060@'), /can’t be seen/],
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
