import {describe, expect, test} from 'vitest';
import type {Approval, ApprovalContext} from '../../src/record/approval.ts';
import {makeApproval, signApproval} from '../../src/record/sign-approval.ts';
import {has} from '../needs.ts';
import {keyOf} from '../record/ssh.ts';
import {asks, drive, type Pair, type Person, person, production, stateOf, trustOf} from './pair.ts';

const other = 'f'.repeat(64);

/** Something else in every field that an approval is bound to. */
const changed: {readonly [Field in keyof ApprovalContext]: string} = {
	run: '20261121-090001-abcdef',
	nonce: '0'.repeat(32),
	gate: 'another',
	question: other,
	runbook: other,
	environment: 'staging',
	inputs: other,
	artifacts: other,
	evidence: other,
	policy: other,
	head: other,
};

async function open(): Promise<{pair: Pair; bob: Person; approval: Approval}> {
	const bob = person('bob');
	const trust = trustOf('version: 1\nenvironments: {production: {approvals: 1}}\n');
	const pair = await drive({belief: {trust, signers: [bob.line]}});
	pair.session.start();
	await asks(pair.session, 'gate');
	const {entries} = await pair.store.read(production.run);
	const made = makeApproval({
		state: stateOf(pair.runbook, entries),
		gate: 'go',
		said: {answer: 'go', by: 'bob'},
		trust,
		now: new Date(),
		validMs: 60_000,
	});
	if (!made.ok) {
		throw new Error(made.why);
	}
	return {pair, bob, approval: made.value};
}

async function signedBy({key}: Person, approval: Approval): Promise<string> {
	const found = await keyOf(key);
	const signed = found.ok ? await signApproval(approval, found.key, process.env) : found;
	if (!signed.ok) {
		throw new Error(signed.why);
	}
	return signed.value;
}

describe.skipIf(!has('ssh-keygen'))('an approval with a signature that holds', () => {
	test('is refused for each single thing that differs from the run, by its name', async () => {
		const {pair, bob, approval} = await open();
		const refusals: string[] = [];
		for (const [field, value] of Object.entries(changed)) {
			const context = {...approval.context, [field]: value};
			const sent = await pair.session.answerSigned({signed: await signedBy(bob, {...approval, context})});
			refusals.push(sent.ok ? `${field} was taken` : sent.why);
		}

		expect(refusals).toEqual(Object.keys(changed).map(field => `context differs: ${field}`));
		expect(await pair.session.answerSigned({signed: await signedBy(bob, approval)})).toEqual({ok: true});
	});

	test('is refused when its sentences tell another story than the run', async () => {
		const {pair, bob, approval} = await open();
		const reads = approval.reads?.map(line => line.replace('production', 'staging')) ?? [];
		const signed = await signedBy(bob, {...approval, reads});

		expect(await pair.session.answerSigned({signed})).toEqual({ok: false, why: 'context differs: reads'});
		expect(reads).not.toEqual(approval.reads);
	});

	test('is taken without sentences, as an older gonogo made them', async () => {
		const {pair, bob, approval} = await open();
		const {reads: _, ...bare} = approval;

		expect(await pair.session.answerSigned({signed: await signedBy(bob, bare)})).toEqual({ok: true});
	});

	test('stays short enough to be handed in, however much there is to read', async () => {
		const {approval} = await open();
		const {approvalWords} = await import('../../src/record/approval-words.ts');
		const {pair} = await open();
		const state = pair.session.state();
		const inputs = new Map(
			Array.from({length: 500}, (_, at) => [
				`input${at}`,
				{is: 'value' as const, value: `値\u001B[2J${'x'.repeat(999)}`, from: 'asked' as const},
			]),
		);
		const words = approvalWords({...state, inputs}, 'go', approval);

		expect(Buffer.byteLength(words.join('\n'))).toBeLessThan(7_000);
		expect(words.join('\n')).not.toContain('\u001B');
		expect(words.at(-2)).toMatch(/^… and \d+ lines that have no room here\.$/);
		expect(words.at(-1)).toContain('void');
	});
});
