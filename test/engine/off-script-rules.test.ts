import {expect, test} from 'vitest';
import type {Meta} from '../../src/runbook/meta-model.ts';
import {bookWith, start} from './ruled.ts';

const cluster = {context: {cluster: {by: {program: 'kube-context'}}}} as Partial<Meta>;
const isStaging = {rule: 'context.cluster', is: 'pass', found: 'staging'} as const;
const mend = {type: 'run-off-script', script: './mend.sh'} as const;
const noted = {type: 'note-rules', moment: 'step', step: 'off-script-1'} as const;

test('a typed command that may change something does not run where the context was not looked at', () => {
	const run = start(bookWith(cluster), [isStaging]);

	expect(run.when(mend)).toMatchObject({ok: false, why: expect.stringContaining('not been measured')});
	expect(run.when({...mend, script: 'kubectl get pods'})).toMatchObject({ok: true});
	const looked = run.after({...noted, findings: [isStaging]}, 'gonogo');
	const ran = looked.after(mend);
	expect(ran.want).toMatchObject({is: 'perform', step: 'off-script-1'});
	const ended = {type: 'finish-step', step: 'off-script-1', attempt: 1} as const;
	const after = ran.after({...ended, outcome: {result: 'passed', durationMs: 1}});
	expect(after.when(mend)).toMatchObject({ok: false});
});

test('a typed command does not run in the wrong place, and the run asks about the place', () => {
	const run = start(bookWith(cluster), [isStaging]).after(
		{...noted, findings: [{...isStaging, found: 'prod'}]},
		'gonogo',
	);

	expect(run.when(mend)).toEqual({
		ok: false,
		why: 'cluster: It was “staging” and is “prod” now. Nothing was run.',
	});
	expect(run.want).toMatchObject({question: {is: 'rule', rule: {rule: 'context.cluster'}}});
	const waived = run.after({type: 'waive-rule', rule: 'context.cluster', reason: 'renamed'});
	expect(waived.after(mend).want).toMatchObject({is: 'perform', step: 'off-script-1'});
});

test('a typed command in a closed window takes a reason, and that is a deviation of its own', () => {
	/** It is 2026-11-21T09:00Z, a Saturday, in these runs. */
	const weekend = {is: 'weekly', name: 'weekend', from: {day: 6, minute: 0}, to: {day: 1, minute: 0}};
	const frozen = {windows: {timeZone: 'UTC', freeze: [weekend], change: []}} as Partial<Meta>;
	const run = start(bookWith(frozen)).after({type: 'put-off-rule', rule: 'window'});

	expect(run.when(mend)).toMatchObject({
		ok: false,
		why: expect.stringMatching(/^the window is closed until Mon 2026-11-23 00:00 .*: say what it is for$/),
	});
	expect(run.when({...mend, script: 'df -h'}).ok).toBe(true);
	expect(run.after({...mend, reason: 'checkout is down'}).state.deviations).toMatchObject([
		{what: 'off-script', step: 'off-script-1'},
		{what: 'freeze', step: 'off-script-1', why: expect.stringContaining('checkout is down')},
	]);
	const overridden = run
		.after({type: 'answer-check', step: 'look', answer: 'yes'})
		.after({type: 'waive-rule', rule: 'window', reason: 'data loss', role: 'lead'});
	expect(overridden.when(mend).ok).toBe(true);
});
