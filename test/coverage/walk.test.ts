import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import type {Command} from '../../src/engine/command.ts';
import type {InputValue} from '../../src/engine/event.ts';
import {measuresBefore} from '../../src/engine/rules.ts';
import type {RunState} from '../../src/engine/state.ts';
import type {Want} from '../../src/engine/want.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import {readRunbook} from '../../src/runbook/read.ts';
import type {Step} from '../../src/runbook/step-model.ts';
import {type Given, givenOpened, opened} from '../engine/given.ts';
import {runbookNames} from './cover.ts';

/** A run has at most this many turns; the longest runbook has 150 steps with three turns each. */
const turnsMax = 1_000;

describe.each(runbookNames)('a run of checklists/%s.md where everything passes', name => {
	const path = `checklists/${name}.md`;
	const runbook = whenOpen(readRunbook({text: readFileSync(path, 'utf8'), path}).runbook);

	test('comes to its end as complete, whichever choices are made', () => {
		for (const pick of ['first', 'last'] as const) {
			const state = walkThrough(runbook, pick);
			expect(state.closed?.verdict).toBe('complete');
		}
	});

	test('walks its section for emergencies first when it is one', () => {
		const state = walkThrough(runbook, 'first', {emergency: true});
		expect(runbook.emergency.filter(step => state.progress.get(step.id)?.now.is === 'pending')).toEqual([]);
		expect(state.closed?.verdict).toMatch(/^complete/);
	});

	test('can be taken back from its last change, and ends as rolled back', () => {
		const changes = runbook.walk.filter(step => step.mutates);
		const last = changes.at(-1)?.id;
		const state = walkThrough(runbook, 'first', last === undefined ? {} : {failing: last});
		expect(state.closed?.verdict).toBe('rolled-back');
	});
});

/** The clock of these runs stands still; what windows do has tests of its own. */
function whenOpen(runbook: Runbook): Runbook {
	const {windows: _, ...meta} = runbook.meta;
	return {...runbook, meta};
}

/** Answers every question kindly until the run is closed. @param failing a step that fails, after which it is rolled back. */
function walkThrough(
	runbook: Runbook,
	pick: 'first' | 'last',
	{failing, emergency = false}: {readonly failing?: string; readonly emergency?: boolean} = {},
): RunState {
	const kind = emergency ? {emergency: {reason: 'nobody can pay', incident: 'INC-42'}} : {};
	let run = givenOpened(runbook, {...opened, ...kind, environment: 'production', production: true});
	for (let turn = 0; turn < turnsMax; turn += 1) {
		if (run.state.closed !== undefined) {
			return run.state;
		}
		const answer = answerTo(run.want, run.state, {pick, ...(failing === undefined ? {} : {failing})});
		run = looked(run, answer).after(answer);
	}
	throw new Error('The run has no end.');
}

/** What the session does before a step that changes something starts: it looks at the world, and finds it well. */
function looked(run: Given, answer: Command): Given {
	const step =
		'step' in answer && answer.step !== undefined ? run.state.stepsById.get(answer.step) : undefined;
	const isStart = answer.type === 'start-step' || answer.type === 'decide-step';
	return step !== undefined && isStart && measuresBefore(run.state, step).length > 0
		? run.after({type: 'note-rules', moment: 'step', step: step.id, findings: []})
		: run;
}

type Manner = {readonly pick: 'first' | 'last'; readonly failing?: string};

function answerTo(want: Want, state: RunState, manner: Manner): Command {
	switch (want.is) {
		case 'ask':
			return replyTo(want.question, state, manner);
		case 'start':
			return {type: 'start-step', step: want.step, auto: true};
		case 'open-gate':
			return {type: 'open-gate', step: want.step, nonce: '0'.repeat(32), head: '0'.repeat(64)};
		case 'settle':
			return {type: 'decide-step', step: want.step, disposition: want.disposition, reason: want.reason};
		case 'perform':
			return {
				type: 'finish-step',
				step: want.step,
				attempt: want.attempt,
				outcome: outcomeOf(state, want.step, manner),
			};
		case 'measure':
			return {type: 'note-rules', moment: 'start', findings: []};
		case 'done':
			throw new Error('Nothing is wanted of a run that is over.');
	}
}

function outcomeOf(state: RunState, id: string, {failing}: Manner) {
	const step = state.stepsById.get(id);
	const result = id === failing ? ('failed' as const) : ('passed' as const);
	return {result, durationMs: 1, ...(result === 'failed' ? {why: 'told to'} : {captured: capturedBy(step)})};
}

/** Every value a step says it takes from its output is there. */
function capturedBy(step: Step | undefined): Record<string, string> {
	const names =
		step === undefined
			? []
			: 'run' in step && step.run !== undefined
				? Object.keys(step.run.capture)
				: step.kind === 'probe' && 'capture' in step.work
					? Object.keys(step.work.capture)
					: [];
	return Object.fromEntries(names.map(name => [name, name === 'idle' ? 'green' : 'blue']));
}

function replyTo(question: Extract<Want, {is: 'ask'}>['question'], state: RunState, {pick}: Manner): Command {
	const typed = 'typed' in question && question.typed !== undefined ? {typed: question.typed} : {};
	switch (question.is) {
		case 'inputs':
			return {
				type: 'set-inputs',
				values: Object.fromEntries(question.inputs.map(input => [input.name, valueFor(input, pick)])),
			};
		case 'confirm':
			return {type: 'start-step', step: question.step, ...typed};
		case 'check':
		case 'manual':
			return {
				type: 'answer-check',
				step: question.step,
				answer: 'yes',
				value: answerFor(state.stepsById.get(question.step), pick),
			};
		case 'gate':
			return {
				type: 'answer-gate',
				step: question.step,
				answer: 'go',
				...choiceFor(state.stepsById.get(question.step), pick),
				...typed,
			};
		case 'failed':
			return {type: 'roll-back', reason: 'it was told to fail', trigger: 'failure', step: question.step};
		case 'close':
			return {type: 'close-run', verdict: question.verdict};
		default:
			throw new Error(`Nobody expected to be asked this: ${JSON.stringify(question)}`);
	}
}

function valueFor(input: RunState['runbook']['inputs'][number], pick: Manner['pick']): InputValue {
	if (input.secret) {
		return {is: 'secret', from: 'asked'};
	}
	const choice = pick === 'first' ? input.choices?.at(0) : input.choices?.at(-1);
	const byType: Partial<Record<typeof input.type, string>> = {
		url: 'https://example.com',
		semver: '1.2.3',
		'git-sha': 'a'.repeat(40),
		'image-digest': `sha256:${'a'.repeat(64)}`,
	};
	return {
		is: 'value',
		value: choice ?? input.default ?? input.example ?? byType[input.type] ?? 'some',
		from: 'asked',
	};
}

function answerFor(step: Step | undefined, pick: Manner['pick']): string {
	if (step?.kind !== 'check') {
		return '';
	}
	const {answer} = step;
	switch (answer.is) {
		case 'choice':
			return (pick === 'first' ? answer.choices.at(0) : answer.choices.at(-1)) ?? '';
		case 'number':
			return '1';
		case 'url':
			return 'https://example.com';
		default:
			return 'yes';
	}
}

function choiceFor(step: Step | undefined, pick: Manner['pick']): {choice?: string} {
	const names = step?.kind === 'gate' ? Object.keys(step.choices) : [];
	const choice = pick === 'first' ? names.at(0) : names.at(-1);
	return choice === undefined ? {} : {choice};
}
