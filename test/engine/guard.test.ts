import {describe, expect, test} from 'vitest';
import type {Step} from '../../src/runbook/step-model.ts';
import {at, check, command, given, runbookOf} from './given.ts';

const errors = {
	...check('errors'),
	kind: 'metric',
	guard: true,
	work: {fail: 'value > 5% for 5m'},
} as unknown as Step;
const book = runbookOf({walk: [errors, command('switch'), check('look')], rollback: [command('back')]});
const tripped = {
	type: 'note-guard',
	step: 'errors',
	from: 'good',
	to: 'tripped',
	value: 0.09,
	why: '9 % > 5 % for 5 m',
} as const;

function switched() {
	return given(book)
		.after({type: 'start-step', step: 'switch'})
		.after({type: 'finish-step', step: 'switch', attempt: 1, outcome: {result: 'passed', durationMs: 1}});
}

describe('a guard', () => {
	test('is never walked; the first step after it is asked for', () => {
		expect(given(book).want).toMatchObject({question: {is: 'confirm', step: 'switch'}});
	});

	test('that trips stops the walk with a countdown to the rollback', () => {
		const run = switched().after(tripped, 'gonogo');

		expect(run.want).toEqual({
			is: 'ask',
			question: {
				is: 'tripped',
				step: 'errors',
				why: '9 % > 5 % for 5 m',
				ways: ['roll-back', 'go-on', 'hold'],
				until: '2026-11-21T09:01:00.000Z',
			},
		});
		expect(at).toBe('2026-11-21T09:00:00.000Z');
	});

	test('waits for the command that is running before it asks', () => {
		const run = given(book).after({type: 'start-step', step: 'switch'}).after(tripped, 'gonogo');

		expect(run.want).toMatchObject({is: 'perform'});
	});

	test('without data asks and never rolls back by itself', () => {
		const run = switched().after({...tripped, to: 'no-data', why: 'no sample for 30 s'}, 'gonogo');

		expect(run.want).toMatchObject({question: {is: 'tripped'}});
		expect(run.want).not.toHaveProperty('question.until');
	});

	test('is passed over only with a reason, which is a deviation, and asks again when it trips again', () => {
		const run = switched().after(tripped, 'gonogo');

		expect(run.when({type: 'accept-guard', step: 'errors', reason: ''})).toMatchObject({ok: false});
		const on = run.after({type: 'accept-guard', step: 'errors', reason: 'known noise'});
		expect(on.want).toMatchObject({question: {is: 'check', step: 'look'}});
		expect(on.state.deviations).toMatchObject([{what: 'override', step: 'errors'}]);
		const again = on.after({...tripped, from: 'tripped', to: 'good'}, 'gonogo').after(tripped, 'gonogo');
		expect(again.want).toMatchObject({question: {is: 'tripped'}});
	});

	test('that trips during the rollback asks nothing more', () => {
		const run = switched()
			.after(tripped, 'gonogo')
			.after({type: 'roll-back', reason: 'errors', trigger: 'guard'}, 'gonogo');

		expect(run.after(tripped, 'gonogo').want).toMatchObject({question: {is: 'confirm', step: 'back'}});
	});
});
