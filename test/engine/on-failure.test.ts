import {describe, expect, test} from 'vitest';
import type {Step, StepCommon} from '../../src/runbook/step-model.ts';
import {check, command, given, runbookOf} from './given.ts';

const failed = {result: 'failed', durationMs: 12, why: 'exit 1'} as const;
const unknown = {result: 'unknown', durationMs: 12, why: 'lost'} as const;
const passed = {result: 'passed', durationMs: 12} as const;

/** A run in which `one` passed and changed the world, and `two` ended so. */
function ended(
	two: Partial<StepCommon>,
	outcome: typeof failed | typeof unknown,
	rest: readonly Step[] = [],
) {
	const book = runbookOf({
		walk: [command('one'), command('two', two), ...rest],
		rollback: [command('back')],
	});
	return given(book)
		.after({type: 'start-step', step: 'one'})
		.after({type: 'finish-step', step: 'one', attempt: 1, outcome: passed})
		.after({type: 'start-step', step: 'two'})
		.after({type: 'finish-step', step: 'two', attempt: 1, outcome});
}

describe('on-failure=continue', () => {
	test('goes on with the verdict kept: the step stays failed and the run is complete with deviations', () => {
		const run = ended({onFailure: 'continue'}, failed);
		expect(run.want).toMatchObject({is: 'settle', step: 'two', disposition: 'continue'});

		const over = run.after({type: 'decide-step', step: 'two', disposition: 'continue', reason: 'so it says'});
		expect(over.state.progress.get('two')?.now).toMatchObject({is: 'failed', why: 'exit 1', wentOn: true});
		expect(over.want).toEqual({
			is: 'ask',
			question: {is: 'close', verdict: 'complete-with-deviations'},
		});
	});

	test('asks when the step is required, when it is critical, and when nobody knows what it did', () => {
		for (const run of [
			ended({onFailure: 'continue', required: true}, failed),
			ended({onFailure: 'continue', critical: true}, failed),
			ended({onFailure: 'continue'}, unknown),
		]) {
			expect(run.want).toMatchObject({is: 'ask', question: {step: 'two'}});
			expect(run.when({type: 'decide-step', step: 'two', disposition: 'continue', reason: 'x'}).ok).toBe(
				false,
			);
		}
	});

	test('does not let a step start that needs the failed one', () => {
		const run = ended({onFailure: 'continue'}, failed, [command('three', {needs: ['two']})]).after({
			type: 'decide-step',
			step: 'two',
			disposition: 'continue',
			reason: 'so it says',
		});

		expect(run.want).toMatchObject({is: 'ask', question: {is: 'blocked', step: 'three'}});
	});
});

describe('on-failure=rollback', () => {
	test('rolls back when a minute has passed, and offers that first', () => {
		expect(ended({onFailure: 'rollback'}, failed).want).toMatchObject({
			question: {
				is: 'failed',
				preferred: 'roll-back',
				until: '2026-11-21T09:01:00.000Z',
				ways: ['roll-back', 'retry', 'fixed-by-hand', 'override', 'edit', 'defer', 'hold'],
			},
		});
	});

	test('only asks once a person has taken it in hand: a hold, an off-script command, a resumed run', () => {
		const run = ended({onFailure: 'rollback'}, failed);
		const held = run.after({type: 'hold-run', reason: 'looking'}).after({type: 'release-run'});
		const typed = run
			.after({type: 'run-off-script', script: 'df -h'})
			.after({type: 'finish-step', step: 'off-script-1', attempt: 1, outcome: passed});
		const resumed = run.after({
			type: 'resume-run',
			operator: 'bob',
			host: 'h',
			pid: 1,
			screen: 'full',
			attended: true,
		});

		for (const {want} of [held, typed, resumed]) {
			expect(want).toMatchObject({question: {is: 'failed', preferred: 'roll-back'}});
			expect(want).not.toHaveProperty('question.until');
		}
	});

	test('only asks when nobody knows what the step did', () => {
		expect(ended({onFailure: 'rollback'}, unknown).want).not.toHaveProperty('question.until');
	});

	test('ends the run where nothing has been changed, because there is nothing to take back', () => {
		const book = runbookOf({walk: [check('look', {onFailure: 'rollback'})], rollback: [command('back')]});
		const run = given(book).after({type: 'answer-check', step: 'look', answer: 'no', note: 'red'});

		expect(run.want).toMatchObject({question: {preferred: 'abort', until: '2026-11-21T09:01:00.000Z'}});
	});
});

test('a critical step that fails asks for the rollback first, without a countdown', () => {
	const {want} = ended({critical: true}, failed);

	expect(want).toMatchObject({question: {preferred: 'roll-back'}});
	expect(want).not.toHaveProperty('question.until');
});

describe('on-failure=abort', () => {
	test('ends the run after a minute while nothing has been changed', () => {
		const run = given(runbookOf({walk: [check('look', {onFailure: 'abort'}), command('one')]})).after({
			type: 'answer-check',
			step: 'look',
			answer: 'no',
			note: 'red',
		});

		expect(run.want).toMatchObject({question: {preferred: 'abort', until: '2026-11-21T09:01:00.000Z'}});
	});

	test('asks once the world was changed: then the ways are forward or back', () => {
		const {want} = ended({onFailure: 'abort'}, failed);

		expect(want).not.toHaveProperty('question.preferred');
		expect(want).not.toHaveProperty('question.until');
		expect(want).toMatchObject({question: {ways: expect.not.arrayContaining(['abort'])}});
	});
});

describe('on-failure=goto', () => {
	test('ahead goes on there by itself: what lies between does not apply, and the verdict stays', () => {
		const run = ended({onFailure: {goto: 'four'}}, failed, [command('three'), command('four')]);
		expect(run.want).toMatchObject({is: 'settle', disposition: 'goto'});

		const jumped = run.after({type: 'decide-step', step: 'two', disposition: 'goto', reason: 'so it says'});
		expect(jumped.state.progress.get('two')?.now.is).toBe('failed');
		expect(jumped.state.progress.get('three')?.now.is).toBe('not-applicable');
		expect(jumped.want).toMatchObject({question: {is: 'confirm', step: 'four'}});
	});

	test('back only goes when a person says so, and walks the steps again', () => {
		const run = ended({onFailure: {goto: 'one'}}, failed);
		expect(run.want).toMatchObject({question: {is: 'failed', ways: expect.arrayContaining(['goto'])}});

		const again = run.after({type: 'decide-step', step: 'two', disposition: 'goto', reason: 'once more'});
		expect(again.want).toMatchObject({question: {is: 'confirm', step: 'one'}});
		expect(again.state.progress.get('one')?.attempts).toHaveLength(1);
	});

	test('into the rollback section is a rollback', () => {
		expect(ended({onFailure: {goto: 'back'}}, failed).want).toMatchObject({
			question: {preferred: 'roll-back', until: '2026-11-21T09:01:00.000Z'},
		});
	});
});
