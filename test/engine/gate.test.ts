import {describe, expect, test} from 'vitest';
import {askingOf} from '../../src/ui/view/asking.ts';
import {check, command, type Given, gate, givenOpened, opened, runbookOf} from './given.ts';

const book = runbookOf({
	walk: [command('deploy'), gate('go'), command('switch')],
	rollback: [command('switch-back')],
});
const production = {...opened, environment: 'production', production: true};
const passed = {result: 'passed', durationMs: 1} as const;

function atGate(opening = production) {
	return givenOpened(book, opening)
		.after({type: 'start-step', step: 'deploy'})
		.after({type: 'finish-step', step: 'deploy', attempt: 1, outcome: passed})
		.after({type: 'open-gate', step: 'go', nonce: 'n1', head: 'h1'}, 'gonogo');
}

describe('a gate', () => {
	test('in production is answered by typing the environment’s name and by nothing shorter', () => {
		const run = atGate();

		expect(run.want).toEqual({is: 'ask', question: {is: 'gate', step: 'go', typed: 'production'}});
		expect(run.when({type: 'answer-gate', step: 'go', answer: 'go'})).toEqual({
			ok: false,
			why: 'production: type production in full to say GO',
		});
		expect(run.when({type: 'answer-gate', step: 'go', answer: 'go', typed: 'prod'})).toMatchObject({
			ok: false,
		});
		expect(run.when({type: 'answer-gate', step: 'go', answer: 'go', typed: 'production'})).toMatchObject({
			ok: true,
			events: [{typed: true}],
		});
	});

	test('in production is never answered where nobody sits, practice alone excepted', () => {
		const answer = {type: 'answer-gate', step: 'go', answer: 'go', typed: 'production'} as const;

		expect(atGate({...production, attended: false, screen: 'plain'}).when(answer)).toMatchObject({ok: false});
		expect(atGate({...production, attended: false, screen: 'scripted'}).when(answer)).toMatchObject({
			ok: false,
		});
		expect(
			atGate({...production, attended: false, screen: 'scripted', practice: true}).when(answer),
		).toMatchObject({ok: true});
	});

	test('is settled by one NO-GO, which needs its reason and leads back or to a hold', () => {
		const run = atGate();

		expect(run.when({type: 'answer-gate', step: 'go', answer: 'no-go'})).toEqual({
			ok: false,
			why: 'a NO-GO needs its reason',
		});
		const stopped = run.after({type: 'answer-gate', step: 'go', answer: 'no-go', reason: 'error rate is up'});
		expect(stopped.want).toEqual({
			is: 'ask',
			question: {is: 'no-go', step: 'go', ways: ['roll-back', 'hold']},
		});
		expect(stopped.when({type: 'answer-gate', step: 'go', answer: 'go', typed: 'production'})).toMatchObject({
			ok: false,
		});
	});

	test('is not opened twice and not before its turn', () => {
		expect(atGate().when({type: 'open-gate', step: 'go', nonce: 'n2', head: 'h2'})).toMatchObject({
			ok: false,
		});
		expect(
			givenOpened(book, production).when({type: 'open-gate', step: 'go', nonce: 'n', head: 'h'}),
		).toMatchObject({ok: false});
	});

	test('that needs two approvals is not passed by one person twice', () => {
		const two = runbookOf({walk: [gate('go', {approvals: 2})]});
		const one = givenOpened(two, opened)
			.after({type: 'open-gate', step: 'go', nonce: 'n', head: 'h'})
			.after({type: 'answer-gate', step: 'go', answer: 'go'}, 'alice');

		expect(one.want).toMatchObject({question: {is: 'gate'}});
		expect(one.when({type: 'answer-gate', step: 'go', answer: 'go'}, 'alice')).toMatchObject({ok: false});
		expect(one.after({type: 'answer-gate', step: 'go', answer: 'go'}, 'bob').want).toMatchObject({
			question: {is: 'close'},
		});
	});

	test('of judgement leads to the step its choice names, and what lies between does not apply', () => {
		const judged = runbookOf({
			walk: [
				gate('which', {gate: 'judgement', choices: {rolling: 'roll', switch: 'flip'}}),
				command('roll'),
				command('flip'),
			],
		});
		const run = givenOpened(judged, opened)
			.after({type: 'open-gate', step: 'which', nonce: 'n', head: 'h'})
			.after({type: 'answer-gate', step: 'which', answer: 'go', choice: 'switch'});

		expect(run.want).toMatchObject({question: {is: 'confirm', step: 'flip'}});
		expect(run.state.progress.get('roll')?.now.is).toBe('not-applicable');
	});

	test('of judgement that names a step of the rollback section rolls back, where there is something to take back', () => {
		const judged = runbookOf({
			walk: [command('flip'), gate('keep', {gate: 'judgement', choices: {keep: 'next', back: 'undo'}})],
			rollback: [command('undo')],
		});
		const asked = {type: 'answer-gate', step: 'keep', answer: 'go', choice: 'back'} as const;
		const opening = {type: 'open-gate', step: 'keep', nonce: 'n', head: 'h'} as const;
		const run = givenOpened(judged, {...opened, mode: 'walk'})
			.after({type: 'start-step', step: 'flip'})
			.after({type: 'finish-step', step: 'flip', attempt: 1, outcome: {result: 'passed', durationMs: 1}})
			.after(opening);
		expect(askingOf(run.state, {is: 'gate', step: 'keep'}).choices.map(({about}) => about)).toEqual([
			'goes on with what comes next',
			'rolls back, from “undo”',
			'one NO-GO settles the gate',
		]);

		const back = run.after(asked);
		expect(back.state).toMatchObject({branch: 'rollback', rollback: {trigger: 'gate', step: 'keep'}});
		expect(back.want).toMatchObject({question: {is: 'confirm', step: 'undo'}});

		const untouched = runbookOf({walk: [judged.walk[1] ?? command('flip')], rollback: judged.rollback});
		expect(givenOpened(untouched, opened).after(opening).when(asked)).toMatchObject({
			ok: false,
			why: expect.stringContaining('nothing to roll back'),
		});
	});

	test('of judgement that names an earlier step says so and walks from there again', () => {
		const judged = runbookOf({
			walk: [check('look'), gate('again', {gate: 'judgement', choices: {again: 'look', on: 'next'}})],
		});
		const round = (run: Given) =>
			run
				.after({type: 'answer-check', step: 'look', answer: 'yes'})
				.after({type: 'open-gate', step: 'again', nonce: 'n', head: 'h'});
		const first = round(givenOpened(judged, opened));
		expect(askingOf(first.state, {is: 'gate', step: 'again'}).choices[0]?.about).toBe(
			'goes back, and walks again from “look”',
		);
		const back = first.after({type: 'answer-gate', step: 'again', answer: 'go', choice: 'again'});
		expect(back.want).toMatchObject({question: {is: 'check', step: 'look'}});
		const on = round(back).after({type: 'answer-gate', step: 'again', answer: 'go', choice: 'on'});
		expect(on.want).toMatchObject({question: {is: 'close', verdict: 'complete'}});
	});

	test('of a rehearsal asks for no name and its answer is marked simulated', () => {
		const run = atGate({...production, mode: 'rehearse'});

		expect(run.when({type: 'answer-gate', step: 'go', answer: 'go'})).toMatchObject({
			ok: true,
			events: [{simulated: true, typed: false}],
		});
	});
});

