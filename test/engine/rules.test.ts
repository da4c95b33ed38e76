import {describe, expect, test} from 'vitest';
import type {Command} from '../../src/engine/command.ts';
import type {Input, Meta} from '../../src/runbook/meta-model.ts';
import {check, command, givenOpened, opened, runbookOf} from './given.ts';
import {bookWith, looked, opening, start} from './ruled.ts';

const cluster = {context: {cluster: {by: {program: 'kube-context'}}}} as Partial<Meta>;
const isStaging = {rule: 'context.cluster', is: 'pass', found: 'staging'} as const;
const isProd = {rule: 'context.cluster', is: 'pass', found: 'prod'} as const;

describe('the context', () => {
	test('is measured before every attempt that changes something, or nothing starts', () => {
		const run = start(bookWith(cluster), [isStaging]).after(looked);

		expect(run.when({type: 'start-step', step: 'switch'})).toMatchObject({
			ok: false,
			why: expect.stringContaining('not been measured'),
		});
		const measured = run.after(
			{type: 'note-rules', moment: 'step', step: 'switch', findings: [isStaging]},
			'gonogo',
		);
		expect(measured.after({type: 'start-step', step: 'switch'}).want).toMatchObject({is: 'perform'});
	});

	test('that changed stops the run and shows both values', () => {
		const run = start(bookWith(cluster), [isStaging])
			.after(looked)
			.after({type: 'note-rules', moment: 'step', step: 'switch', findings: [isProd]}, 'gonogo');

		expect(run.want).toMatchObject({
			question: {
				is: 'rule',
				rule: {found: 'prod', expected: 'staging', why: 'It was “staging” and is “prod” now.'},
			},
		});
		expect(run.when({type: 'start-step', step: 'switch'})).toMatchObject({ok: false});
		const mended = run.after(
			{type: 'note-rules', moment: 'again', step: 'switch', findings: [isStaging]},
			'gonogo',
		);
		expect(mended.want).toMatchObject({question: {is: 'confirm', step: 'switch'}});
	});

	test('that a person takes as it is now is what it is compared with from then on', () => {
		const run = start(bookWith(cluster), [isStaging])
			.after({type: 'note-rules', moment: 'again', findings: [isProd]}, 'gonogo')
			.after({type: 'waive-rule', rule: 'context.cluster', reason: 'renamed'});

		expect(run.want).toMatchObject({question: {is: 'check'}});
		expect(run.state.deviations).toMatchObject([{what: 'context'}]);
		const same = run.after({type: 'note-rules', moment: 'again', findings: [isProd]}, 'gonogo');
		expect(same.want).toMatchObject({question: {is: 'check'}});
		const back = run.after({type: 'note-rules', moment: 'again', findings: [isStaging]}, 'gonogo');
		expect(back.want).toMatchObject({question: {is: 'rule', rule: {expected: 'prod'}}});
	});

	test('has to be what the author says from the start', () => {
		expect(start(bookWith(cluster), [{...isStaging, expected: 'prod'}]).want).toMatchObject({
			question: {is: 'rule', rule: {why: 'It has to be “prod” and is “staging” now.'}},
		});
	});

	test('that can’t be measured is unknown, and unknown is never a pass', () => {
		const run = start(bookWith(cluster), [{rule: 'context.cluster', is: 'fail', why: 'kubectl: not found'}]);

		expect(run.want).toMatchObject({question: {is: 'rule', rule: {is: 'unknown'}}});
	});

	test('is kept on the way back as well: the wrong place is wrong in both directions', () => {
		const run = start(bookWith(cluster), [isStaging])
			.after(looked)
			.after({type: 'note-rules', moment: 'step', step: 'switch', findings: [isStaging]}, 'gonogo')
			.after({type: 'start-step', step: 'switch'})
			.after({type: 'finish-step', step: 'switch', attempt: 1, outcome: {result: 'failed', durationMs: 1}})
			.after({type: 'roll-back', reason: 'broken', trigger: 'failure'});

		expect(run.when({type: 'start-step', step: 'back'})).toMatchObject({ok: false});
		const moved = run.after({type: 'note-rules', moment: 'step', step: 'back', findings: [isProd]}, 'gonogo');
		expect(moved.want).toMatchObject({question: {is: 'rule', step: 'back'}});
	});
});

describe('what a runbook requires', () => {
	const requires = {requires: {tools: {kubectl: '>=1.30'}, env: ['TOKEN'], hosts: []}} as Partial<Meta>;

	test('is measured before the first step', () => {
		expect(givenOpened(bookWith(requires), opening).want).toEqual({is: 'measure'});
		expect(givenOpened(bookWith({}), opening).want).toMatchObject({question: {is: 'check'}});
	});

	test('and isn’t there is asked about one by one; going on is a deviation', () => {
		const run = start(bookWith(requires), [
			{rule: 'tool.kubectl', is: 'fail', found: '1.29.1', expected: '>=1.30', why: 'kubectl is 1.29.1.'},
			{rule: 'env.TOKEN', is: 'unknown', why: 'who knows'},
		]);

		expect(run.want).toMatchObject({
			question: {is: 'rule', rule: {rule: 'tool.kubectl'}, ways: ['look-again', 'waive', 'hold', 'abort']},
		});
		const one = run.after({type: 'waive-rule', rule: 'tool.kubectl', reason: 'old enough'});
		expect(one.want).toMatchObject({question: {is: 'rule', rule: {rule: 'env.TOKEN'}}});
		expect(one.state.deviations).toMatchObject([{what: 'requirement'}]);
	});
});

