import {describe, expect, test} from 'vitest';
import type {EventOf} from '../../src/engine/event.ts';
import {reviewsOf} from '../../src/record/course.ts';
import type {RunbookPolicy} from '../../src/runbook/meta-model.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import type {Step} from '../../src/runbook/step-model.ts';
import {check, command, gate, givenOpened, opened, runbookOf} from './given.ts';

const emergency: EventOf<'run.opened'> = {
	...opened,
	emergency: {reason: 'checkout is down', incident: 'INC-42'},
};
const backup = {
	...check('dump'),
	kind: 'backup',
	mutates: true,
	emergency: 'skip',
	work: {},
} as unknown as Step;

function book(walk: readonly Step[], policy?: RunbookPolicy): Runbook {
	const made = runbookOf({walk, rollback: [command('back')]});
	return {...made, meta: {...made.meta, owner: 'Shop', ...(policy === undefined ? {} : {policy})}};
}

describe('an emergency', () => {
	const later = check('docs', {emergency: 'defer'});
	const left = check('news', {emergency: 'skip'});

	test('that is rehearsed leaves out the same, and leaves nobody anything to do', () => {
		const run = givenOpened(book([later, check('look')]), {...emergency, mode: 'rehearse'});

		expect(run.want).toMatchObject({is: 'settle', step: 'docs', disposition: 'defer'});
		const on = run.after(
			{type: 'decide-step', step: 'docs', disposition: 'defer', reason: 'Emergency'},
			'gonogo',
		);
		const [decision] = on.state.progress.get('docs')?.decisions ?? [];
		expect(decision).not.toHaveProperty('owner');
		expect(reviewsOf(on.state)).toEqual([]);
		expect(reviewsOf(givenOpened(book([later]), emergency).state)).toHaveLength(1);
	});

	test('leaves for later what the runbook marks so, to its owner and until the review', () => {
		const run = givenOpened(book([later, check('look')]), emergency);

		expect(run.want).toMatchObject({is: 'settle', step: 'docs', disposition: 'defer'});
		const on = run.after(
			{type: 'decide-step', step: 'docs', disposition: 'defer', reason: 'Emergency'},
			'gonogo',
		);
		expect(on.state.progress.get('docs')?.decisions).toMatchObject([
			{owner: 'Shop', due: '2026-11-22T09:00:00.000Z'},
		]);
		expect(on.want).toMatchObject({question: {is: 'check', step: 'look'}});
	});

	test('walks the runbook’s section for emergencies first, which no other run does', () => {
		const made = {...book([check('look')]), emergency: [check('severity')]};

		expect(givenOpened(made, emergency).want).toMatchObject({question: {is: 'check', step: 'severity'}});
		expect(givenOpened(made, opened).want).toMatchObject({question: {is: 'check', step: 'look'}});
	});

	test('leaves out what it marks so, and nothing of it in any other run', () => {
		expect(givenOpened(book([left]), emergency).want).toMatchObject({is: 'settle', disposition: 'skip'});
		expect(givenOpened(book([left]), opened).want).toMatchObject({question: {is: 'check', step: 'news'}});
	});

	test('never leaves out a backup, whatever its mark, nor lets anyone do without it', () => {
		const run = givenOpened(book([backup]), emergency);

		expect(run.want).toMatchObject({question: {is: 'confirm', step: 'dump'}});
		for (const disposition of ['skip', 'defer', 'override', 'not-applicable'] as const) {
			expect(run.when({type: 'decide-step', step: 'dump', disposition, reason: 'no time'})).toMatchObject({
				ok: false,
			});
		}
		const failed = run
			.after({type: 'start-step', step: 'dump'})
			.after({type: 'finish-step', step: 'dump', attempt: 1, outcome: {result: 'failed', durationMs: 1}});
		expect(failed.want).toMatchObject({
			question: {is: 'failed', ways: ['retry', 'fixed-by-hand', 'roll-back', 'hold']},
		});
	});

	test('never leaves out the look at what is deployed', () => {
		const made = book([check('digest', {emergency: 'skip', inputs: ['image']})]);
		const input = {
			name: 'image',
			type: 'image-digest',
			secret: false,
			confidence: 'declared',
			required: true,
			line: 1,
		} as const;
		const run = givenOpened({...made, inputs: [input]}, emergency, {
			type: 'inputs.set',
			values: {image: {is: 'value', value: `app@sha256:${'0'.repeat(64)}`, from: 'asked'}},
		});

		expect(run.want).toMatchObject({question: {is: 'check', step: 'digest'}});
	});
});

describe('breaking the glass at a gate', () => {
	const go = gate('go', {approvals: 2});
	const open = {type: 'open-gate', step: 'go', nonce: '0'.repeat(32), head: '0'.repeat(64)} as const;
	const broken = {
		type: 'answer-gate',
		step: 'go',
		answer: 'go',
		breakGlass: true,
		reason: 'nobody answers',
	} as const;

	test('passes it in an emergency, as a deviation', () => {
		const run = givenOpened(book([go, check('after')]), emergency).after(open);

		expect(run.when({...broken, reason: ''})).toMatchObject({ok: false, why: 'a reason is needed'});
		const on = run.after(broken);
		expect(on.want).toMatchObject({question: {is: 'check', step: 'after'}});
		expect(on.state.deviations).toMatchObject([{what: 'break-glass', why: 'nobody answers', step: 'go'}]);
	});

	test('needs the environment’s name typed on production, by someone who is there', () => {
		const production = {...emergency, environment: 'production', production: true};
		const run = givenOpened(book([go]), production).after(open);

		expect(run.when(broken)).toMatchObject({ok: false, why: 'production: type production in full'});
		expect(run.when({...broken, typed: 'production'})).toMatchObject({ok: true});
		const away = givenOpened(book([go]), {...production, attended: false}).after(open);
		expect(away.when({...broken, typed: 'production'})).toMatchObject({ok: false});
	});

	test('is no way around a gate of any other run', () => {
		expect(
			givenOpened(book([go]), opened)
				.after(open)
				.when(broken),
		).toMatchObject({ok: false, why: 'only an emergency goes on without the people a gate asks for'});
	});
});

describe('a runbook’s own policy', () => {
	const policy: RunbookPolicy = {
		gates: {approvals: 2, roles: ['lead']},
		emergency: {approvals: 1, roles: ['on-call']},
	};

	test('asks more of its gates, never less', () => {
		const {stepsById} = givenOpened(
			book([gate('one'), gate('three', {approvals: 3, roles: ['cto']})], policy),
			opened,
		).state;

		expect(stepsById.get('one')).toMatchObject({approvals: 2, roles: ['lead']});
		expect(stepsById.get('three')).toMatchObject({approvals: 3, roles: ['cto']});
	});

	test('is another one in an emergency', () => {
		expect(givenOpened(book([gate('one')], policy), emergency).state.stepsById.get('one')).toMatchObject({
			approvals: 1,
			roles: ['on-call'],
		});
	});
});
