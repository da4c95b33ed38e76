import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Event} from '../../src/engine/event.ts';
import {recordSchema} from '../../src/engine/record.ts';
import {artifactsOf} from '../../src/record/artifacts.ts';
import {envelopeLimits, payloadType, writeEnvelope} from '../../src/record/envelope.ts';
import {buildStatement, type RunTold} from '../../src/record/statement.ts';
import {timeSpent} from '../../src/record/time-spent.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import {check, command, runbookOf} from '../engine/given.ts';
import {entriesOf, imageDigest, opening, release, runbook, sha256, stateOf} from './world.ts';

const signing: RunTold['extras']['signing'] = {
	recorder: {keyid: sha256('key'), publicKey: 'AAAA'},
	person: {name: 'alice@example.com', unsigned: 'a test'},
};

function statementOf(
	told: typeof release,
	change: {book?: Runbook; extras?: Partial<RunTold['extras']>} = {},
) {
	const entries = entriesOf(told);
	const statement = buildStatement({
		state: stateOf(entries, change.book ?? runbook),
		entries,
		runbookSha256: opening.runbook.sha256,
		runMdSha256: sha256('run.md'),
		extras: {signing, ...change.extras},
	});
	expect(recordSchema.parse(JSON.parse(JSON.stringify(statement.predicate)))).toBeTruthy();
	return statement;
}

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

test('success criteria are measured by the step that bears their words', () => {
	const book: Runbook = {
		...runbook,
		meta: {
			...runbook.meta,
			criteria: [
				{text: 'The error rate is normal', line: 90},
				{text: 'Announce it', line: 91},
				{text: 'Everyone is happy', line: 92},
			],
		},
	};
	const {criteria} = statementOf(release.slice(0, 4), {book}).predicate.verdict;
	expect(criteria).toEqual([
		{text: 'The error rate is normal', met: 'yes', by: 'error-rate'},
		{text: 'Announce it', met: 'not measured', by: 'announce'},
		{text: 'Everyone is happy', met: 'not measured'},
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

describe('a record that would be too large', () => {
	function hugeRun(steps: number, scriptChars: number) {
		const script = 'x'.repeat(scriptChars);
		const walk = Array.from({length: steps}, (_one, index) =>
			index % 10 === 0 ? command(`c${index}`) : check(`c${index}`),
		);
		const told: typeof release = [
			{event: opening},
			...walk.flatMap(({id, kind}): typeof release =>
				kind === 'command'
					? [
							{event: {type: 'step.started', step: id, attempt: 1, part: 'whole', resolved: script}},
							{
								event: {
									type: 'step.finished',
									step: id,
									attempt: 1,
									outcome: {result: 'passed', durationMs: 1, exit: 0},
								},
							},
						]
					: [{event: {type: 'check.answered', step: id, answer: 'yes'}}],
			),
			{event: {type: 'step.decided', step: 'c1', disposition: 'override', reason: 'known'}},
			{event: {type: 'run.closed', verdict: 'complete'}},
		];
		return statementOf(told, {book: runbookOf({walk})});
	}

	test('is shortened where scripts are long, with their digest and length', () => {
		const {predicate} = hugeRun(100, 60_000);
		expect(predicate.cut).toEqual({textsOver: 4096, stepsLeftOut: 0});
		expect(predicate.steps[0]?.attempts[0]).toMatchObject({
			resolved: 'x'.repeat(4096),
			resolvedCut: {chars: 60_000, sha256: sha256('x'.repeat(60_000))},
		});
	});

	test('is shortened where people pasted much', () => {
		const told: typeof release = [
			...release.slice(0, 4),
			...Array.from({length: 50}, () => ({event: {type: 'note.added', text: 'y'.repeat(60_000)} as const})),
		];
		const {predicate} = statementOf(told);
		expect(predicate.cut).toEqual({textsOver: 4096, stepsLeftOut: 0});
		expect(predicate.notes[0]?.text).toBe(`${'y'.repeat(4096)}…`);
	});

	test('leaves out the quietest steps at last, says how many, and keeps what was decided', () => {
		const statement = hugeRun(10_000, 2000);
		const {cut, steps} = statement.predicate;
		expect(cut?.stepsLeftOut).toBeGreaterThan(0);
		expect(steps.length + (cut?.stepsLeftOut ?? 0)).toBe(10_000);
		expect(steps.map(({id}) => id)).toContain('c1');
		const bytes = writeEnvelope({
			payloadType,
			payload: Buffer.from(JSON.stringify(statement)),
			signatures: [],
		});
		expect(bytes.byteLength).toBeLessThan(envelopeLimits.bytesMax - 65_536);
	});
});