describe('the way back', () => {
	const production = {...opening, environment: 'production', production: true};
	const declared = {environments: {production: {production: true}}} as Partial<Meta>;

	test('has to be written before a declared production environment is changed', () => {
		const run = start(bookWith(declared, {rollback: []}), [], production).after(looked);

		expect(run.want).toMatchObject({
			question: {
				is: 'rule',
				step: 'switch',
				rule: {rule: 'rollback', why: 'No way back is written in this runbook.'},
			},
		});
		const on = run.after({type: 'waive-rule', rule: 'rollback', reason: 'a flag can be turned'});
		expect(on.want).toMatchObject({question: {is: 'confirm'}});
		expect(on.state.deviations).toMatchObject([{what: 'readiness'}]);
	});

	test('is not asked for by a runbook that declares no environments', () => {
		expect(givenOpened(bookWith({environments: {}}, {rollback: []}), production).want).toMatchObject({
			question: {is: 'check'},
		});
	});

	test('has its own inputs asked for before anything starts', () => {
		const input = {
			name: 'previous',
			type: 'string',
			secret: false,
			confidence: 'sure',
			required: true,
			line: 1,
		} as const;
		const parts = {inputs: [input], rollback: [command('back', {inputs: ['previous']})]};

		expect(givenOpened(bookWith(declared, parts), production).want).toMatchObject({
			question: {is: 'inputs', inputs: [{name: 'previous'}]},
		});
		expect(givenOpened(bookWith({}, parts), opening).want).toMatchObject({question: {is: 'check'}});
	});

	test('can’t be done without in an emergency', () => {
		const emergency = {...opening, emergency: {reason: 'outage', incident: 'INC-1'}};
		const run = start(bookWith({}, {rollback: []}), [], emergency).after(looked);

		expect(run.want).toMatchObject({
			question: {is: 'rule', rule: {rule: 'rollback'}, ways: ['look-again', 'hold', 'abort']},
		});
		expect(run.when({type: 'waive-rule', rule: 'rollback', reason: 'now'})).toMatchObject({ok: false});
	});

	test('has what it needs: a step that was to give it and was left out keeps the first change from starting', () => {
		const note = command('note', {
			mutates: false,
			run: {script: 'readlink current', capture: {previous: 'last-line'}},
		});
		const back = command('back', {run: {script: 'ln -sfn "$previous" current'}});
		const book = bookWith({}, {walk: [note, command('switch')], rollback: [back]});
		const run = givenOpened(book, opening).after({type: 'start-step', step: 'note'});
		const finished = (outcome: Extract<Command, {type: 'finish-step'}>['outcome']) =>
			run.after({type: 'finish-step', step: 'note', attempt: 1, outcome});

		const left = finished({result: 'failed', durationMs: 1})
			.after({type: 'decide-step', step: 'note', disposition: 'override', reason: 'no matter'})
			.after({type: 'start-step', step: 'switch'});
		expect(left.want).toMatchObject({
			question: {
				is: 'rule',
				rule: {
					rule: 'captured.previous',
					why: 'The way back needs $previous of “note”, which is overridden.',
				},
			},
		});
		const known = finished({result: 'passed', durationMs: 1, captured: {previous: '/srv/1'}}).after({
			type: 'start-step',
			step: 'switch',
		});
		expect(known.want).toMatchObject({is: 'perform'});
	});
});

describe('an input that takes its value from another', () => {
	const declared = (name: string, change: Partial<Input> = {}): Input => ({
		name,
		type: 'string',
		secret: false,
		confidence: 'declared',
		required: true,
		line: 1,
		...change,
	});
	const book = (inputs: readonly Input[]) => runbookOf({walk: [check('look')], inputs});

	test('is not asked for while that one is, and has its value with it', () => {
		const run = givenOpened(book([declared('tag', {from: {input: 'version'}}), declared('version')]), opened);

		expect(run.want).toMatchObject({question: {is: 'inputs', inputs: [{name: 'version'}]}});
		const on = run.after({
			type: 'set-inputs',
			values: {version: {is: 'value', value: '1.2.3', from: 'asked'}},
		});
		expect(on.state.inputs.get('tag')).toEqual({is: 'value', value: '1.2.3', from: 'input version'});
		expect(on.want).toMatchObject({question: {is: 'check'}});
	});

	test('is asked for itself where that value is not allowed for it, or where they go round in a circle', () => {
		const run = givenOpened(
			book([declared('port', {type: 'int', from: {input: 'version'}}), declared('version')]),
			opened,
		).after({type: 'set-inputs', values: {version: {is: 'value', value: '1.2.3', from: 'asked'}}});
		expect(run.want).toMatchObject({question: {is: 'inputs', inputs: [{name: 'port'}]}});

		const circle = givenOpened(
			book([declared('a', {from: {input: 'b'}}), declared('b', {from: {input: 'a'}})]),
			opened,
		);
		expect(circle.want).toMatchObject({question: {is: 'inputs', inputs: [{name: 'a'}, {name: 'b'}]}});
	});
});
