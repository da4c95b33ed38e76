import {expect, test} from 'vitest';
import {check, command, runbookOf} from '../engine/given.ts';
import {walkReal} from './plain-run.ts';

const book = runbookOf({
	walk: [command('switch', {run: {script: 'false'}}), check('look')],
	escalation: [
		{issue: 'Down', contact: 'On-call', within: '5 min', withinMs: 300_000, line: 1},
		{issue: 'Data lost', contact: 'DBA', within: '15 min', withinMs: 900_000, line: 2},
	],
});

test('“! COMMAND” is shown, confirmed, run with its output, and is a deviation in the run', async () => {
	const {paper, run} = await walkReal(book, {
		lines: ['! echo there were $((40+2)) pods', 'yes', 'to see', 'note seen'],
	});

	expect(paper).toContain('OFF SCRIPT: this is not in the runbook');
	expect(paper).toContain('there were 42 pods');
	expect(run.session.state().deviations).toMatchObject([{what: 'off-script', step: 'off-script-1'}]);
	expect(run.session.state().progress.get('off-script-1')).toMatchObject({
		now: {is: 'passed'},
		attempts: [{end: {outcome: {output: {bytes: 19}}}}],
	});
});

test('it is offered after a failure, and an answer that is not the word runs nothing', async () => {
	const {paper, run} = await walkReal(book, {
		lines: ['y', '! touch /nowhere', 'no', '', '! ls /', 'yes', '', '2', 'mended it'],
	});

	expect(paper).toContain('FAILED');
	expect(run.session.state().offScript).toHaveLength(1);
	expect(run.session.state().progress.get('switch')?.now.is).toBe('resolved');
});

test('a redline takes the text and what should stand there', async () => {
	const {paper, run} = await walkReal(book, {lines: ['redline it never works', 'true', '.']});

	expect(paper).toContain('redline by alice: it never works');
	expect(run.session.state().redlines).toMatchObject([
		{step: 'switch', text: 'it never works', proposed: 'true', was: 'false'},
	]);
});

test('calls are written down with when they were answered, and the table says whose turn is next', async () => {
	const {paper, run} = await walkReal(book, {
		lines: [
			'call 1 by phone',
			'no answer 1',
			'escalation',
			'call 2',
			'answered 2 is on it',
			'call 9',
			'answered 1',
		],
	});

	expect(paper).toContain('2  Data lost: DBA · within 15 min  << call next');
	expect(paper).toContain('DBA answered at');
	expect(paper).toContain('there is no contact 9');
	expect(paper).toContain('Contact 1 is not being called.');
	expect(run.session.state().calls).toMatchObject([
		{level: 1, note: 'by phone', answer: {is: 'no-answer'}},
		{level: 2, answer: {is: 'answered', note: 'is on it'}},
	]);
});

test('a step of a known trouble is tried beside the question, which stays as it was', async () => {
	const trouble = {
		id: 'full',
		title: 'The disk is full',
		line: 1,
		symptom: 'no space',
		match: [],
		advice: 'Look.',
		steps: ['space', 'freed'],
	};
	const {paper, run} = await walkReal(
		{
			...book,
			aside: [command('space', {run: {script: 'echo 12 GB left'}}), check('freed', {answer: {is: 'text'}})],
			troubleshooting: [trouble],
		},
		{
			lines: [
				'y',
				'troubles',
				'try nothing',
				'try space',
				'try freed',
				'try freed old logs',
				'2',
				'mended it',
			],
		},
	);

	expect(paper).toContain('try space');
	expect(paper).toContain('12 GB left');
	expect(run.session.state().progress.get('space')?.now.is).toBe('passed');
	expect(run.session.state().progress.get('freed')?.answer?.value).toBe('old logs');
	expect(run.session.state().progress.get('switch')?.now.is).toBe('resolved');
});
