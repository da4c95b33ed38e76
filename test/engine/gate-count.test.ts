import {expect, test} from 'vitest';
import {countGate} from '../../src/engine/gate-count.ts';
import type {GateAnswer} from '../../src/engine/state.ts';
import {at, gate} from './given.ts';

const policy = {approvals: 2, roles: [], driverMayApprove: false, digest: '0'.repeat(64)};

function counted(answers: readonly Partial<GateAnswer>[]) {
	const step = gate('go');
	if (step.kind !== 'gate') {
		throw new Error('it is a gate');
	}
	const whole = answers.map(answer => ({answer: 'go' as const, typed: false, at, by: 'bob', ...answer}));
	return countGate(step, whole, {policy});
}

test('two people with a key each open a gate for two', () => {
	expect(
		counted([
			{by: 'bob', key: 'SHA256:b'},
			{by: 'carol', key: 'SHA256:c'},
		]),
	).toMatchObject({isMet: true, people: ['bob', 'carol']});
});

test.each<[string, readonly Partial<GateAnswer>[]]>([
	[
		'one person with two keys',
		[
			{by: 'bob', key: 'SHA256:b'},
			{by: 'bob', key: 'SHA256:c'},
		],
	],
	[
		'two names with one key',
		[
			{by: 'bob', key: 'SHA256:b'},
			{by: 'carol', key: 'SHA256:b'},
		],
	],
	['two words that nobody signed', [{by: 'bob'}, {by: 'carol'}]],
	[
		'an answer that is void',
		[
			{by: 'bob', key: 'SHA256:b'},
			{by: 'carol', key: 'SHA256:c', voided: 'the inputs changed'},
		],
	],
	[
		'a no',
		[
			{by: 'bob', key: 'SHA256:b'},
			{by: 'carol', key: 'SHA256:c', answer: 'no-go'},
		],
	],
])('a gate for two is not opened by %s, however it came into the journal', (_what, answers) => {
	expect(counted(answers).isMet).toBe(false);
});
