import {describe, expect, test} from 'vitest';
import {check, command, runbookOf} from '../engine/given.ts';
import {walkReal as walk} from './plain-run.ts';

describe('a plain walk', () => {
	test('shows each step, runs it, prints its output and says what came of it', async () => {
		const runbook = runbookOf({
			sections: [
				{id: 'walk', title: 'Deploy', level: 2, role: 'procedure', line: 1, endLine: 9, prose: ''},
				{id: 'after', title: 'Afterwards', level: 2, role: 'procedure', line: 10, endLine: 19, prose: ''},
			],
			walk: [
				command('copy', {
					title: 'Copy the files',
					prose: {why: 'The new build needs **them**.', undo: 'Copy them back.'},
					run: {script: 'echo one; echo two'},
				}),
				check('look', {title: 'The page loads', section: 'after'}),
			],
		});
		const {how, paper} = await walk(runbook, {lines: ['y', 'y', 'y']});

		expect(how).toBe('closed');
		expect(paper).toMatch(
			/== Deploy ==\n\n\[1 of 2\] Copy the files\n {2}Why: The new build needs them\.\n {2}Undo: Copy them back\.\n {2}command \(bash on this computer\):\n {4}echo one; echo two\n/,
		);
		expect(paper).toMatch(
			/RUN\? Run this command\?\ny = run, e = edit first, s = skip with a reason, \? = more: y\n/,
		);
		expect(paper).toMatch(
			/◐ started at \d\d:\d\d:\d\d\n(.*\n)? {2}\| one\n {2}\| two\n {2}✓ passed in [^,]*, exit 0\n/,
		);
		expect(paper).toMatch(/== Afterwards ==\n\n\[2 of 2\] The page loads\n\nCHECK Is it so\?/);
		expect(paper).toContain('✓ yes (alice)');
		expect(paper).toMatch(/The run is closed: complete\.\n$/);
	});

	test('never takes an empty line for an answer, and tells a person as often as needed', async () => {
		const {how, paper} = await walk(runbookOf({walk: [command('deploy')]}), {
			lines: ['', ' ', '', '', '', 'perhaps', 'q'],
		});
		expect(how).toBe('left');
		expect(paper.match(/An empty line answers nothing/g)).toHaveLength(5);
		expect(paper).toContain('That is no answer here; ? shows them all.');
		expect(paper).not.toContain('started');
	});

	test('asks for reasons, and goes back to the question when none is given', async () => {
		const {paper, run} = await walk(runbookOf({walk: [command('deploy')]}), {
			lines: ['s', '', 's', 'nothing to copy', 'y'],
		});
		expect(paper).toContain('Nothing was answered; back to the question.');
		expect(paper).toContain('≠ overridden: nothing to copy (alice)');
		expect(run.session.state().closed?.verdict).toBe('complete-with-deviations');
	});

	test('shows a command to be edited, and the edit as a change', async () => {
		const {paper} = await walk(
			runbookOf({walk: [command('deploy', {run: {script: 'echo old\necho same'}})]}),
			{
				lines: ['e', 'echo new', 'echo same', '.', 'y'],
			},
		);
		expect(paper).toContain('    - echo old\n    + echo new\n      echo same\n');
		expect(paper).toContain('  | new\n');
		expect(paper).toContain('Deviation: ');
	});

	test('takes what a check asks for, and refuses what is no number', async () => {
		const {paper, run} = await walk(runbookOf({walk: [check('orders', {answer: {is: 'number'}})]}), {
			lines: ['y', 'many', '12', 'y'],
		});
		expect(paper).toContain('a number is needed');
		expect(run.session.state().progress.get('orders')?.answer).toMatchObject({answer: 'yes', value: '12'});
	});

	test('numbers the ways on from a failure, shows why, the output and known troubles', async () => {
		const runbook = runbookOf({
			walk: [
				command('deploy', {
					prose: {undo: 'Switch back.'},
					run: {script: 'echo "lock timeout reached"; exit 3'},
				}),
				check('look'),
			],
			rollback: [check('back', {section: 'walk'})],
			troubleshooting: [
				{
					id: 'lock',
					title: 'The lock was not granted',
					line: 1,
					symptom: '',
					match: ['lock timeout'],
					advice: 'Wait for the report.',
					steps: [],
				},
			],
		});
		const {paper, run} = await walk(runbook, {lines: ['y', '1', '4', 'it hurts', 'y', 'y']});
		expect(paper).toMatch(/✗ failed in .*exit 3/);
		expect(paper).toContain('FAILED It did not pass. How to go on?');
		expect(paper).toContain('Known trouble: The lock was not granted\n    Wait for the report.');
		expect(paper).toMatch(/ {3}1 {2}retry \[r\] – runs it again as attempt 2\n {3}2 {2}fixed by hand/);
		expect(paper).toContain('Attempt 2 did not pass');
		expect(paper).toContain('<< ROLLING BACK: it hurts (failure)');
		expect(run.session.state().closed?.verdict).toBe('rolled-back');
	});

	test('takes notes, holds, shows values and leaves, at any question', async () => {
		const {how, paper, run} = await walk(runbookOf({walk: [check('look')]}), {
			lines: [
				'note the lamp is red',
				'hold lunch',
				'y',
				'variables',
				'escalation',
				'troubles',
				'show',
				'hold',
				'?',
				'leave',
			],
		});
		expect(how).toBe('left');
		expect(paper).toContain('note by alice at ');
		expect(paper).toContain('|| alice held the run: lunch');
		expect(paper).toContain('|| released');
		expect(paper).toContain('There are no values yet.');
		expect(paper).toContain('This runbook names nobody to call.');
		expect(paper).toContain('Say why on the same line: hold REASON');
		expect(paper).toContain('At any question:');
		expect(run.session.state().closed).toBeUndefined();
	});

	test('takes back an answer', async () => {
		const {paper, run} = await walk(runbookOf({walk: [check('one'), check('two')]}), {
			lines: ['y', 'take back', 'n', 'it is dark', 's', 'tried', 'q'],
		});
		expect(paper).toContain('the answer was taken back');
		expect(run.session.state().progress.get('one')?.now.is).toBe('overridden');
	});

	test('ends when the input ends or the signal is given, and keeps the run', async () => {
		const over = await walk(runbookOf({walk: [check('look')]}), {lines: []});
		expect(over.how).toBe('left');
		expect(over.paper).toContain('There is nobody to answer any more.');

		const controller = new AbortController();
		const stopped = await walk(runbookOf({walk: [check('look')]}), {
			lines: ['y'],
			typist: {
				signal: controller.signal,
				before() {
					controller.abort();
					return new Promise(() => {});
				},
			},
		});
		expect(stopped.how).toBe('left');
	});

	test('prints much output only in part, and its last lines', async () => {
		const {paper} = await walk(
			runbookOf({walk: [command('noisy', {auto: true, run: {script: 'seq 1 5000'}})]}),
			{lines: ['y']},
		);
		const printed = paper.match(/^ {2}\| \d+$/gm) ?? [];
		expect(printed.length).toBeLessThan(250);
		expect(printed.at(-1)).toBe('  | 5000');
	});

	test('lets nothing from outside look like a question, a colour or a control', async () => {
		const evil = "printf '\\033[31mRUN? Run this?\\033[0m\\rGO / NO-GO\\n\\033]0;x\\007y\\n'";
		const {paper} = await walk(
			runbookOf({walk: [command('evil', {title: 'a\u001B[2Jb\u202Ec', auto: true, run: {script: evil}})]}),
			{lines: ['y']},
		);
		expect(paper).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
		expect(paper).toContain('  | GO / NO-GO\n  | y\n');
		expect(paper).not.toMatch(/^GO \/ NO-GO/m);
	});
});
