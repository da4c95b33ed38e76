import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {readAllowedSigners} from '../../src/record/allowed-signers.ts';
import {type Approval, exportApproval, importApproval, verifyApproval} from '../../src/record/approval.ts';
import {approvalContext} from '../../src/record/approval-context.ts';
import {readTrust} from '../../src/record/trust.ts';
import {verifyRecord} from '../../src/record/verify.ts';
import {has} from '../needs.ts';
import {keyOf, type MadeKey, makeSshKey} from './ssh.ts';
import {entriesOf, finish, release, stateOf, temporaryDirectory} from './world.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');
const answeredMs = Date.parse('2026-11-21T09:10:00Z');

/** The run up to the open gate. */
const untilGate = release.slice(0, 10);

function contextAt(told: typeof release) {
	const context = approvalContext(stateOf(entriesOf(told)), 'go', undefined);
	if (context === undefined) {
		throw new Error('the gate is not open');
	}
	return context;
}

function approvalBy(by: string, change: Partial<Approval> = {}): Approval {
	return {
		question: 'Does the new version look good?',
		answer: 'go',
		role: 'approver',
		by,
		madeAt: '2026-11-21T09:09:30.000Z',
		expiresAt: '2026-11-21T10:09:30.000Z',
		context: contextAt(untilGate),
		...change,
	};
}

/** What the approver does on another computer, with OpenSSH alone. */
function signElsewhere(
	approval: Approval,
	{file}: MadeKey,
	namespace = 'approval@gonogo.dev',
): {exported: Uint8Array; armor: string} {
	const exported = exportApproval(approval);
	const path = join(temporaryDirectory(), 'approval.txt');
	writeFileSync(path, exported);
	execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', namespace, '-f', file, path], {stdio: 'ignore'});
	return {exported, armor: readFileSync(`${path}.sig`, 'utf8')};
}

function signed(approval: Approval, made: MadeKey): string {
	const {exported, armor} = signElsewhere(approval, made);
	const imported = importApproval(exported, armor);
	if (!imported.ok) {
		throw new Error(imported.why);
	}
	return imported.value;
}

function people(...lines: readonly string[]) {
	return readAllowedSigners(Buffer.from(`${lines.join('\n')}\n`)).signers;
}

