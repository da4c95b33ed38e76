import {describe, expect, test} from 'vitest';
import {command, gate, given, givenOpened, opened, runbookOf} from './given.ts';

const policy = {approvals: 1, roles: [], driverMayApprove: false, digest: 'd1'};
const production = {...opened, environment: 'production', production: true};
const open = {type: 'open-gate', step: 'go', nonce: 'n1', head: 'h1'} as const;

function signedBy(key: string) {
	return {type: 'answer-gate', step: 'go', answer: 'go', verified: {key, signed: `by ${key}`}} as const;
}

function atGate(change: Parameters<typeof gate>[1] = {}, asked: Partial<typeof policy> = {}) {
	const book = runbookOf({walk: [gate('go', change)]});
	return givenOpened(book, production).after({...open, policy: {...policy, ...asked}}, 'gonogo');
}

describe('a gate that asks for signed approval', () => {
	test('does not take what is typed at the driver’s terminal, whatever it is', () => {
		const typed = {type: 'answer-gate', step: 'go', answer: 'go', typed: 'production'} as const;

		expect(atGate().when(typed)).toMatchObject({ok: false, why: expect.stringContaining('gonogo approve')});
		expect(atGate().when(typed, 'bob')).toMatchObject({ok: false});
	});

	test('is passed by someone else’s signature, which stands in the journal with its key', () => {
		const run = atGate().after(signedBy('SHA256:b'), 'bob');

		expect(run.want).toMatchObject({question: {is: 'close'}});
		expect(run.state.progress.get('go')?.gate).toMatchObject([
			{by: 'bob', key: 'SHA256:b', signed: 'by SHA256:b', typed: false},
		]);
	});

	test('is not passed by a signature that comes with another word than the environment’s name', () => {
		expect(atGate().when({...signedBy('SHA256:b'), typed: 'produktion'}, 'bob')).toEqual({
			ok: false,
			why: 'production: type production in full to say GO',
		});
		expect(atGate().when({...signedBy('SHA256:b'), typed: 'production'}, 'bob')).toMatchObject({ok: true});
	});

	test('does not take the signature of whoever has driven, also after the control went on', () => {
		expect(atGate().when(signedBy('SHA256:a'), 'alice')).toEqual({
			ok: false,
			why: 'alice has driven this run and may not approve it',
		});
		const handed = givenOpened(runbookOf({walk: [gate('go')]}), production)
			.after({type: 'join-run', mayDrive: true}, 'bob')
			.after({type: 'offer-control', to: 'bob'})
			.after({type: 'take-control'}, 'bob')
			.after(
				{type: 'resume-run', operator: 'bob', host: 'ops-1', pid: 1, screen: 'full', attended: true},
				'bob',
			)
			.after({...open, policy}, 'gonogo');

		expect(handed.when(signedBy('SHA256:a'), 'alice')).toMatchObject({ok: false});
		expect(handed.when(signedBy('SHA256:b'), 'bob')).toMatchObject({ok: false});
		expect(handed.when(signedBy('SHA256:c'), 'carol')).toMatchObject({ok: true});
		expect(atGate({}, {driverMayApprove: true}).when(signedBy('SHA256:a'), 'alice')).toMatchObject({
			ok: true,
		});
	});

	test('counts distinct people and distinct keys, the larger number of runbook and environment', () => {
		const one = atGate({}, {approvals: 2}).after(signedBy('SHA256:b'), 'bob');

		expect(one.want).toMatchObject({question: {is: 'gate'}});
		expect(one.when(signedBy('SHA256:c'), 'bob')).toMatchObject({ok: false});
		expect(one.when(signedBy('SHA256:b'), 'carol')).toEqual({
			ok: false,
			why: 'that key has said GO already, for bob',
		});
		expect(one.after(signedBy('SHA256:c'), 'carol').want).toMatchObject({question: {is: 'close'}});
		expect(atGate({approvals: 2}).after(signedBy('SHA256:b'), 'bob').want).toMatchObject({
			question: {is: 'gate'},
		});
	});

	test('is not met by answers that are void, and the same person may answer again', () => {
		const voided = atGate({}, {approvals: 2})
			.after(signedBy('SHA256:b'), 'bob')
			.after({type: 'void-answers', step: 'go', people: ['bob'], why: 'context differs: evidence'}, 'gonogo');

		expect(voided.state.progress.get('go')?.gate).toMatchObject([{voided: 'context differs: evidence'}]);
		expect(voided.after(signedBy('SHA256:c'), 'carol').want).toMatchObject({question: {is: 'gate'}});
		expect(voided.after(signedBy('SHA256:b'), 'bob').after(signedBy('SHA256:c'), 'carol').want).toMatchObject(
			{question: {is: 'close'}},
		);
	});

	test('asks what the environment asks from the moment its policy changed', () => {
		const stricter = atGate().after(
			{
				type: 'void-answers',
				step: 'go',
				people: [],
				why: 'context differs: policy',
				policy: {...policy, approvals: 2},
			},
			'gonogo',
		);

		expect(stricter.after(signedBy('SHA256:b'), 'bob').want).toMatchObject({question: {is: 'gate'}});
	});

	test('branches once enough people chose the same way', () => {
		const book = runbookOf({
			walk: [
				gate('go', {gate: 'judgement', choices: {roll: 'roll', flip: 'flip'}}),
				command('roll'),
				command('flip'),
			],
		});
		const one = givenOpened(book, production)
			.after({...open, policy: {...policy, approvals: 2}}, 'gonogo')
			.after({...signedBy('SHA256:b'), choice: 'flip'}, 'bob');

		expect(one.state.progress.get('roll')).toBeUndefined();
		expect(one.after({...signedBy('SHA256:c'), choice: 'roll'}, 'carol').want).toMatchObject({
			question: {is: 'gate'},
		});
		expect(one.after({...signedBy('SHA256:c'), choice: 'flip'}, 'carol').want).toMatchObject({
			question: {is: 'confirm', step: 'flip'},
		});
	});

	test('of a poll is met when every role has answered and enough people have', () => {
		const poll = () => atGate({gate: 'poll', roles: ['dba', 'product']}, {approvals: 2});
		const dba = poll().after({...signedBy('SHA256:b'), role: 'dba'}, 'bob');

		expect(dba.after({...signedBy('SHA256:b'), role: 'product'}, 'bob').want).toMatchObject({
			question: {is: 'gate'},
		});
		expect(dba.after({...signedBy('SHA256:c'), role: 'product'}, 'carol').want).toMatchObject({
			question: {is: 'close'},
		});
	});
});

