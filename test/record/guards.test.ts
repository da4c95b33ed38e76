import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readSamples} from '../../src/record/samples.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import type {MetricStep} from '../../src/runbook/step-model.ts';
import {command, runbookOf} from '../engine/given.ts';
import {statementOf} from './statement-of.ts';
import {entriesOf, opening, type release, sha256, stateOf, temporaryDirectory} from './world.ts';

const {run: _run, ...common} = command('errors', {mutates: false}) as Extract<
	Runbook['walk'][number],
	{kind: 'command'}
>;

const guard: MetricStep = {
	...common,
	title: 'Error rate',
	kind: 'metric',
	guard: true,
	work: {
		from: {source: 'prometheus', url: 'http://localhost', query: 'errors'},
		everyMs: 1000,
		forMs: 0,
		fail: 'value > 5%',
		errorsMax: 3,
		baseline: false,
	},
};

const book = runbookOf({walk: [guard]});

test('a guard stands in the record with what it went through and who went on in spite of it', () => {
	const told: typeof release = [
		{event: opening},
		{
			event: {
				type: 'guard.changed',
				step: 'errors',
				from: 'watching',
				to: 'tripped',
				value: 0.2,
				why: 'value > 5%',
			},
		},
		{event: {type: 'guard.accepted', step: 'errors', reason: 'known noise'}},
	];
	const samples = {count: 3, gaps: 1, sha256: sha256('file')};
	const {guards, deviations} = statementOf(told, {
		book,
		extras: {samples: new Map([['errors', samples]])},
	}).predicate;
	expect(guards).toEqual([
		{
			step: 'errors',
			title: 'Error rate',
			changes: [
				{at: '2026-11-21T09:01:00.000Z', from: 'watching', to: 'tripped', value: 0.2, why: 'value > 5%'},
			],
			accepted: [{at: '2026-11-21T09:02:00.000Z', by: 'alice@example.com', reason: 'known noise'}],
			samples,
		},
	]);
	expect(deviations).toMatchObject([{what: 'override', step: 'errors'}]);
});

test('a guard’s samples are counted with their gaps and covered by a digest', async () => {
	const directory = temporaryDirectory();
	mkdirSync(join(directory, 'guards'));
	const text =
		'{"at":"a","value":0.1}\n{"at":"b","gap":"no answer"}\n{"at":"c","limit":5}\n{"at":"d","value":0}\n';
	writeFileSync(join(directory, 'guards', 'errors.jsonl'), text);
	const state = stateOf(entriesOf([{event: opening}]), book);
	expect(await readSamples(directory, state)).toEqual(
		new Map([['errors', {count: 2, gaps: 1, sha256: sha256(text)}]]),
	);
});

test('a guard whose samples are missing or lie behind a link has none', async () => {
	const directory = temporaryDirectory();
	const state = stateOf(entriesOf([{event: opening}]), book);
	expect(await readSamples(directory, state)).toEqual(new Map());
	mkdirSync(join(directory, 'guards'));
	symlinkSync('/etc/passwd', join(directory, 'guards', 'errors.jsonl'));
	expect(await readSamples(directory, state)).toEqual(new Map());
});
