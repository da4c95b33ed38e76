import {expect, test} from 'vitest';
import type {Question} from '../../src/engine/want.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import type {Step} from '../../src/runbook/step-model.ts';
import {askingOf} from '../../src/ui/view/asking.ts';
import {cardView} from '../../src/ui/view/card.ts';
import {commandOf} from '../../src/ui/view/choice.ts';
import {problemOf} from '../../src/ui/view/field.ts';
import {firstRow, outlineEntries, outlineRows, standing, walked} from '../../src/ui/view/outline.ts';
import {troubleView} from '../../src/ui/view/trouble.ts';
import {check, command, gate, runbookOf} from '../engine/given.ts';
import {memoryLive} from './memory-live.ts';

test('an outline of ten thousand steps hands out only the rows that are asked for', () => {
	const walk: Step[] = Array.from({length: 10_000}, (_, at) => check(`step-${at}`, {title: `Step ${at}`}));
	const state = memoryLive(runbookOf({walk})).state();
	const started = process.cpuUsage();
	for (let frame = 0; frame < 100; frame += 1) {
		expect(outlineRows(state, outlineEntries(state).slice(5_000, 5_030))).toHaveLength(30);
	}
	expect(outlineEntries(state)).toHaveLength(10_001);
	// A hundred pictures: walking all steps for each would compute for seconds.
	expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
});

test('the row that is looked at is in sight, with some rows before it where there are any', () => {
	expect(firstRow(100, 10, 0)).toBe(0);
	expect(firstRow(100, 10, 50)).toBe(47);
	expect(firstRow(100, 10, 99)).toBe(90);
	expect(firstRow(5, 10, 3)).toBe(0);
});

test('a group stands as its children stand and is not counted', () => {
	const walk = [
		check('group', {isGroup: true}),
		check('a', {parent: 'group'}),
		check('b', {parent: 'group'}),
	];
	const live = memoryLive(runbookOf({walk}));
	live.record({type: 'check.answered', step: 'a', answer: 'yes'});
	const state = live.state();
	expect(walked(state)).toEqual({done: 1, total: 2});
	expect(walk.map(step => standing(state, step))).toEqual(['ready', 'passed', 'ready']);
});

test('a card says what to expect and how to undo, from the step’s own scripts where the prose says nothing', () => {
	const step = command('deploy', {run: {script: 'deploy', undo: 'undeploy', expected: 'done'}});
	const card = cardView(memoryLive(runbookOf({walk: [step]})).state(), step, () => 65_000);
	expect(card.parts.map(part => [part.label, part.text])).toEqual([
		['Expect', '```\ndone\n```'],
		['Undo', '```\nundeploy\n```'],
		['Usually', 'about 1 m 05 s in earlier runs'],
	]);
});

test('a failure names the troubles whose pattern its output matches; one that is broken or never ends matches nothing', () => {
	const trouble = (id: string, match: string) => ({
		id,
		title: id,
		line: 1,
		symptom: '',
		match: [match],
		advice: '',
		steps: [],
	});
	const runbook: Runbook = runbookOf({
		walk: [command('deploy')],
		troubleshooting: [
			trouble('lock', 'LOCK timeout'),
			trouble('disk', 'no space'),
			trouble('broken', '('),
			trouble('endless', '(a+)+$'),
		],
	});
	const live = memoryLive(runbook);
	live.record(
		{type: 'step.started', step: 'deploy', attempt: 1, part: 'whole'},
		{type: 'step.finished', step: 'deploy', attempt: 1, outcome: {result: 'failed', durationMs: 1}},
	);
	const view = troubleView(live.state(), runbook.walk[0] as Step, [
		'error: lock timeout',
		`${'a'.repeat(60)}!`,
	]);
	expect(view.troubles.map(entry => entry.title)).toEqual(['lock']);
});

test('a failure says how far the point of no return is', () => {
	const runbook = runbookOf({walk: [command('one'), command('two'), command('three', {noReturn: true})]});
	const live = memoryLive(runbook);
	const words = (id: string) =>
		troubleView(live.state(), live.state().stepsById.get(id) as Step, []).standing[0];
	expect(words('one')).toBe('The point of no return is 2 steps ahead: “three”.');
	expect(words('three')).toBe('This step is the point of no return.');
});

test('each role of a poll has its own GO, and one that has answered has none', () => {
	const runbook = runbookOf({walk: [gate('poll', {gate: 'poll', roles: ['dba', 'web']})]});
	const live = memoryLive(runbook);
	const question: Question = {is: 'gate', step: 'poll'};
	const first = askingOf(live.state(), question).choices[0];
	expect(first?.label).toBe('GO for dba');
	expect(first === undefined ? undefined : commandOf(question, first, {})).toEqual({
		type: 'answer-gate',
		step: 'poll',
		answer: 'go',
		role: 'dba',
	});
	live.record({type: 'gate.answered', step: 'poll', answer: 'go', typed: false, role: 'dba'});
	expect(askingOf(live.state(), question).choices.map(choice => choice.label)).toEqual([
		'GO for web',
		'NO-GO',
	]);
});

test('a required step can’t be skipped, and the choice says so instead of being left out', () => {
	const runbook = runbookOf({walk: [command('backup', {required: true})]});
	const choices = askingOf(memoryLive(runbook).state(), {is: 'confirm', step: 'backup'}).choices;
	expect(choices.find(choice => choice.is === 'override')?.refused).toBe('this step is required');
});

test('a field that wants one word takes no other', () => {
	const field = {
		name: 'typed',
		label: '',
		kind: 'line',
		choices: [],
		initial: '',
		required: true,
		exactly: 'production',
	} as const;
	expect(problemOf(field, '')).toBe('type production to confirm');
	expect(problemOf(field, 'Production')).toBe('type production in full');
	expect(problemOf(field, 'production')).toBeUndefined();
});
