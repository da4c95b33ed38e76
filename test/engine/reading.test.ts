import {expect, test} from 'vitest';
import {check, command, gate, given, runbookOf} from './given.ts';

const release = runbookOf({
	walk: [
		command('pasted'),
		command('backup', {required: true}),
		check('look'),
		gate('go'),
		command('switch'),
	],
});
const asOutput = (step: string) => ({type: 'read-as', step, as: 'output'}) as const;

test('a command that is only output is not run, and the record counts it as a deviation', () => {
	const run = given(release).after(asOutput('pasted'));

	expect(run.want).toMatchObject({is: 'settle', step: 'pasted', disposition: 'skip'});
	expect(run.state.deviations).toMatchObject([{step: 'pasted', what: 'reread'}]);
});

test('rereading is no way around a gate, a check, a required step or one that was begun', () => {
	const run = given(release);
	const begun = run.after({type: 'start-step', step: 'pasted'});

	expect(run.when(asOutput('go'))).toEqual({ok: false, why: 'only a command can be output; this is a gate'});
	expect(run.when(asOutput('look'))).toEqual({
		ok: false,
		why: 'only a command can be output; this is a check',
	});
	expect(run.when(asOutput('backup'))).toEqual({ok: false, why: 'the runbook requires this step'});
	expect(run.when(asOutput('gone'))).toEqual({ok: false, why: 'there is no step “gone”'});
	expect(begun.when(asOutput('pasted'))).toEqual({ok: false, why: 'the step was begun or decided already'});
});
