import {describe, expect, test} from 'vitest';
import type {EventOf} from '../../src/engine/event.ts';
import {check, command, givenOpened, opened, runbookOf} from './given.ts';

const book = runbookOf({
	walk: [check('look'), command('migrate', {role: 'dba'})],
	rollback: [command('back', {role: 'dba'})],
});
const known: EventOf<'run.opened'> = {...opened, roles: ['operator']};
const measured = {type: 'note-rules', moment: 'start', findings: []} as const;
const looked = {type: 'answer-check', step: 'look', answer: 'yes'} as const;

describe('a step that is written for a role', () => {
	test('is stopped before a driver without it, and done by them only as a deviation', () => {
		const run = givenOpened(book, known).after(measured, 'gonogo').after(looked);

		expect(run.want).toMatchObject({
			question: {
				is: 'rule',
				step: 'migrate',
				rule: {rule: 'role.dba', why: '“dba” does such steps; alice has operator.'},
			},
		});
		expect(run.when({type: 'start-step', step: 'migrate'})).toMatchObject({ok: false});
		const on = run.after({type: 'waive-rule', rule: 'role.dba', reason: 'the dba is on the phone'});
		expect(on.want).toMatchObject({question: {is: 'confirm', step: 'migrate'}});
		expect(on.state.deviations).toMatchObject([{what: 'requirement'}]);
	});

	test('goes on when someone with the role takes over', () => {
		const run = givenOpened(book, known).after(measured, 'gonogo').after(looked);
		const taken = run.after(
			{
				type: 'resume-run',
				operator: 'bob',
				host: 'ops-2',
				pid: 1,
				screen: 'full',
				attended: true,
				roles: ['dba'],
			},
			'bob',
		);

		expect(taken.want).toEqual({is: 'measure'});
		expect(taken.after(measured, 'gonogo').want).toMatchObject({question: {is: 'confirm', step: 'migrate'}});
	});

	test('is anyone’s where no trust file says who has which role', () => {
		expect(givenOpened(book, opened).after(looked).want).toMatchObject({
			question: {is: 'confirm', step: 'migrate'},
		});
	});

	test('is anyone’s on the way back', () => {
		const run = givenOpened(book, {...known, roles: ['dba']})
			.after(measured, 'gonogo')
			.after(looked)
			.after({type: 'start-step', step: 'migrate'})
			.after(
				{
					type: 'resume-run',
					operator: 'bob',
					host: 'ops-2',
					pid: 1,
					screen: 'full',
					attended: true,
					roles: [],
				},
				'bob',
			)
			.after({type: 'roll-back', reason: 'broken', trigger: 'person'});

		expect(run.want).toMatchObject({question: {is: 'confirm', step: 'back'}});
	});
});

test('a window is overridden in a role that one has, where a trust file says so', () => {
	const windows = {
		timeZone: 'UTC',
		freeze: [{is: 'dated', from: '2026-11-21T00:00', to: '2026-11-22T00:00'}],
		change: [],
	} as const;
	const frozen = {...book, meta: {...book.meta, windows}};
	const run = givenOpened(frozen, {...known, roles: ['lead']}).after(measured, 'gonogo');

	expect(run.when({type: 'waive-rule', rule: 'window', reason: 'urgent', role: 'cto'})).toMatchObject({
		ok: false,
		why: 'alice does not have the role cto: lead',
	});
	expect(run.when({type: 'waive-rule', rule: 'window', reason: 'urgent', role: 'lead'})).toMatchObject({
		ok: true,
	});
});
