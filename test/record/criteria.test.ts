import {expect, test} from 'vitest';
import type {Runbook} from '../../src/runbook/model.ts';
import {statementOf} from './statement-of.ts';
import {release, runbook} from './world.ts';

test('success criteria are measured by the step that bears their words', () => {
	const book: Runbook = {
		...runbook,
		meta: {
			...runbook.meta,
			criteria: [
				{text: 'The error rate is normal', line: 90},
				{text: 'Announce it', line: 91},
				{text: 'Everyone is happy', line: 92},
			],
		},
	};
	const told: typeof release = [
		...release.slice(0, 4),
		{event: {type: 'criteria.answered', answers: [{criterion: 2, met: 'yes'}]}, by: 'bob@example.com'},
	];
	const {criteria} = statementOf(told, {book}).predicate.verdict;
	expect(criteria).toMatchObject([
		{text: 'The error rate is normal', met: 'yes', by: 'error-rate', measured: '0.2 %'},
		{text: 'Announce it', met: 'not measured', by: 'announce'},
		{text: 'Everyone is happy', met: 'yes', answered: {by: 'bob@example.com'}},
	]);
});
