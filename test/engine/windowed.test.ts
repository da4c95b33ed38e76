import {describe, expect, test} from 'vitest';
import type {Meta} from '../../src/runbook/meta-model.ts';
import {givenOpened} from './given.ts';
import {bookWith, looked, opening, start} from './ruled.ts';

/** It is 2026-11-21T09:00Z, a Saturday, in these runs. */
const frozen = {
	windows: {
		timeZone: 'UTC',
		freeze: [{is: 'weekly', name: 'weekend', from: {day: 6, minute: 0}, to: {day: 1, minute: 0}}],
		change: [],
	},
} as Partial<Meta>;
const nearly = {
	windows: {
		timeZone: 'UTC',
		freeze: [{is: 'dated', from: '2026-11-21T10:00', to: '2026-11-21T12:00'}],
		change: [],
	},
} as Partial<Meta>;

describe('a closed window', () => {
	test('is asked about before the first step, and may be put off up to the first change', () => {
		const run = start(bookWith(frozen));

		expect(run.want).toMatchObject({
			question: {
				is: 'rule',
				step: 'look',
				rule: {rule: 'window', is: 'fail'},
				ways: ['look-again', 'put-off', 'waive', 'hold', 'abort'],
			},
		});
		const on = run.after({type: 'put-off-rule', rule: 'window'});
		expect(on.want).toMatchObject({question: {is: 'check', step: 'look'}});
		expect(on.state.deviations).toEqual([]);
		const stopped = on.after(looked);
		expect(stopped.want).toMatchObject({
			question: {is: 'rule', step: 'switch', ways: ['look-again', 'waive', 'hold', 'abort']},
		});
		expect(stopped.when({type: 'start-step', step: 'switch'})).toMatchObject({
			ok: false,
			why: expect.stringContaining('closed until Mon 2026-11-23 00:00 (UTC)'),
		});
	});

	test('is overridden in a role and with a reason, and that is a deviation', () => {
		const run = start(bookWith(frozen));

		expect(run.when({type: 'waive-rule', rule: 'window', reason: ' ', role: 'lead'})).toMatchObject({
			ok: false,
		});
		expect(run.when({type: 'waive-rule', rule: 'window', reason: 'data loss'})).toMatchObject({
			ok: false,
			why: 'say in which role you override the window',
		});
		const on = run
			.after({type: 'waive-rule', rule: 'window', reason: 'data loss', role: 'lead'})
			.after(looked)
			.after({type: 'start-step', step: 'switch'});
		expect(on.want).toMatchObject({is: 'perform', step: 'switch'});
		expect(on.state.deviations).toMatchObject([
			{what: 'freeze', why: expect.stringMatching(/weekend.*Went on as lead: data loss/)},
		]);
	});

	test('that closed while someone read stops the very next change, and a retry as well', () => {
		const run = start(bookWith(nearly)).after(looked);
		const late = '2026-11-21T11:00:00.000Z';

		expect(run.want).toMatchObject({question: {is: 'confirm', step: 'switch'}});
		const stopped = run.after({type: 'start-step', step: 'switch'}, 'alice', late);
		expect(stopped.want).toMatchObject({question: {is: 'rule', rule: {rule: 'window'}}});
		const failed = run
			.after({type: 'start-step', step: 'switch'})
			.after({type: 'finish-step', step: 'switch', attempt: 1, outcome: {result: 'failed', durationMs: 1}});
		const again = failed.after({type: 'decide-step', step: 'switch', disposition: 'retry'}, 'alice', late);
		expect(again.want).toMatchObject({
			question: {is: 'rule', rule: {rule: 'window'}, ways: ['look-again', 'waive', 'roll-back', 'hold']},
		});
	});

	test('opens again when it is looked at again in time', () => {
		const run = start(bookWith(frozen)).after(
			{type: 'note-rules', moment: 'again', findings: []},
			'gonogo',
			'2026-11-23T00:00:00.000Z',
		);

		expect(run.want).toMatchObject({question: {is: 'check', step: 'look'}});
	});

	test('is seen to open and close by the clock, and nothing is written while it stays as it is', () => {
		const run = start(bookWith(nearly));
		const clock = {type: 'note-rules', moment: 'clock', findings: []} as const;

		expect(run.when(clock, 'gonogo')).toMatchObject({ok: false});
		expect(run.after(clock, 'gonogo', '2026-11-21T10:00:00.000Z').want).toMatchObject({
			question: {is: 'rule'},
		});
	});

	test('never keeps a run from going back', () => {
		const run = start(bookWith(nearly))
			.after(looked)
			.after({type: 'start-step', step: 'switch'})
			.after({type: 'finish-step', step: 'switch', attempt: 1, outcome: {result: 'failed', durationMs: 1}});
		const late = '2026-11-21T11:00:00.000Z';
		const back = run.after({type: 'roll-back', reason: 'broken', trigger: 'failure'}, 'alice', late);

		expect(back.want).toMatchObject({question: {is: 'confirm', step: 'back'}});
		expect(back.after({type: 'start-step', step: 'back'}, 'alice', late).want).toMatchObject({is: 'perform'});
	});

	test('stops a run whose clock jumps a year into it, and lets go one whose clock jumps out of it', () => {
		const dated = {
			windows: {
				timeZone: 'UTC',
				freeze: [{is: 'dated', from: '2027-11-01T00:00', to: '2027-12-01T00:00'}],
				change: [],
			},
		} as Partial<Meta>;
		const run = start(bookWith(dated)).after(looked);

		expect(
			run.after({type: 'start-step', step: 'switch'}, 'alice', '2027-11-21T09:00:00.000Z').want,
		).toMatchObject({question: {is: 'rule'}});
		const back = start(bookWith(frozen)).after(
			{type: 'note-rules', moment: 'clock', findings: []},
			'gonogo',
			'2025-11-21T09:00:00.000Z',
		);
		expect(back.want).toMatchObject({question: {is: 'check', step: 'look'}});
	});

	test('holds nothing in a rehearsal', () => {
		expect(givenOpened(bookWith(frozen), {...opening, mode: 'rehearse'}).want).toMatchObject({
			question: {is: 'check'},
		});
	});
});
