import {describe, expect, test} from 'vitest';
import {command, gate, runbookOf} from '../engine/given.ts';
import {has} from '../needs.ts';
import {asks, drive, person, production, sign, trustOf} from './pair.ts';

const oneOther = () => trustOf('version: 1\nenvironments: {production: {approvals: 1}}\n');
const two = () => trustOf('version: 1\nenvironments: {production: {approvals: 2}}\n');

describe.skipIf(!has('ssh-keygen'))('an open gate', () => {
	async function halfApproved() {
		const [bob, carol] = [person('bob'), person('carol')];
		const pair = await drive({
			runbook: runbookOf({walk: [gate('go'), command('deploy')]}),
			belief: {trust: two(), signers: [bob.line, carol.line]},
		});
		pair.session.start();
		await asks(pair.session, 'gate');
		expect(await pair.session.answerSigned({signed: await sign(pair, bob)})).toEqual({ok: true});
		return {pair, bob, carol};
	}

	test('voids an answer once a deviation was made behind it, and says so in the journal', async () => {
		const {pair, bob, carol} = await halfApproved();
		const late = await sign(pair, carol);
		await pair.session.send({type: 'read-as', step: 'deploy', as: 'output', reason: 'it is no command'});
		const answered = await pair.session.answerSigned({signed: late});

		expect(answered).toEqual({ok: false, why: 'context differs: evidence'});
		expect((await pair.store.read(production.run)).entries.map(({event}) => event)).toContainEqual({
			type: 'gate.voided',
			step: 'go',
			people: ['bob'],
			why: 'context differs: evidence',
		});
		await pair.session.answerSigned({signed: await sign(pair, carol)});
		expect(pair.session.question()).toMatchObject({is: 'gate'});
		await pair.session.answerSigned({signed: await sign(pair, bob)});
		expect(pair.session.question()?.is).not.toBe('gate');
	});

	test('is not voided by notes, holds and people who come and go', async () => {
		const {pair, carol} = await halfApproved();
		await pair.session.send({type: 'add-note', text: 'all quiet'});
		await pair.session.sendAs('dave', {type: 'join-run', mayDrive: false});
		await pair.session.send({type: 'hold-run', reason: 'lunch'});
		await pair.session.send({type: 'release-run'});

		expect(await pair.session.answerSigned({signed: await sign(pair, carol)})).toEqual({ok: true});
		expect(pair.session.question()?.is).not.toBe('gate');
	});

	test('asks what trust.yaml asks now: answers under the old one count no more', async () => {
		const {pair, bob, carol} = await halfApproved();
		pair.belief.trust = trustOf(
			'version: 1\nenvironments: {production: {approvals: 2, driver-may-approve: true}}\n',
		);
		expect(
			await pair.session.answerSigned({
				signed: await sign({...pair, belief: {...pair.belief, trust: two()}}, carol),
			}),
		).toEqual({ok: false, why: 'context differs: policy'});
		expect(pair.session.state().progress.get('go')).toMatchObject({
			now: {policy: {driverMayApprove: true}},
			gate: [{by: 'bob', voided: 'context differs: policy'}],
		});
		await pair.session.answerSigned({signed: await sign(pair, carol)});
		expect(await pair.session.answerSigned({signed: await sign(pair, bob)})).toEqual({ok: true});
	});

	test('does not count an answer that expired while the others were awaited', async () => {
		const {pair, carol} = await halfApproved();
		pair.clock.nowMs += 7_200_000;
		const signed = await sign(pair, carol, {now: new Date(pair.clock.nowMs)});
		await pair.session.answerSigned({signed});

		expect(pair.session.question()).toMatchObject({is: 'gate'});
		expect(pair.session.state().progress.get('go')?.gate).toMatchObject([
			{by: 'bob', voided: expect.stringContaining('expired')},
			{by: 'carol'},
		]);
	});

	test('is not opened while whom to believe can’t be read: the run is held', async () => {
		const pair = await drive({
			belief: {trust: oneOther(), signers: [], unreadable: 'trust.yaml is gone'},
		});
		pair.session.start();
		await asks(pair.session, 'held');

		expect(pair.session.state().held?.reason).toContain('trust.yaml is gone');
		delete pair.belief.unreadable;
		await pair.session.send({type: 'release-run'});
		await asks(pair.session, 'gate');
	});
});
