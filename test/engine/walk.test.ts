import {describe, expect, test} from 'vitest';
import {standingOf} from '../../src/engine/walk.ts';
import {readRunbook} from '../../src/runbook/read.ts';
import {check, command, gate, given, givenOpened, opened, runbookOf} from './given.ts';

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

describe('the walk', () => {
	test('asks for the first step, and a later one is refused until its turn', () => {
		const run = given(release);

		expect(run.want).toEqual({is: 'ask', question: {is: 'check', step: 'look'}});
		expect(run.when({type: 'start-step', step: 'deploy'})).toEqual({ok: false, why: '“look” comes first'});
	});

	test('performs a step once its start is written, and wants the same after a restart', () => {
		const run = given(release)
			.after({type: 'answer-check', step: 'look', answer: 'yes'})
			.after({type: 'start-step', step: 'deploy'});

		expect(run.want).toEqual({is: 'perform', step: 'deploy', attempt: 1});
	});

	test('starts a step once: a second start while it runs is refused', () => {
		const run = given(release)
			.after({type: 'answer-check', step: 'look', answer: 'yes'})
			.after({type: 'start-step', step: 'deploy'});

		expect(run.when({type: 'start-step', step: 'deploy'})).toEqual({ok: false, why: '“deploy” is running'});
	});

	test('an outcome counts once: a second or late one is refused', () => {
		const run = deployed(passed);

		expect(run.when({type: 'finish-step', step: 'deploy', attempt: 1, outcome: passed})).toEqual({
			ok: false,
			why: 'attempt 1 of “deploy” is not running',
		});
	});

	test('a late outcome of a closed run is refused', () => {
		const run = given(
			release,
			{type: 'step.started', step: 'deploy', attempt: 1, part: 'whole'},
			{type: 'run.closed', verdict: 'aborted'},
		);

		expect(run.when({type: 'finish-step', step: 'deploy', attempt: 1, outcome: passed})).toEqual({
			ok: false,
			why: 'the run is closed: aborted',
		});
	});

	test('ends as complete when everything passed', () => {
		const run = deployed(passed)
			.after({type: 'open-gate', step: 'go', nonce: 'n', head: 'h'}, 'gonogo')
			.after({type: 'answer-gate', step: 'go', answer: 'go'})
			.after({type: 'start-step', step: 'switch'})
			.after({type: 'finish-step', step: 'switch', attempt: 1, outcome: passed});

		expect(run.want).toEqual({is: 'ask', question: {is: 'close', verdict: 'complete'}});
		expect(run.when({type: 'close-run', verdict: 'complete-with-deviations'})).toEqual({
			ok: false,
			why: 'the verdict is complete',
		});
		expect(run.after({type: 'close-run', verdict: 'complete'}).want).toEqual({
			is: 'done',
			verdict: 'complete',
		});
	});

	test('a group stands as its children stand and is never asked about', () => {
		const book = runbookOf({
			walk: [check('all', {isGroup: true}), check('one', {parent: 'all'}), check('two', {parent: 'all'})],
		});
		const half = given(book).after({type: 'answer-check', step: 'one', answer: 'yes'});
		const whole = half.after({
			type: 'answer-check',
			step: 'two',
			answer: 'not-applicable',
			note: 'no such service here',
		});
		const [group] = book.walk;

		expect(group && standingOf(half.state, group)).toBe('ready');
		expect(group && standingOf(whole.state, group)).toBe('passed');
		expect(whole.want).toMatchObject({question: {is: 'close'}});
	});

	test('a step whose condition is false is settled as not applicable without being asked', () => {
		const book = runbookOf({
			walk: [check('look', {when: 'database == yes'})],
			inputs: [
				{name: 'database', type: 'string', secret: false, confidence: 'declared', required: true, line: 1},
			],
		});
		const run = given(book).after({
			type: 'set-inputs',
			values: {database: {is: 'value', value: 'no', from: 'asked'}},
		});

		expect(run.want).toEqual({
			is: 'settle',
			step: 'look',
			disposition: 'not-applicable',
			reason: 'when: database == yes',
		});
	});

	test('a step marked auto starts alone, one that mutates does not even in run-through', () => {
		const book = runbookOf({walk: [command('read', {mutates: false}), command('write')]});
		const through = givenOpened(book, {...opened, runThrough: true});
		const first = through
			.after({type: 'start-step', step: 'read'})
			.after({type: 'finish-step', step: 'read', attempt: 1, outcome: passed});

		expect(given(book).want).toMatchObject({is: 'ask', question: {is: 'confirm', step: 'read'}});
		expect(through.want).toEqual({is: 'start', step: 'read'});
		expect(first.want).toMatchObject({is: 'ask', question: {is: 'confirm', step: 'write'}});
	});

	test('a probe of a program nobody knows is no change of the world, and is asked about even in run-through', () => {
		const {walk} = readRunbook({
			text: '# A\n\n## B\n\n```probe {#own}\ncommand: ./look\n```\n\n```probe {#known}\ncommand: df -h\n```\n',
			path: 'a.md',
		}).runbook;
		const through = givenOpened(runbookOf({walk}), {...opened, mode: 'walk', runThrough: true});
		const on = through
			.after({type: 'start-step', step: 'own'})
			.after({type: 'finish-step', step: 'own', attempt: 1, outcome: passed});

		expect(through.want).toMatchObject({question: {is: 'confirm', step: 'own'}});
		expect(on.state.firstMutation).toBeUndefined();
		expect(on.want).toEqual({is: 'start', step: 'known'});
	});

	test('what can’t be taken back is started only by typing the environment’s name', () => {
		const run = given(runbookOf({walk: [command('drop', {danger: 'irreversible'})]}));

		expect(run.want).toMatchObject({question: {typed: 'staging'}});
		expect(run.when({type: 'start-step', step: 'drop'})).toMatchObject({ok: false});
		expect(run.when({type: 'start-step', step: 'drop', typed: 'staging'})).toMatchObject({ok: true});
	});

	test('a step is blocked by a need that did not pass, and overriding the need does not open it', () => {
		const book = runbookOf({walk: [command('migrate'), command('deploy', {needs: ['migrate']})]});
		const run = given(book)
			.after({type: 'start-step', step: 'migrate'})
			.after({type: 'finish-step', step: 'migrate', attempt: 1, outcome: failed})
			.after({type: 'decide-step', step: 'migrate', disposition: 'override', reason: 'try anyway'});

		expect(run.want).toMatchObject({is: 'ask', question: {is: 'blocked', step: 'deploy'}});
		expect(run.when({type: 'start-step', step: 'deploy'})).toMatchObject({ok: false});
	});
});