describe.skipIf(!has('ssh-keygen'))('an approval from another computer', () => {
	const directory = () => temporaryDirectory();
	const bobsKey = () => makeSshKey(directory(), {name: 'bob'});

	test('that was exported, signed by ssh-keygen and imported is accepted', () => {
		const bob = bobsKey();
		const text = signed(approvalBy('bob@example.com'), bob);
		const look = {
			allowedSigners: people(`bob@example.com ${bob.line}`),
			expected: contextAt(untilGate),
			atMs: answeredMs,
		};
		expect(verifyApproval(text, look)).toMatchObject({
			ok: true,
			value: {by: 'bob@example.com', answer: 'go'},
		});
	});

	test('reads as words and digests before it is signed', () => {
		const text = Buffer.from(exportApproval(approvalBy('bob@example.com'))).toString();
		expect(text).toContain('"question": "Does the new version look good?"');
		expect(text).toContain('"answer": "go"');
	});

	test.each<[string, (told: typeof release) => typeof release, string]>([
		[
			'another input',
			told => [
				...told.slice(0, 2),
				{
					event: {
						type: 'inputs.set',
						values: {image: {is: 'value', value: 'registry.example.com/shop:latest', from: 'asked'}},
					},
				},
				...told.slice(2),
			],
			'inputs',
		],
		[
			'another answer',
			told =>
				told.map(one =>
					one.event.type === 'check.answered' && one.event.step === 'error-rate'
						? {event: {...one.event, value: '9 %'}}
						: one,
				),
			'evidence',
		],
		[
			'a new deviation',
			told => [
				...told.slice(0, 9),
				{event: {type: 'reading.overridden', step: 'announce', as: 'output', reason: 'x'}},
				...told.slice(9),
			],
			'evidence',
		],
		[
			'another opening of the gate',
			told =>
				told.map(one =>
					one.event.type === 'gate.opened' ? {event: {...one.event, nonce: '2'.repeat(32)}} : one,
				),
			'nonce',
		],
		[
			'another journal',
			told =>
				told.map(one =>
					one.event.type === 'gate.opened' ? {event: {...one.event, head: 'c'.repeat(64)}} : one,
				),
			'head',
		],
		[
			'another runbook',
			told =>
				told.map(one =>
					one.event.type === 'run.opened'
						? {event: {...one.event, runbook: {...one.event.runbook, sha256: 'd'.repeat(64)}}}
						: one,
				),
			'runbook',
		],
	])('is void after %s, and the difference is named', (_what, change, field) => {
		const bob = bobsKey();
		const text = signed(approvalBy('bob@example.com'), bob);
		const look = {
			allowedSigners: people(`bob@example.com ${bob.line}`),
			expected: contextAt(change(untilGate)),
			atMs: answeredMs,
		};
		expect(verifyApproval(text, look)).toEqual({ok: false, why: `context differs: ${field}`});
	});

	test('is void after another policy', () => {
		const reading = readTrust(Buffer.from('version: 1\nenvironments: {production: {approvals: 2}}\n'));
		const state = stateOf(entriesOf(untilGate));
		const strict = approvalContext(state, 'go', reading.ok ? reading.trust : undefined);
		expect(strict?.policy).not.toBe(contextAt(untilGate).policy);
	});

	test('is not voided by what a guard measured', () => {
		const watched: typeof release = [
			...untilGate.slice(0, 9),
			{event: {type: 'note.added', text: 'watching'}},
			...untilGate.slice(9),
		];
		expect(contextAt(watched)).toEqual(contextAt(untilGate));
	});

	test('that is too old, of the future, by someone else or by nobody known is refused', () => {
		const bob = bobsKey();
		const expected = contextAt(untilGate);
		const look = (approval: Approval, line: string, atMs = answeredMs) => {
			const checked = verifyApproval(signed(approval, bob), {allowedSigners: people(line), expected, atMs});
			return checked.ok ? 'accepted' : checked.why;
		};
		const own = `bob@example.com ${bob.line}`;
		expect(look(approvalBy('bob@example.com'), own, nowMs)).toContain('it expired');
		expect(look(approvalBy('bob@example.com', {madeAt: '2026-11-21T09:59:00.000Z'}), own)).toContain(
			'still to come',
		);
		expect(look(approvalBy('carol@example.com'), own)).toContain('the key belongs to bob@example.com');
		expect(
			look(
				approvalBy('bob@example.com'),
				`carol@example.com ${makeSshKey(directory(), {name: 'carol'}).line}`,
			),
		).toContain('belongs to nobody');
		expect(
			look(approvalBy('bob@example.com'), `bob@example.com namespaces="record@gonogo.dev" ${bob.line}`),
		).toContain('may not sign approvals');
	});

	test('signed for another purpose, or changed after export, is refused', () => {
		const bob = bobsKey();
		const {exported, armor} = signElsewhere(approvalBy('bob@example.com'), bob, 'record@gonogo.dev');
		const imported = importApproval(exported, armor);
		const look = {allowedSigners: people(`bob@example.com ${bob.line}`), expected: {}, atMs: answeredMs};
		expect(imported.ok && verifyApproval(imported.value, look)).toMatchObject({
			ok: false,
			why: expect.stringContaining('it was made for'),
		});
		expect(importApproval(Buffer.concat([exported, Buffer.from(' ')]), armor)).toEqual({
			ok: false,
			why: 'it was changed since it was exported',
		});
	});
});

