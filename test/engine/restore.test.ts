import {expect, test} from 'vitest';
import {backupMadeAt} from '../../src/engine/restore-rule.ts';
import type {RestoreStep} from '../../src/runbook/step-model.ts';
import {at, check, command, given, runbookOf} from './given.ts';

const {kind: _, ...common} = check('back');
const restore = {
	...common,
	kind: 'restore',
	mutates: true,
	work: {connection: 'db', from: 'dump', aside: true},
} as unknown as RestoreStep;
const book = runbookOf({walk: [command('dump'), restore]});
const passed = {result: 'passed', durationMs: 1} as const;
const start = {type: 'start-step', step: 'back'} as const;

function dumped() {
	return given(book)
		.after({type: 'start-step', step: 'dump'})
		.after({type: 'finish-step', step: 'dump', attempt: 1, outcome: passed});
}

test('a restore does not start without a second person, and the driver is not one', () => {
	expect(dumped().when(start)).toMatchObject({ok: false, why: expect.stringContaining('two people')});
	expect(dumped().when({...start, witness: 'Alice'})).toMatchObject({ok: false});
	expect(
		dumped()
			.after({...start, witness: 'bob'})
			.state.progress.get('back')?.attempts[0],
	).toMatchObject({
		witness: 'bob',
	});
});

test('who restores alone says so, and that is a deviation', () => {
	expect(dumped().after({...start, witness: 'alone'}).state.deviations).toMatchObject([
		{step: 'back', why: 'restored without a second person'},
	]);
});

test('a retry keeps the second person of the first attempt', () => {
	const run = dumped()
		.after({...start, witness: 'bob'})
		.after({type: 'finish-step', step: 'back', attempt: 1, outcome: {...passed, result: 'failed'}})
		.after({type: 'decide-step', step: 'back', disposition: 'retry'});

	expect(run.state.progress.get('back')?.attempts[1]).toMatchObject({witness: 'bob'});
});

test('the data-loss window begins when the backup was begun', () => {
	expect(backupMadeAt(dumped().state, restore)).toBe(at);
	expect(backupMadeAt(given(book).state, restore)).toBeUndefined();
});
