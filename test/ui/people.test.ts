import {expect, test} from 'vitest';
import {heard, open} from './scene.ts';
import {scenes} from './scenes.ts';

const policy = {approvals: 2, roles: [], driverMayApprove: false, digest: '5'.repeat(64)};

test('a gate that asks for signatures takes no GO from this terminal, and says how others give theirs', async () => {
	const scene = open();
	await scenes.typed(scene);
	await scene.terminal.presses('\u001B');
	scene.live.record({
		type: 'gate.opened',
		step: 'go-live',
		nonce: '6'.repeat(32),
		question: '',
		head: '7'.repeat(64),
		policy,
	});
	await scene.terminal.sees('Needs 2 people to sign');
	await heard(scene);
	await scene.terminal.presses('g');
	expect(scene.terminal.lines().at(-1)).toContain('production asks for signed approval');
	expect(scene.terminal.text()).toContain('gonogo approve 20261121-090000-abcdef');
	await scene.leave();
});

test('an answer that was voided stands on the gate with the reason, and counts no more', async () => {
	const scene = open();
	await scenes.typed(scene);
	await scene.terminal.presses('\u001B');
	scene.live.record(
		{type: 'gate.opened', step: 'go-live', nonce: '6'.repeat(32), question: '', head: '7'.repeat(64), policy},
		{type: 'gate.answered', step: 'go-live', answer: 'go', typed: false, key: 'SHA256:abc', signed: '{}'},
		{type: 'gate.voided', step: 'go-live', people: ['alice'], why: 'an input was changed'},
	);
	await scene.terminal.sees('counts no more:');
	expect(scene.terminal.text()).toContain('nobody has said GO yet');
	await scene.leave();
});

test('the driving is offered to someone who follows, and the offer can be taken back', async () => {
	const scene = open();
	await scenes.confirm(scene);
	await scene.terminal.presses('P');
	expect(scene.terminal.lines().at(-1)).toContain('nobody follows who could drive');
	scene.live.record(
		{type: 'person.joined', person: 'bob', mayDrive: true},
		{type: 'person.joined', person: 'carol', mayDrive: false},
	);
	await scene.terminal.sees('alice +2');
	await scene.terminal.presses('P', '\r');
	expect(scene.live.sent.at(-1)).toEqual({type: 'offer-control', to: 'bob'});
	await scene.terminal.presses('p');
	expect(scene.terminal.text()).toMatch(/Offered to +bob/);
	expect(scene.terminal.text()).toContain('carol since 09:00:00, can’t drive');
	await scene.terminal.presses('\r', 'P');
	expect(scene.live.sent.at(-1)).toEqual({type: 'withdraw-control'});
	await scene.leave();
});