describe.skipIf(!has('ssh-keygen'))('a record’s gates', () => {
	const trustText = (production: string) =>
		`version: 1\nroles: {approver: [bob@example.com, carol@example.com]}\nmay-not-approve: [bot@example.com]\nenvironments: {production: {${production}}}\n`;

	async function recordApprovedBy(
		approvals: readonly {by: string; made: MadeKey; change?: Partial<Approval>}[],
		production = 'approvals: 1, roles: [approver]',
	) {
		const alice = makeSshKey(temporaryDirectory(), {name: 'alice'});
		const answers = approvals.map(({by, made, change}) => ({
			by,
			event: {
				type: 'gate.answered',
				step: 'go',
				answer: 'go',
				typed: false,
				role: 'approver',
				signed: signed(approvalBy(by, change), made),
			} as const,
			at: '2026-11-21T09:10:00.000Z',
		}));
		const told = [...untilGate, ...answers, ...release.slice(11)];
		const {bytes, recorder} = await finish({told, person: await keyOf(alice)});
		const lines = new Map([
			['alice@example.com', alice.line],
			...approvals.map(({by, made}) => [by, made.line] as const),
		]);
		const reading = readTrust(Buffer.from(trustText(production)));
		return verifyRecord(bytes, {
			nowMs,
			recorderKeys: [recorder.spki],
			allowedSigners: people(...[...lines].map(([name, line]) => `${name} ${line}`)),
			...(reading.ok ? {trust: reading.trust} : {}),
		});
	}

	const key = (name: string) => makeSshKey(temporaryDirectory(), {name});
	const gates = ({checks}: Awaited<ReturnType<typeof recordApprovedBy>>) =>
		checks.filter(({group}) => group === 'gates').map(({result, why}) => `${result} ${why}`);

	test('that were met by a signed approval make it level 3', async () => {
		const verification = await recordApprovedBy([{by: 'bob@example.com', made: key('bob')}]);
		expect(gates(verification)).toEqual(['PASS 1 of 1 signed approvals (bob@example.com).']);
		expect(verification).toMatchObject({ok: true, level: 3});
	});

	test('that ask for two approvals are not met by one person twice', async () => {
		const bob = key('bob');
		const verification = await recordApprovedBy(
			[
				{by: 'bob@example.com', made: bob},
				{by: 'bob@example.com', made: bob},
			],
			'approvals: 2, roles: [approver]',
		);
		expect(gates(verification)).toEqual([expect.stringContaining('NOT CHECKED 1 of 2 signed approvals')]);
		expect(verification.level).toBe(2);
	});

	test('are met by two people with two keys', async () => {
		const verification = await recordApprovedBy(
			[
				{by: 'bob@example.com', made: key('bob')},
				{by: 'carol@example.com', made: key('carol')},
			],
			'approvals: 2, roles: [approver]',
		);
		expect(verification).toMatchObject({ok: true, level: 3});
	});

	test.each<[string, string, string]>([
		['the driver', 'alice@example.com', 'drove and may not approve'],
		['someone without the role', 'dave@example.com', 'none of the roles that may approve'],
		['someone who may not approve', 'bot@example.com', 'may not approve'],
	])('are refused when %s approved', async (_who, by, why) => {
		expect(gates(await recordApprovedBy([{by, made: key('someone')}]))).toContainEqual(
			expect.stringMatching(new RegExp(`^FAIL .*${why}`)),
		);
	});

	test('are refused when a signed NO-GO is told as a GO', async () => {
		expect(
			gates(await recordApprovedBy([{by: 'bob@example.com', made: key('bob'), change: {answer: 'no-go'}}])),
		).toContainEqual(expect.stringMatching(/^FAIL .*the signed approval no-go/));
	});

	test('are refused when the approval is of another run', async () => {
		const context = {...contextAt(untilGate), run: '20261120-090000-abcdef'};
		expect(
			gates(await recordApprovedBy([{by: 'bob@example.com', made: key('bob'), change: {context}}])),
		).toContainEqual(expect.stringMatching(/^FAIL .*context differs: run/));
	});

	test('that were answered at the driver’s terminal stay not checked', async () => {
		const {bytes} = await finish();
		const verification = verifyRecord(bytes, {nowMs});
		expect(gates(verification)).toEqual([
			expect.stringContaining('NOT CHECKED No trust file and no allowed signers'),
		]);
	});
});
