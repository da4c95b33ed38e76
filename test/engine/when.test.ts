import {describe, expect, test} from 'vitest';
import type {Input} from '../../src/runbook/meta-model.ts';
import {check, command, gate, given, runbookOf} from './given.ts';

const strategy: Input = {
	name: 'strategy',
	type: 'choice',
	secret: false,
	choices: ['switch', 'roll'],
	default: 'switch',
	confidence: 'declared',
	required: false,
	line: 1,
};

describe('a condition', () => {
	test('has its input asked for although it has a default: unasked it would leave steps out without a word', () => {
		const runbook = runbookOf({walk: [command('switch', {when: 'strategy == switch'})], inputs: [strategy]});
		expect(given(runbook).want).toMatchObject({
			is: 'ask',
			question: {is: 'inputs', inputs: [{name: 'strategy'}]},
		});
	});

	test('can be about the choice made at a gate, by its id', () => {
		const walk = [
			gate('old', {gate: 'judgement', choices: {now: 'next', later: 'next'}}),
			command('let-go', {when: 'old == now'}),
			check('end'),
		];
		const answered = (choice: string) =>
			given(
				runbookOf({walk}),
				{type: 'gate.opened', step: 'old', nonce: '0', question: '0', head: '0'},
				{type: 'gate.answered', step: 'old', answer: 'go', choice, typed: false},
			).want;
		expect(answered('now')).toMatchObject({is: 'ask', question: {is: 'confirm', step: 'let-go'}});
		expect(answered('later')).toMatchObject({is: 'settle', step: 'let-go', disposition: 'not-applicable'});
	});
});
