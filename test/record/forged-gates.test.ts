import {describe, expect, test} from 'vitest';
import type {DeploymentRecord} from '../../src/engine/record.ts';
import {verifyApproval} from '../../src/record/approval.ts';
import {checkGates} from '../../src/record/check-gates.ts';
import {readTrust} from '../../src/record/trust.ts';
import {has} from '../needs.ts';
import {answeredMs, approvalBy, people, signed, untilGate} from './approvals.ts';
import {keyOf, makeSshKey} from './ssh.ts';
import {finish, release, sha256, temporaryDirectory} from './world.ts';

type Approvals = DeploymentRecord['approvals'];

/** A record that alice drove and bob approved, as alice could rewrite it before she signs. */
async function approved() {
	const directory = temporaryDirectory();
	const [alice, second, bob] = ['alice', 'second', 'bob'].map(name => makeSshKey(directory, {name}));
	if (alice === undefined || second === undefined || bob === undefined) {
		throw new Error('three keys were made');
	}
	const answer = {
		by: 'bob@example.com',
		at: '2026-11-21T09:10:00.000Z',
		event: {
			type: 'gate.answered',
			step: 'go',
			answer: 'go',
			typed: false,
			role: 'approver',
			signed: signed(approvalBy('bob@example.com'), bob),
		} as const,
	};
	const {record} = (
		await finish({told: [...untilGate, answer, ...release.slice(11)], person: await keyOf(alice)})
	).record;
	const trust = readTrust(Buffer.from('version: 1\nroles: {approver: [bob@example.com]}\n'));
	const allowedSigners = people(
		`alice@example.com ${alice.line}`,
		`alice@example.com ${second.line}`,
		`bob@example.com ${bob.line}`,
	);
	const look = {allowedSigners, ...(trust.ok ? {trust: trust.trust} : {})};
	const judged = (change: Partial<DeploymentRecord>) => checkGates({...record, ...change}, look);
	const answered = (change: Partial<Approvals[number]['answers'][number]>): Approvals =>
		record.approvals.map(one => ({...one, answers: one.answers.map(given => ({...given, ...change}))}));
	const standing = (state: 'passed' | 'no-go' | 'overridden') =>
		record.steps.map(step => (step.id === 'go' ? {...step, state} : step));
	return {record, judged, answered, standing, second, bob, look};
}

