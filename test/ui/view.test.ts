import {expect, test} from 'vitest';
import type {Question} from '../../src/engine/want.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import type {Step} from '../../src/runbook/step-model.ts';
import {askingOf} from '../../src/ui/view/asking.ts';
import {briefingView} from '../../src/ui/view/briefing.ts';
import {cardView} from '../../src/ui/view/card.ts';
import {commandOf} from '../../src/ui/view/choice.ts';
import {problemOf} from '../../src/ui/view/field.ts';
import {headerView} from '../../src/ui/view/header.ts';
import {firstRow, outlineEntries, outlineRows, standing, walked} from '../../src/ui/view/outline.ts';
import {rollbackView} from '../../src/ui/view/rollback.ts';
import {soFarView} from '../../src/ui/view/so-far.ts';
import {summaryView} from '../../src/ui/view/summary.ts';
import {troubleView} from '../../src/ui/view/trouble.ts';
import {check, command, gate, runbookOf} from '../engine/given.ts';
import {memoryLive} from './memory-live.ts';
import {sampleRunbook} from './sample.ts';

const now = Date.parse('2026-11-21T09:10:00.000Z');
const never = () => undefined;

/** Puts what must never reach a terminal into every text of a value, ids and dates left alone. */
function poison<T>(value: T, key = ''): T {
	if (typeof value === 'string') {
		const isName = [
			'id',
			'section',
			'parent',
			'kind',
			'is',
			'danger',
			'role',
			'rule',
			'probe',
			'on',
			'type',
			'match',
			'gate',
			'level',
			'when',
			'onFailure',
			'answer',
			'reviewBy',
		].includes(key);
		return (isName ? value : `${value}\u001B]0;owned\u0007\u009B2J\u202E`) as T;
	}
	if (Array.isArray(value)) {
		return value.map(item => poison(item, key)) as T;
	}
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, name)])) as T;
	}
	return value;
}

const dangerous = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/;

test('no text of a runbook, a person or an outcome reaches a view with a control character in it', () => {
	const live = memoryLive(poison(sampleRunbook()), {
		opened: {environment: 'prod\u001B[31m', service: 'a\u0007b', operator: 'mal\u202Eice'},
	});
	live.record(
		{type: 'step.started', step: 'migrate', attempt: 1, part: 'whole', edited: 'rm\u001B[2K'},
		{
			type: 'step.finished',
			step: 'migrate',
			attempt: 1,
			outcome: {result: 'failed', durationMs: 5, why: 'no\u001B[1A', summary: '\u0007'},
		},
		{
			type: 'step.decided',
			step: 'migrate',
			disposition: 'override',
			reason: 'be\u009Bcause',
			owner: '\u001B[m',
		},
		{type: 'check.answered', step: 'announce', answer: 'yes', value: '\u001B]8;;x\u0007', note: '\u202E'},
		{type: 'note.added', text: 'n\u001B[3J', step: 'migrate'},
		{type: 'gate.opened', step: 'go-live', nonce: '1', question: '', head: ''},
		{
			type: 'gate.answered',
			step: 'go-live',
			answer: 'no-go',
			typed: false,
			reason: '\u0007',
			role: '\u001B',
			choice: '\u009B',
		},
		{type: 'run.held', reason: 'h\u001B[5m'},
	);
	const state = live.state();
	const steps = [...state.stepsById.values()];
	const questions: readonly Question[] = [
		{is: 'inputs', inputs: state.runbook.inputs},
		{is: 'held', reason: ''},
		{is: 'close', verdict: 'complete'},
		...steps.flatMap((step): readonly Question[] => [
			{is: 'confirm', step: step.id, choices: ['a\u001B[1m']},
			{is: 'check', step: step.id},
			{is: 'manual', step: step.id},
			{is: 'failed', step: step.id, ways: ['retry', 'edit', 'defer']},
			{is: 'blocked', step: step.id, why: 'b\u0007', ways: []},
			{is: 'tripped', step: step.id, why: 't\u001B[9m', ways: []},
		]),
		{is: 'gate', step: 'go-live'},
	];
	const views = [
		headerView(state, now),
		briefingView(state, never),
		summaryView(state, now, '/tmp/\u001B[1m'),
		rollbackView(state),
		outlineRows(state, 0, 50),
		...steps.map(step => cardView(state, step, never)),
		...steps.map(step => troubleView(state, step, ['out'])),
		...questions.map(question => askingOf(state, question)),
		...steps.flatMap(step => (step.kind === 'gate' ? [soFarView(state, step, now)] : [])),
	];
	for (const text of texts(views)) {
		expect(text).not.toMatch(dangerous);
	}
});

/** Every text in a view; values that are handed back to the engine stay as they are. */
function texts(value: unknown, key = ''): readonly string[] {
	const isHandedBack =
		['step', 'id', 'name', 'exactly', 'key', 'choices'].includes(key) && typeof value === 'string';
	if (key === 'input' || key === 'pick' || isHandedBack) {
		return [];
	}
	if (typeof value === 'string') {
		return [value];
	}
	if (value instanceof Set || Array.isArray(value)) {
		return [...value].flatMap(item => texts(item, key));
	}
	return typeof value === 'object' && value !== null
		? Object.entries(value).flatMap(([name, item]) => texts(item, name))
		: [];
}

test('an outline of ten thousand steps hands out only the rows that are asked for', () => {
	const walk: Step[] = Array.from({length: 10_000}, (_, at) => check(`step-${at}`, {title: `Step ${at}`}));
	const state = memoryLive(runbookOf({walk})).state();
	const started = performance.now();
	for (let frame = 0; frame < 100; frame += 1) {
		expect(outlineRows(state, 5_000, 30)).toHaveLength(30);
	}
	expect(outlineEntries(state)).toHaveLength(10_001);
	// A hundred pictures: walking all steps for each would take seconds.
	expect(performance.now() - started).toBeLessThan(500);
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

test('a failure names the troubles whose pattern its output matches, and a broken pattern matches nothing', () => {
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
		troubleshooting: [trouble('lock', 'LOCK timeout'), trouble('disk', 'no space'), trouble('broken', '(')],
	});
	const live = memoryLive(runbook);
	live.record(
		{type: 'step.started', step: 'deploy', attempt: 1, part: 'whole'},
		{type: 'step.finished', step: 'deploy', attempt: 1, outcome: {result: 'failed', durationMs: 1}},
	);
	const view = troubleView(live.state(), runbook.walk[0] as Step, ['error: lock timeout']);
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
