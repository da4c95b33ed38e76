import {describe, expect, test} from 'vitest';
import {criteriaNow} from '../../src/engine/criteria.ts';
import type {Event} from '../../src/engine/event.ts';
import type {Criterion} from '../../src/runbook/meta-model.ts';
import {check, command, given, runbookOf} from './given.ts';

const errors = {
	...command('errors'),
	kind: 'metric',
	guard: true,
	work: {from: {is: 'command', run: {}}, everyMs: 1000, fail: 'value > 5'},
} as unknown as ReturnType<typeof command>;

const walk = [command('smoke'), command('orders'), check('looked', {section: 'inside'}), errors];

function runbookWith(...criteria: readonly Omit<Criterion, 'line'>[]) {
	const runbook = runbookOf({
		walk,
		sections: [
			{id: 'walk', title: 'Walk', level: 2, role: 'procedure', line: 1, endLine: 99, prose: ''},
			{
				id: 'inside',
				title: 'Inside',
				level: 3,
				role: 'procedure',
				line: 2,
				endLine: 9,
				prose: '',
				parent: 'walk',
			},
		],
	});
	return {...runbook, meta: {...runbook.meta, criteria: criteria.map(one => ({line: 900, ...one}))}};
}

const started = (step: string): Event => ({type: 'step.started', step, attempt: 1, part: 'whole'});
const finished = (step: string, rest: object = {}): Event => ({
	type: 'step.finished',
	step,
	attempt: 1,
	outcome: {result: 'passed', durationMs: 12, summary: 'HTTP 200 in 12 ms', ...rest},
});
const passedAll: readonly Event[] = [
	started('smoke'),
	finished('smoke', {facts: {latencyMs: 12}, captured: {before: '400'}}),
	started('orders'),
	finished('orders', {summary: '412', captured: {after: '412'}}),
	{type: 'check.answered', step: 'looked', answer: 'yes'},
];
const good: Event = {type: 'guard.changed', step: 'errors', from: 'watching', to: 'good', value: 0.2};

function metOf(criterion: Omit<Criterion, 'line'>, ...events: readonly Event[]) {
	const [now] = criteriaNow(given(runbookWith(criterion), ...events).state);
	return {met: now?.met, measured: now?.measured};
}

describe('A success criterion', () => {
	test('is met by the step it names, and shows what was measured', () => {
		expect(metOf({text: 'It answers', metBy: ['smoke']}, ...passedAll)).toEqual({
			met: 'yes',
			measured: 'HTTP 200 in 12 ms',
		});
	});

	test('is not measured before its step has run', () => {
		expect(metOf({text: 'It answers', metBy: ['smoke']})).toEqual({met: 'not measured', measured: undefined});
	});

	test('is not met when its step failed and was left out with a reason', () => {
		const events: readonly Event[] = [
			started('smoke'),
			finished('smoke', {result: 'failed', why: 'HTTP 500'}),
			{type: 'step.decided', step: 'smoke', disposition: 'override', reason: 'known'},
		];
		expect(metOf({text: 'It answers', metBy: ['smoke']}, ...events)).toEqual({
			met: 'no',
			measured: 'HTTP 500',
		});
	});

	test('rests on every step of a section and of the sections inside it', () => {
		expect(metOf({text: 'All of it', metBy: ['#inside']}, ...passedAll)).toMatchObject({met: 'yes'});
		expect(metOf({text: 'All of it', metBy: ['walk']}, ...passedAll)).toEqual({
			met: 'not measured',
			measured: '3 of 4 passed',
		});
		expect(metOf({text: 'All of it', metBy: ['every-step']}, ...passedAll, good)).toEqual({
			met: 'yes',
			measured: '4 of 4 passed',
		});
	});

	test('is not met when a guard tripped, whatever came later', () => {
		const events: readonly Event[] = [
			{type: 'guard.changed', step: 'errors', from: 'watching', to: 'tripped', value: 0.2, why: 'too many'},
			{type: 'guard.accepted', step: 'errors', reason: 'known'},
			good,
		];
		expect(metOf({text: 'Few errors', metBy: ['errors']}, good)).toEqual({met: 'yes', measured: 'last 0.2'});
		expect(metOf({text: 'Few errors', metBy: ['errors']}, ...events)).toMatchObject({met: 'no'});
	});

	test.each([
		['after >= before', 'yes', 'after 412 >= before 400'],
		['after == before', 'no', 'after 412 == before 400'],
		['smoke.latencyMs < 9', 'no', 'smoke.latencyMs 12 < 9'],
		['smoke.latencyMs <= 12 and after > 9', 'yes', 'smoke.latencyMs 12 <= 12, after 412 > 9'],
		['errors.value < 1', 'yes', 'errors.value 0.2 < 1'],
		['nobody > 1', 'not measured', 'nobody (not known) > 1'],
		['after != "412"', 'no', 'after 412 != 412'],
	])('is held to its own condition: %s', (metIf, met, measured) => {
		expect(metOf({text: 'Held', metIf}, ...passedAll, good)).toEqual({met, measured});
	});

	test('that is not met makes the run complete with deviations', () => {
		const unmet = given(runbookWith({text: 'Fast', metIf: 'smoke.latencyMs < 9'}), ...passedAll, good);
		expect(unmet.want).toEqual({is: 'ask', question: {is: 'close', verdict: 'complete-with-deviations'}});
		const met = given(runbookWith({text: 'Fast', metIf: 'smoke.latencyMs < 99'}), ...passedAll, good);
		expect(met.want).toEqual({is: 'ask', question: {is: 'close', verdict: 'complete'}});
	});

	test('that nothing measured is answered by a person at the end, and only then', () => {
		const runbook = runbookWith({text: 'Users are content'}, {text: 'It answers', metBy: ['smoke']});
		const answer = {
			type: 'answer-criteria' as const,
			answers: [{criterion: 0, met: 'yes' as const}],
		};
		expect(given(runbook, started('smoke')).when(answer)).toMatchObject({ok: false});
		const end = given(runbook, ...passedAll, good);
		expect(end.when({...answer, answers: [{criterion: 1, met: 'no'}]})).toEqual({
			ok: false,
			why: '“It answers” was measured: yes',
		});
		expect(end.when({...answer, answers: [{criterion: 7, met: 'no'}]})).toMatchObject({ok: false});
		expect(end.when(answer)).toEqual({
			ok: true,
			events: [{type: 'criteria.answered', answers: answer.answers}],
		});
		const after = given(runbook, ...passedAll, good, {
			type: 'criteria.answered',
			answers: [{criterion: 0, met: 'yes'}],
		});
		expect(criteriaNow(after.state)[0]).toMatchObject({met: 'yes', answer: {by: 'alice'}});
		expect(after.when({...answer, answers: [{criterion: 0, met: 'no'}]})).toMatchObject({ok: true});
	});
});
