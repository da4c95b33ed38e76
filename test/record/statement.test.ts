import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Event} from '../../src/engine/event.ts';
import {artifactsOf} from '../../src/record/artifacts.ts';
import {timeSpent} from '../../src/record/time-spent.ts';
import {runbookOf} from '../engine/given.ts';
import {statementOf} from './statement-of.ts';
import {entriesOf, imageDigest, opening, release, stateOf} from './world.ts';

function opened(change: Partial<typeof opening>): typeof release {
	return [{event: {...opening, ...change}}, ...release.slice(1)];
}

describe('what a statement is about', () => {
	const aboutRunbook = [{name: opening.runbook.path, digest: {sha256: opening.runbook.sha256}}];

	test('is the runbook where no input names an artifact by its digest', () => {
		const told = release.map(one =>
			one.event.type === 'inputs.set'
				? {
						event: {
							...one.event,
							values: {image: {is: 'value', value: 'shop:latest', from: 'asked'}},
						} as Event,
					}
				: one,
		);
		expect(statementOf(told).subject).toEqual(aboutRunbook);
	});

	test.each([{mode: 'rehearse'}, {practice: true}] as const)(
		'is the runbook when nothing was deployed: %o',
		change => {
			expect(statementOf(opened(change)).subject).toEqual(aboutRunbook);
		},
	);

	test.each([
		[
			'image',
			`registry/shop@sha256:${imageDigest}`,
			{role: 'new', is: 'image', digest: {is: 'sha256', hex: imageDigest}},
		],
		[
			'previous_image',
			`sha256:${imageDigest}`,
			{role: 'previous', is: 'image', digest: {is: 'sha256', hex: imageDigest}},
		],
		['git_sha', 'a'.repeat(40), {role: 'new', is: 'commit', digest: {is: 'gitCommit', hex: 'a'.repeat(40)}}],
		['commit', 'abcdef1', {role: 'new', is: 'commit'}],
		[
			'archive_sha256',
			'b'.repeat(64),
			{role: 'new', is: 'file', digest: {is: 'sha256', hex: 'b'.repeat(64)}},
		],
	])('may be named by an input %s', (name, value, artifact) => {
		const told: typeof release = [
			{event: opening},
			{event: {type: 'inputs.set', values: {[name]: {is: 'value', value, from: 'asked'}}}},
		];
		expect(artifactsOf(stateOf(entriesOf(told), runbookOf({walk: []})))).toEqual([
			{name, value, ...artifact},
		]);
	});

	test.each(['latest', '1.2.3', 'deadbeef!', `${imageDigest}0`])(
		'is never a value that only looks like one: %s',
		value => {
			const told: typeof release = [
				{event: opening},
				{event: {type: 'inputs.set', values: {version: {is: 'value', value, from: 'asked'}}}},
			];
			expect(artifactsOf(stateOf(entriesOf(told), runbookOf({walk: []})))).toEqual([]);
		},
	);
});

test.each<[string, typeof release, readonly string[]]>([
	['a rehearsal', opened({mode: 'rehearse'}), ['rehearsal']],
	['practice', opened({practice: true}), ['practice']],
	['a walk by instructions', opened({mode: 'instructions'}), ['instructions']],
	['an emergency', opened({emergency: {reason: 'outage'}}), ['emergency', 'review-due']],
	[
		'a rehearsed emergency, which leaves no review',
		opened({mode: 'rehearse', emergency: {reason: 'outage'}}),
		['rehearsal', 'emergency'],
	],
	['answers nobody sat by', opened({attended: false}), ['unattended']],
	['a run-through', opened({runThrough: true}), ['run-through']],
	['one person alone', release.map(({by: _by, ...one}) => one), ['single-operator']],
	[
		'a session resumed without a terminal',
		[
			...release.slice(0, -1),
			{
				event: {
					type: 'run.resumed',
					operator: 'alice@example.com',
					host: 'ci',
					pid: 1,
					screen: 'plain',
					attended: false,
				},
			},
			...release.slice(-1),
		],
		['unattended'],
	],
])('%s is marked in the record', (_what, told, flags) => {
	expect(statementOf(told).predicate.run.flags).toEqual(flags);
});

test('an emergency run names the review that falls due within a day', () => {
	const {reviews, run, emergency} = statementOf(
		opened({emergency: {reason: 'outage', incident: 'INC-7'}}),
	).predicate;
	expect(emergency).toEqual({reason: 'outage', incident: 'INC-7'});
	expect(reviews.map(({dueAt}) => Date.parse(dueAt) - Date.parse(run.endedAt))).toEqual([86_400_000]);
});