describe('rolling back', () => {
	test('walks the rollback section and ends as rolled back', () => {
		const run = atGate().after({type: 'roll-back', reason: 'users report errors', trigger: 'person'});

		expect(run.want).toMatchObject({question: {is: 'confirm', step: 'switch-back'}});
		const back = run
			.after({type: 'start-step', step: 'switch-back'})
			.after({type: 'finish-step', step: 'switch-back', attempt: 1, outcome: passed});
		expect(back.want).toEqual({is: 'ask', question: {is: 'close', verdict: 'rolled-back'}});
	});

	test('needs a reason, a section to walk, and happens once', () => {
		const without = givenOpened(runbookOf({walk: [check('look')]}), opened);
		const back = atGate().after({type: 'roll-back', reason: 'errors', trigger: 'person'});

		expect(atGate().when({type: 'roll-back', reason: ' ', trigger: 'person'})).toMatchObject({ok: false});
		expect(without.when({type: 'roll-back', reason: 'errors', trigger: 'person'})).toEqual({
			ok: false,
			why: 'this runbook has no rollback section',
		});
		expect(back.when({type: 'roll-back', reason: 'errors', trigger: 'person'})).toEqual({
			ok: false,
			why: 'the run is rolling back already',
		});
	});

	test('releases a held run', () => {
		const run = atGate().after({type: 'hold-run', reason: 'lunch'});

		expect(run.want).toMatchObject({question: {is: 'held'}});
		expect(run.when({type: 'answer-gate', step: 'go', answer: 'go', typed: 'production'})).toMatchObject({
			ok: false,
		});
		expect(run.after({type: 'roll-back', reason: 'errors', trigger: 'person'}).state.held).toBeUndefined();
	});
});
