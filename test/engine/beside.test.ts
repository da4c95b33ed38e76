import {describe, expect, test} from 'vitest';
import {check, command, given, runbookOf} from './given.ts';

const passed = {result: 'passed', durationMs: 12} as const;
const book = runbookOf({
	walk: [check('look'), command('switch', {run: {script: 'switch blue'}})],
	rollback: [command('back')],
	escalation: [
		{issue: 'Down', contact: 'On-call', within: '5 min', withinMs: 300_000, line: 1},
		{issue: 'Data lost', contact: 'DBA', within: '15 min', withinMs: 900_000, line: 2},
	],
});

describe('a command typed beside the runbook', () => {
	test('is written down, runs like a step and goes on where the run was', () => {
		const run = given(book).after({type: 'run-off-script', script: 'kubectl get pods', reason: 'to see'});
		expect(run.want).toEqual({is: 'perform', step: 'off-script-1', attempt: 1});
		expect(run.state.stepsById.get('off-script-1')).toMatchObject({
			kind: 'command',
			run: {script: 'kubectl get pods'},
			mutates: false,
		});

		const after = run.after({type: 'finish-step', step: 'off-script-1', attempt: 1, outcome: passed});
		expect(after.want).toMatchObject({question: {is: 'check', step: 'look'}});
		expect(after.state.deviations).toMatchObject([
			{what: 'off-script', step: 'off-script-1', why: 'kubectl get pods — to see'},
		]);
		expect(after.state.firstMutation).toBeUndefined();
	});

	test('counts as a change of the world unless it is known to only read', () => {
		const run = given(book).after({type: 'run-off-script', script: './mend.sh'});

		expect(run.state.firstMutation).toMatchObject({step: 'off-script-1'});
	});

	test('that can’t be taken back asks for the environment’s name', () => {
		const script = 'rm -rf /srv/data';

		expect(given(book).when({type: 'run-off-script', script})).toEqual({
			ok: false,
			why: 'this can’t be taken back: type staging to confirm'.replace('’', "'"),
		});
		expect(given(book).when({type: 'run-off-script', script, typed: 'staging'}).ok).toBe(true);
	});

	test('hands nothing on to the steps of the runbook', () => {
		const run = given(book)
			.after({type: 'run-off-script', script: 'X=1'})
			.after({type: 'finish-step', step: 'off-script-1', attempt: 1, outcome: {...passed, shell: 'x'}});

		expect(run.state.shell.size).toBe(0);
	});

	test('does not run while something runs, while the run is held, or empty', () => {
		const asked = {type: 'run-off-script', script: 'true'} as const;
		const running = given(book).after(asked);
		const held = given(book).after({type: 'hold-run', reason: 'wait'});

		expect(running.when(asked).ok).toBe(false);
		expect(held.when(asked).ok).toBe(false);
		expect(given(book).when({...asked, script: ' '}).ok).toBe(false);
	});
});

describe('a redline', () => {
	test('keeps what stood there beside what should stand there', () => {
		const run = given(book).after({
			type: 'make-redline',
			step: 'switch',
			text: 'it has to be green',
			proposed: 'switch green',
		});

		expect(run.state.redlines).toMatchObject([
			{by: 'alice', step: 'switch', text: 'it has to be green', proposed: 'switch green', was: 'switch blue'},
		]);
	});

	test('may be about the runbook as a whole, and never empty', () => {
		expect(given(book).when({type: 'make-redline', text: 'no rollback for the cache'}).ok).toBe(true);
		expect(given(book).when({type: 'make-redline', text: ' '}).ok).toBe(false);
	});
});

describe('escalation', () => {
	test('says who was called and when, and when they answered', () => {
		const run = given(book).after({type: 'call-contact', level: 1, step: 'look', note: 'phone'});
		expect(run.state.calls).toMatchObject([
			{call: 1, level: 1, contact: 'On-call', issue: 'Down', withinMs: 300_000, by: 'alice'},
		]);
		expect(run.state.calls[0]?.answer).toBeUndefined();

		const answered = run.after({type: 'answer-call', call: 1, answer: 'answered', note: 'on their way'});
		expect(answered.state.calls[0]?.answer).toMatchObject({is: 'answered', note: 'on their way'});
		expect(answered.when({type: 'answer-call', call: 1, answer: 'no-answer'}).ok).toBe(false);
	});

	test('a level that is being called is not called twice; one that gave no answer may be', () => {
		const run = given(book).after({type: 'call-contact', level: 1});
		expect(run.when({type: 'call-contact', level: 1}).ok).toBe(false);

		const given2 = run.after({type: 'answer-call', call: 1, answer: 'no-answer'});
		expect(given2.when({type: 'call-contact', level: 1}).ok).toBe(true);
	});

	test('refuses a row the table does not have', () => {
		expect(given(book).when({type: 'call-contact', level: 3})).toMatchObject({ok: false});
	});
});