describe.skipIf(!has('ssh-keygen'))('a gate in a record that its driver rewrote', () => {
	test('is met as long as nothing is', async () => {
		const {judged} = await approved();
		expect(judged({})).toMatchObject({allMet: true});
	});

	test('is not met by a NO-GO that was passed all the same', async () => {
		const {judged, answered, standing} = await approved();
		const approvals = answered({answer: 'no-go', signed: undefined});
		expect(judged({approvals})).toMatchObject({
			allMet: false,
			checks: [{result: 'FAIL', why: 'NO-GO by bob@example.com, and the record says that it was passed.'}],
		});
		expect(judged({approvals, steps: standing('no-go')})).toMatchObject({
			allMet: false,
			checks: [
				{result: 'NOT CHECKED', why: expect.stringContaining('ended complete-with-deviations all the same')},
			],
		});
		expect(
			judged({approvals, steps: standing('no-go'), verdict: {is: 'aborted', criteria: []}}),
		).toMatchObject({allMet: true, checks: [{result: 'PASS'}]});
	});

	test('is missed when it was passed and never opened', async () => {
		const {judged} = await approved();
		expect(judged({approvals: []})).toMatchObject({
			allMet: false,
			checks: [{result: 'FAIL', why: 'It was passed, and the record does not tell who answered.'}],
		});
	});

	test('is not met by the driver’s second key, even when the record hides that they drove', async () => {
		const {record, judged, answered, second} = await approved();
		const approvals = answered({
			by: 'alice@example.com',
			signed: signed(approvalBy('alice@example.com'), second),
		});
		const others = record.people.filter(({name}) => name !== 'alice@example.com');
		expect(judged({approvals, people: others})).toMatchObject({
			checks: [{result: 'FAIL', why: 'alice@example.com drove and may not approve the same run.'}],
		});
	});

	test('asks in the record what was asked on the screen, to the last invisible character', async () => {
		const {record, judged} = await approved();
		const approvals = record.approvals.map(one => ({...one, question: `${one.question}\u200b`}));
		expect(judged({approvals})).toMatchObject({
			checks: [{result: 'FAIL', why: 'The question the record tells is not the one that was asked.'}],
		});
	});

	test('is not met for another image than was approved', async () => {
		const {record, judged} = await approved();
		const evil = `registry.example.com/shop@sha256:${'e'.repeat(64)}`;
		const artifacts = record.artifacts.map(one => ({...one, value: evil}));
		expect(judged({artifacts})).toMatchObject({
			allMet: false,
			checks: [{result: 'NOT CHECKED', why: expect.stringContaining('approved other artifacts')}],
		});
		const inputs = record.inputs.map(one => (one.name === 'image' ? {...one, value: evil} : one));
		expect(judged({inputs, artifacts})).toMatchObject({
			allMet: false,
			checks: [{result: 'NOT CHECKED', why: expect.stringContaining('approved other inputs')}],
		});
	});

	test('is met when a later step found an artifact more', async () => {
		const {record, judged} = await approved();
		const found = {name: 'built_sha256', role: 'new', is: 'file', value: 'd'.repeat(64)} as const;
		const steps = record.steps.map(step =>
			step.id === 'announce'
				? {
						...step,
						attempts: [
							{
								number: 1,
								part: 'whole' as const,
								by: 'gonogo',
								auto: true,
								startedAt: '2026-11-21T09:11:00.000Z',
								endedAt: '2026-11-21T09:11:30.000Z',
								activeMs: 1,
								captured: {[found.name]: found.value},
							},
						],
					}
				: step,
		);
		const artifacts = [...record.artifacts, {...found, digest: {is: 'sha256' as const, hex: found.value}}];
		expect(judged({artifacts, steps})).toMatchObject({allMet: true});
		expect(judged({artifacts})).toMatchObject({allMet: false});
	});

	test('is not opened by broken glass without an emergency, nor without a review', async () => {
		const {judged, answered} = await approved();
		const approvals = answered({breakGlass: true, signed: undefined, by: 'alice@example.com'});
		const emergency = {reason: 'the shop is down'};
		expect(judged({approvals}).checks).toMatchObject([
			{result: 'FAIL', why: expect.stringContaining('no emergency')},
		]);
		expect(judged({approvals, emergency}).checks).toMatchObject([
			{result: 'FAIL', why: expect.stringContaining('no review')},
		]);
		const reviews = [{what: 'Emergency run', dueAt: '2026-11-22T09:00:00.000Z'}];
		expect(judged({approvals, emergency, reviews})).toMatchObject({
			allMet: false,
			checks: [{result: 'NOT CHECKED'}],
		});
	});

	test('that asks for two people is not met by one with two keys and two names', async () => {
		const {record, answered, second, bob} = await approved();
		const [approval] = record.approvals;
		const [again] = answered({by: 'robert', signed: signed(approvalBy('robert'), second)});
		const answers = [...(approval?.answers ?? []), ...(again?.answers ?? [])];
		const approvals = record.approvals.map(one => ({...one, approvals: 2, answers}));
		const trust = readTrust(Buffer.from('version: 1\n'));
		const met = (bobs: string) =>
			checkGates(
				{...record, approvals},
				{
					allowedSigners: people(`${bobs} ${bob.line}`, `robert ${second.line}`),
					...(trust.ok ? {trust: trust.trust} : {}),
				},
			);
		expect(met('bob@example.com')).toMatchObject({allMet: true});
		expect(met('bob@example.com,robert')).toMatchObject({
			allMet: false,
			checks: [{result: 'NOT CHECKED', why: expect.stringContaining('1 of 2 signed approvals')}],
		});
	});

	test('is not met by an approval whose words ask something else than its digest', async () => {
		const {look} = await approved();
		const mallory = makeSshKey(temporaryDirectory(), {name: 'mallory'});
		const lines = people(`mallory@example.com ${mallory.line}`);
		const approval = approvalBy('mallory@example.com', {question: 'Shall the staging site be restarted?'});
		expect(sha256(approval.question)).not.toBe(approval.context.question);
		const verified = verifyApproval(signed(approval, mallory), {
			allowedSigners: [...look.allowedSigners, ...lines],
			expected: {},
			atMs: answeredMs,
		});
		expect(verified).toEqual({ok: false, why: 'the question in words is not the one it is bound to'});
	});
});
