import {expect, test} from 'vitest';
import {command, given, runbookOf} from './given.ts';

const failed = [
	{type: 'step.started', step: 'deploy', attempt: 1, part: 'whole'},
	{type: 'step.finished', step: 'deploy', attempt: 1, outcome: {result: 'failed', durationMs: 10, exit: 1}},
] as const;

const walk = runbookOf({
	walk: [command('deploy', {run: {script: 'deploy', undo: 'undeploy'}}), command('plain')],
});

test('a failed step can be run again with its command edited, as a deviation', () => {
	const run = given(walk, ...failed).after({type: 'start-step', step: 'deploy', edited: 'deploy --slowly'});
	expect(run.want).toEqual({is: 'perform', step: 'deploy', attempt: 2});
	expect(run.state.deviations.map(deviation => deviation.what)).toEqual(['edited']);
});

test('a failed step that has a way back can be undone, and is failed still', () => {
	const run = given(walk, ...failed).after({type: 'start-step', step: 'deploy', part: 'undo'});
	expect(run.want).toEqual({is: 'perform', step: 'deploy', attempt: 2});
	const undone = run.after({
		type: 'finish-step',
		step: 'deploy',
		attempt: 2,
		outcome: {result: 'passed', durationMs: 5},
	});
	expect(undone.want).toMatchObject({is: 'ask', question: {is: 'failed', step: 'deploy'}});
});

test('a failed step is not simply started again, and has no way back that is not written', () => {
	const run = given(walk, ...failed);
	expect(run.when({type: 'start-step', step: 'deploy'})).toEqual({
		ok: false,
		why: 'it is failed; decide how to go on',
	});
	const other = given(runbookOf({walk: [command('deploy')]}), ...failed);
	expect(other.when({type: 'start-step', step: 'deploy', part: 'undo'})).toEqual({
		ok: false,
		why: 'it is failed; decide how to go on',
	});
});
