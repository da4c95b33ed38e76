import {describe, expect, test} from 'vitest';
import {check, command, gate, given, runbookOf} from './given.ts';

const passed = {result: 'passed', durationMs: 12} as const;
const failed = {result: 'failed', durationMs: 12, why: 'exit code 1'} as const;
const release = runbookOf({
	walk: [check('look'), command('deploy'), gate('go'), command('switch')],
	rollback: [command('switch-back')],
});

function deployed(outcome: {result: 'passed' | 'failed' | 'unknown'; durationMs: number; why?: string}) {
	return given(release)
		.after({type: 'answer-check', step: 'look', answer: 'yes'})
		.after({type: 'start-step', step: 'deploy'})
		.after({type: 'finish-step', step: 'deploy', attempt: 1, outcome});
}

describe('a step that did not pass', () => {
	test('stops the run, and the question names the ways on with the four first', () => {
		expect(deployed(failed).want).toMatchObject({
			is: 'ask',
			question: {
				is: 'failed',
				step: 'deploy',
				ways: expect.arrayContaining(['retry', 'fixed-by-hand', 'override', 'roll-back', 'hold']),
			},
		});
	});

	test('can’t be aborted once the world was changed, but before that it can', () => {
		const before = given(release).after({
			type: 'answer-check',
			step: 'look',
			answer: 'no',
			note: 'disk full',
		});

		expect(before.when({type: 'abort-run', reason: 'not today'})).toMatchObject({ok: true});
		expect(deployed(failed).when({type: 'abort-run', reason: 'not today'})).toEqual({
			ok: false,
			why: 'the world has been changed: roll back or go forward',
		});
	});

	test('is tried again as a new attempt in the same breath as the decision', () => {
		const decision = deployed(failed).when({type: 'decide-step', step: 'deploy', disposition: 'retry'});

		expect(decision).toMatchObject({
			ok: true,
			events: [
				{type: 'step.decided', disposition: 'retry'},
				{type: 'step.started', attempt: 2},
			],
		});
	});

	test('an override needs its reason and colours the final verdict', () => {
		const run = deployed(failed);

		expect(run.when({type: 'decide-step', step: 'deploy', disposition: 'override'})).toEqual({
			ok: false,
			why: 'a reason is needed',
		});
		expect(
			run.after({type: 'decide-step', step: 'deploy', disposition: 'override', reason: 'known flake'}).state
				.deviations,
		).toMatchObject([{what: 'override', why: 'known flake'}]);
	});

	test('a required step can be neither overridden nor deferred', () => {
		const run = given(runbookOf({walk: [command('backup', {required: true})]}))
			.after({type: 'start-step', step: 'backup'})
			.after({type: 'finish-step', step: 'backup', attempt: 1, outcome: failed});

		expect(
			run.when({type: 'decide-step', step: 'backup', disposition: 'override', reason: 'no time'}),
		).toMatchObject({ok: false});
		expect(
			run.when({type: 'decide-step', step: 'backup', disposition: 'defer', reason: 'later'}),
		).toMatchObject({ok: false});
	});

	test('fixed by hand is believed only when its own verify passes', () => {
		const book = runbookOf({walk: [command('deploy', {run: {verify: 'test -f done'}})]});
		const fixing = given(book)
			.after({type: 'start-step', step: 'deploy'})
			.after({type: 'finish-step', step: 'deploy', attempt: 1, outcome: failed})
			.after({
				type: 'decide-step',
				step: 'deploy',
				disposition: 'fixed-by-hand',
				reason: 'restarted the node',
			});

		expect(fixing.want).toEqual({is: 'perform', step: 'deploy', attempt: 2});
		expect(
			fixing.after({type: 'finish-step', step: 'deploy', attempt: 2, outcome: failed}).want,
		).toMatchObject({question: {is: 'failed'}});
		expect(
			fixing.after({type: 'finish-step', step: 'deploy', attempt: 2, outcome: passed}).want,
		).toMatchObject({question: {is: 'close', verdict: 'complete-with-deviations'}});
	});

	test('an optional step is skipped without a deviation, another is not skipped at all', () => {
		const book = runbookOf({walk: [command('smoke', {optional: true}), command('deploy')]});
		const run = given(book).after({type: 'decide-step', step: 'smoke', disposition: 'skip'});

		expect(run.state.deviations).toEqual([]);
		expect(run.when({type: 'decide-step', step: 'deploy', disposition: 'skip', reason: 'no'})).toMatchObject({
			ok: false,
		});
	});
});

describe('a run that was interrupted', () => {
	test('finds its running step unknown, offers its verify first, and runs nothing twice by itself', () => {
		const book = runbookOf({walk: [command('deploy', {run: {verify: 'test -f done'}})]});
		const resumed = given(book)
			.after({type: 'start-step', step: 'deploy'})
			.after({type: 'resume-run', operator: 'alice', host: 'ops-1', pid: 7, screen: 'full', attended: true});

		expect(resumed.want).toMatchObject({
			is: 'ask',
			question: {is: 'unknown', step: 'deploy', ways: expect.arrayContaining(['verify', 'retry'])},
		});
		expect(resumed.want).toMatchObject({
			question: {ways: ['verify', 'retry', 'fixed-by-hand', 'override', 'edit', 'defer', 'hold', 'abandon']},
		});
		expect(resumed.when({type: 'start-step', step: 'deploy'})).toMatchObject({ok: false});
		expect(
			resumed
				.after({type: 'decide-step', step: 'deploy', disposition: 'verify'})
				.after({type: 'finish-step', step: 'deploy', attempt: 2, outcome: passed}).want,
		).toMatchObject({question: {is: 'close'}});
	});

	test('asks for its secrets again and keeps every other input', () => {
		const book = runbookOf({
			walk: [command('deploy', {inputs: ['token', 'version']})],
			inputs: [
				{name: 'version', type: 'semver', secret: false, confidence: 'declared', required: true, line: 1},
				{name: 'token', type: 'secret', secret: true, confidence: 'declared', required: true, line: 2},
			],
		});
		const run = given(book)
			.after({
				type: 'set-inputs',
				values: {version: {is: 'value', value: '1.2.3', from: 'asked'}, token: {is: 'secret', from: 'asked'}},
			})
			.after({type: 'resume-run', operator: 'bob', host: 'ops-2', pid: 8, screen: 'plain', attended: true});

		expect(run.want).toMatchObject({question: {is: 'inputs', inputs: [{name: 'token'}]}});
		expect(run.state.operator).toBe('bob');
	});
});