test('a run rolled back tells when, why, for how long, and that the change failed', () => {
	const told: typeof release = [
		...release.slice(0, 9),
		{event: {type: 'rollback.started', reason: 'error rate', trigger: 'guard'}},
		{event: {type: 'run.closed', verdict: 'rolled-back', reason: 'error rate'}},
	];
	const {rollback, dora, verdict} = statementOf(told, {
		extras: {change: {committedAt: '2026-11-20T00:00:00.000Z'}},
	}).predicate;
	expect(rollback).toMatchObject({
		trigger: 'guard',
		reason: 'error rate',
		durationMs: 60_000,
		succeeded: true,
	});
	expect(dora).toMatchObject({committedAt: '2026-11-20T00:00:00.000Z', changeFailed: true, rework: false});
	expect(dora.restoredAt).toBeDefined();
	expect(dora.deployedAt).toBeUndefined();
	expect(verdict).toEqual({is: 'rolled-back', reason: 'error rate', criteria: []});
});

test('a release that went well tells its four timestamps', () => {
	const {dora} = statementOf(release).predicate;
	expect(dora).toEqual({
		startedAt: '2026-11-21T09:00:00.000Z',
		changedAt: '2026-11-21T09:04:00.000Z',
		deployedAt: '2026-11-21T09:08:00.000Z',
		changeFailed: false,
		rework: false,
		committedAt: undefined,
		failedAt: undefined,
		restoredAt: undefined,
	});
});

test('what was deferred is named with who owns it until when', () => {
	const told: typeof release = [
		{event: opening},
		{
			event: {
				type: 'step.decided',
				step: 'announce',
				disposition: 'defer',
				owner: 'carol',
				due: '2026-11-22',
				reason: 'late',
			},
		},
	];
	expect(statementOf(told).predicate.deferred).toEqual([
		{step: 'announce', title: 'Announce it', owner: 'carol', due: '2026-11-22', reason: 'late'},
	]);
});

test('a handover shows who drove when', () => {
	const told: typeof release = [
		...release.slice(0, 4),
		{
			event: {type: 'run.resumed', operator: 'bob@example.com', host: 'ops-2', pid: 7, screen: 'full'},
			by: 'bob@example.com',
		},
		{event: {type: 'check.answered', step: 'announce', answer: 'yes'}, by: 'bob@example.com'},
	];
	expect(statementOf(told).predicate.people).toMatchObject([
		{
			name: 'alice@example.com',
			drove: [{from: '2026-11-21T09:00:00.000Z', to: '2026-11-21T09:03:00.000Z', host: 'ops-1'}],
		},
		{
			name: 'bob@example.com',
			drove: [{from: '2026-11-21T09:04:00.000Z', to: '2026-11-21T09:05:00.000Z', host: 'ops-2'}],
		},
	]);
});

test('the four parts of a run’s time add up whatever happened, also when the clock ran backwards', () => {
	const events: Event[] = [
		{type: 'step.started', step: 'deploy', attempt: 1, part: 'whole'},
		{type: 'step.finished', step: 'deploy', attempt: 1, outcome: {result: 'passed', durationMs: 1}},
		{type: 'run.held', reason: 'x'},
		{type: 'run.released'},
		{type: 'run.resumed', operator: 'alice', host: 'h', pid: 1, screen: 'full'},
		{type: 'check.answered', step: 'announce', answer: 'yes'},
	];
	fc.assert(
		fc.property(
			fc.array(fc.tuple(fc.constantFrom(...events), fc.integer({min: -5000, max: 100_000}))),
			told => {
				let now = Date.parse('2026-11-21T09:00:00Z');
				const entries = entriesOf([
					{event: opening},
					...told.map(([event, stepMs]) => {
						now += stepMs;
						return {event, at: new Date(now).toISOString()};
					}),
				]);
				const {durationMs, activeMs, waitingMs, heldMs, awayMs} = timeSpent(entries);
				expect(activeMs + waitingMs + heldMs + awayMs).toBe(durationMs);
				expect(Math.min(activeMs, waitingMs, heldMs, awayMs)).toBeGreaterThanOrEqual(0);
			},
		),
	);
});

test('the ticket is the one that was asked for, unless it was known beforehand', () => {
	const values = {ticket: {is: 'value', value: 'SHOP-42', from: 'asked'}} as const;
	const told: typeof release = [{event: opening}, {event: {type: 'inputs.set', values}}];
	expect(statementOf(told).predicate.change).toEqual({ticket: 'SHOP-42'});
	const extras = {change: {ticket: 'OPS-1', author: 'dave'}};
	expect(statementOf(told, {extras}).predicate.change).toEqual({ticket: 'OPS-1', author: 'dave'});
	expect(statementOf(release).predicate.change).toEqual({});
});
