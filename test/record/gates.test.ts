import {describe, expect, test} from 'vitest';
import type {Approval} from '../../src/record/approval.ts';
import {checkGates} from '../../src/record/check-gates.ts';
import {readTrust} from '../../src/record/trust.ts';
import {verifyRecord} from '../../src/record/verify.ts';
import {has} from '../needs.ts';
import {approvalBy, contextAt, people, signed, untilGate} from './approvals.ts';
import {keyOf, type MadeKey, makeSshKey} from './ssh.ts';
import {finish, release, temporaryDirectory} from './world.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');

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
		const lines = new Set([
			`alice@example.com ${alice.line}`,
			...approvals.map(({by, made}) => `${by} ${made.line}`),
		]);
		const reading = readTrust(Buffer.from(trustText(production)));
		return verifyRecord(bytes, {
			nowMs,
			recorderKeys: [recorder.spki],
			allowedSigners: people(...lines),
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

	test('that ask for two approvals are not met by one person with two keys', async () => {
		const verification = await recordApprovedBy(
			[
				{by: 'bob@example.com', made: key('bob')},
				{by: 'bob@example.com', made: key('other')},
			],
			'approvals: 2, roles: [approver]',
		);
		expect(gates(verification)).toEqual([expect.stringContaining('NOT CHECKED 1 of 2 signed approvals')]);
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

	/** A record as it stands in memory, its gate answered by these people with these roles. */
	async function gatesOf(
		answers: readonly {by: string; made: MadeKey; role: string}[],
		change: {lines: readonly string[]; roles?: string[]},
	) {
		const {record} = (await finish()).record;
		const [approval] = record.approvals;
		const given = answers.map(({by, made, role}) => ({
			at: '2026-11-21T09:10:00.000Z',
			by,
			answer: 'go' as const,
			role,
			typed: false,
			simulated: false,
			separate: true,
			signed: signed(approvalBy(by, {role}), made),
		}));
		const roles = '{ops: [bob@example.com], qa: [carol@example.com]}';
		const reading = readTrust(Buffer.from(`version: 1\nroles: ${roles}\n`));
		const approvals =
			approval === undefined ? [] : [{...approval, roles: change.roles ?? [], answers: given}];
		return {
			record: {
				...record,
				approvals,
				signing: {
					...record.signing,
					person: {name: 'alice@example.com', keyid: people(...change.lines)[0]?.key.fingerprint ?? ''},
				},
			},
			look: {allowedSigners: people(...change.lines), ...(reading.ok ? {trust: reading.trust} : {})},
		};
	}

	test('that poll roles are met only when each role has said GO', async () => {
		const [alice, bob, carol] = [key('alice'), key('bob'), key('carol')];
		const lines = [
			`alice@example.com ${alice.line}`,
			`bob@example.com ${bob.line}`,
			`carol@example.com ${carol.line}`,
		];
		const ops = {by: 'bob@example.com', made: bob, role: 'ops'};
		const qa = {by: 'carol@example.com', made: carol, role: 'qa'};
		const polled = async (answers: readonly (typeof ops)[]) => {
			const {record, look} = await gatesOf(answers, {lines, roles: ['ops', 'qa']});
			return checkGates(record, look);
		};
		expect(await polled([ops, qa])).toMatchObject({allMet: true});
		expect(await polled([ops])).toMatchObject({
			allMet: false,
			checks: [{result: 'NOT CHECKED', why: expect.stringContaining('none for qa')}],
		});
		expect(await polled([{...ops, role: 'qa'}, qa])).toMatchObject({
			checks: [{result: 'FAIL', why: 'bob@example.com does not have the role qa.'}],
		});
	});

	test('are not met by an answer that was void before the gate was decided', async () => {
		const [alice, bob] = [key('alice'), key('bob')];
		const lines = [`alice@example.com ${alice.line}`, `bob@example.com ${bob.line}`];
		const {record, look} = await gatesOf([{by: 'bob@example.com', made: bob, role: 'approver'}], {lines});
		const voided = record.approvals.map(approval => ({
			...approval,
			answers: approval.answers.map(answer => ({...answer, voided: 'context differs: evidence'})),
		}));
		expect(checkGates(record, look).allMet).toBe(true);
		expect(checkGates({...record, approvals: voided}, look)).toMatchObject({
			allMet: false,
			checks: [{result: 'NOT CHECKED'}],
		});
	});

	test('are not met by someone who took the driving over afterwards, which is no forgery either', async () => {
		const [alice, bob] = [key('alice'), key('bob')];
		const lines = [`alice@example.com ${alice.line}`, `bob@example.com ${bob.line}`];
		const {record, look} = await gatesOf([{by: 'bob@example.com', made: bob, role: 'approver'}], {lines});
		const later = {from: '2026-11-21T09:11:00.000Z', to: '2026-11-21T09:12:00.000Z', host: 'ops-1'};
		const people = [
			...record.people.filter(({name}) => name !== 'bob@example.com'),
			{name: 'bob@example.com', roles: ['approver', 'driver'], drove: [later]},
		];
		expect(checkGates({...record, people}, look)).toMatchObject({
			allMet: false,
			checks: [{result: 'NOT CHECKED', why: expect.stringContaining('took the driving over later')}],
		});
	});

	test('of judgement are refused when the journal tells another choice than was signed', async () => {
		const [alice, bob] = [key('alice'), key('bob')];
		const lines = [`alice@example.com ${alice.line}`, `bob@example.com ${bob.line}`];
		const {record, look} = await gatesOf([{by: 'bob@example.com', made: bob, role: 'approver'}], {lines});
		const approvals = record.approvals.map(approval => ({
			...approval,
			answers: approval.answers.map(answer => ({...answer, choice: 'flip'})),
		}));
		expect(checkGates({...record, approvals}, look).checks).toMatchObject([{result: 'FAIL'}]);
	});

	test('are refused when the driver approved under a second name', async () => {
		const alice = key('alice');
		const lines = [`alice@example.com,alice-again@example.com ${alice.line}`];
		const {record, look} = await gatesOf([{by: 'alice-again@example.com', made: alice, role: 'approver'}], {
			lines,
		});
		expect(checkGates(record, look).checks).toMatchObject([
			{result: 'FAIL', why: 'alice-again@example.com drove and may not approve the same run.'},
		]);
	});

	test('of which one was decided past are not all met', async () => {
		const bob = key('bob');
		const lines = [`alice@example.com ${key('alice').line}`, `bob@example.com ${bob.line}`];
		const {record, look} = await gatesOf([{by: 'bob@example.com', made: bob, role: 'approver'}], {lines});
		expect(checkGates(record, look)).toMatchObject({allMet: true});
		const steps = record.steps.map(step =>
			step.id === 'announce' ? {...step, kind: 'gate', state: 'overridden' as const} : step,
		);
		const {allMet, checks} = checkGates({...record, steps}, look);
		expect(allMet).toBe(false);
		expect(checks).toContainEqual(
			expect.objectContaining({name: 'gate announce', why: 'It was overridden and never met.'}),
		);
	});

	test('that were answered at the driver’s terminal stay not checked', async () => {
		const {bytes} = await finish();
		const verification = verifyRecord(bytes, {nowMs});
		expect(gates(verification)).toEqual([
			expect.stringContaining('NOT CHECKED No trust file and no allowed signers'),
		]);
	});
});