describe('the people of a run', () => {
	const walk = () => given(runbookOf({walk: [command('deploy'), gate('go')]}));

	test('join under a name of their own, each once, and leave', () => {
		const bob = walk().after({type: 'join-run', mayDrive: true}, 'bob');

		expect(bob.state.present).toMatchObject([{person: 'bob', mayDrive: true}]);
		expect(bob.when({type: 'join-run', mayDrive: true}, 'bob')).toMatchObject({ok: false});
		expect(bob.when({type: 'join-run', mayDrive: true}, 'gonogo')).toMatchObject({ok: false});
		expect(bob.when({type: 'join-run', mayDrive: true}, ' ')).toMatchObject({ok: false});
		expect(bob.after({type: 'leave-run'}, 'bob').state.present).toEqual([]);
	});

	test('are no more than sixteen', () => {
		let run = walk();
		for (let number = 1; number <= 16; number++) {
			run = run.after({type: 'join-run', mayDrive: false}, `person-${number}`);
		}
		expect(run.when({type: 'join-run', mayDrive: false}, 'one-too-many')).toMatchObject({ok: false});
	});

	test('are handed the control by an offer and their own word, and nobody else takes it', () => {
		const joined = walk()
			.after({type: 'join-run', mayDrive: true}, 'bob')
			.after({type: 'join-run', mayDrive: false}, 'carol');

		expect(joined.when({type: 'take-control'}, 'bob')).toMatchObject({ok: false});
		expect(joined.when({type: 'offer-control', to: 'dave'})).toEqual({
			ok: false,
			why: 'dave has not joined this run',
		});
		expect(joined.when({type: 'offer-control', to: 'carol'})).toMatchObject({ok: false});
		expect(joined.when({type: 'offer-control', to: 'bob'}, 'bob')).toMatchObject({ok: false});
		const offered = joined.after({type: 'offer-control', to: 'bob'});
		expect(offered.when({type: 'take-control'}, 'carol')).toMatchObject({ok: false});
		expect(offered.after({type: 'withdraw-control'}).when({type: 'take-control'}, 'bob')).toMatchObject({
			ok: false,
		});
		expect(offered.after({type: 'leave-run'}, 'bob').when({type: 'take-control'}, 'bob')).toMatchObject({
			ok: false,
		});
		const taken = offered.after({type: 'take-control'}, 'bob');
		expect(taken.when({type: 'start-step', step: 'deploy'})).toEqual({
			ok: false,
			why: 'bob has taken the control',
		});
		const resumed = taken.after(
			{type: 'resume-run', operator: 'bob', host: 'ops-1', pid: 2, screen: 'full', attended: true},
			'bob',
		);
		expect(resumed.state).toMatchObject({operator: 'bob', drove: ['alice', 'bob'], present: []});
		expect(resumed.state.handedTo).toBeUndefined();
	});

	test('keep their places while a step runs', () => {
		const joined = walk().after({type: 'join-run', mayDrive: true}, 'bob');
		const running = joined.after({type: 'start-step', step: 'deploy'});
		const late = joined.after({type: 'offer-control', to: 'bob'}).after({type: 'start-step', step: 'deploy'});

		expect(running.when({type: 'offer-control', to: 'bob'})).toEqual({
			ok: false,
			why: 'not while a step is running',
		});
		expect(late.when({type: 'take-control'}, 'bob')).toEqual({ok: false, why: 'not while a step is running'});
	});
});
