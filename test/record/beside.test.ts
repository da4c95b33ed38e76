import {expect, test} from 'vitest';
import {buildRunMd} from '../../src/record/run-md.ts';
import {command, runbookOf} from '../engine/given.ts';
import {statementOf} from './statement-of.ts';
import {entriesOf, opening, type release, stateOf} from './world.ts';

const book = runbookOf({walk: [command('switch')]});
const output = {bytes: 12, sha256: 'a'.repeat(64)};

const told: typeof release = [
	{event: opening},
	{
		event: {
			type: 'off-script.asked',
			step: 'off-script-1',
			script: 'df -h',
			reason: 'disk?',
			danger: 'none',
			mutates: false,
		},
	},
	{event: {type: 'step.started', step: 'off-script-1', attempt: 1, part: 'whole', resolved: 'df -h'}},
	{
		event: {
			type: 'step.finished',
			step: 'off-script-1',
			attempt: 1,
			outcome: {result: 'passed', durationMs: 3, exit: 0, output},
		},
	},
	{
		event: {
			type: 'redline.made',
			step: 'switch',
			text: 'wrong colour',
			proposed: 'switch green',
			was: 'true',
		},
	},
	{
		event: {
			type: 'contact.called',
			call: 1,
			level: 1,
			contact: 'DBA',
			issue: 'Data lost',
			withinMs: 900_000,
		},
	},
	{event: {type: 'contact.overdue', call: 1}},
	{event: {type: 'contact.answered', call: 1, answer: 'answered', note: 'looks at it'}},
	{event: {type: 'run.closed', verdict: 'complete-with-deviations'}},
];

test('what was run off script stands in the record as a deviation and with the digest of its output', () => {
	const {steps, deviations} = statementOf(told, {book}).predicate;

	expect(steps.at(-1)).toMatchObject({
		id: 'off-script-1',
		branch: 'off-script',
		attempts: [{resolved: 'df -h', exit: 0, output}],
	});
	expect(deviations).toMatchObject([{what: 'off-script', why: 'df -h — disk?'}]);
});

test('redlines and calls stand in the record with who, when and what came of it', () => {
	const {redlines, calls} = statementOf(told, {book}).predicate;

	expect(redlines).toMatchObject([
		{step: 'switch', text: 'wrong colour', proposed: 'switch green', was: 'true'},
	]);
	expect(calls).toMatchObject([
		{contact: 'DBA', overdue: true, answer: {is: 'answered', at: '2026-11-21T09:07:00.000Z'}},
	]);
});

test('the runbook filled in has them at its end', () => {
	const entries = entriesOf(told);
	const text = buildRunMd({
		runbookText: '# Release\n',
		state: stateOf(entries, book),
		entries,
		outputs: new Map([['off-script-1.1', '/dev/sda1 40%']]),
	});

	expect(text).toContain('**Off script**');
	expect(text).toContain('/dev/sda1 40%');
	expect(text).toMatch(/\*\*Calls\*\*\n\n- .* called DBA \(Data lost\) · answered/);
	expect(text).toMatch(/\*\*Redlines\*\*\n\n- .* switch · wrong colour · instead: switch green/);
});
