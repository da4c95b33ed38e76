import {expect, test} from 'vitest';
import type {Question} from '../../src/engine/want.ts';
import {askingOf} from '../../src/ui/view/asking.ts';
import {briefingView} from '../../src/ui/view/briefing.ts';
import {cardView} from '../../src/ui/view/card.ts';
import {headerView} from '../../src/ui/view/header.ts';
import {outlineEntries, outlineRows} from '../../src/ui/view/outline.ts';
import {rollbackView} from '../../src/ui/view/rollback.ts';
import {soFarView} from '../../src/ui/view/so-far.ts';
import {summaryView} from '../../src/ui/view/summary.ts';
import {troubleView} from '../../src/ui/view/trouble.ts';
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
		outlineRows(state, outlineEntries(state).slice(0, 50)),
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
