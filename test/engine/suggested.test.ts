import {expect, test} from 'vitest';
import type {ShellCommand} from '../../src/runbook/work-model.ts';
import {check, given, runbookOf} from './given.ts';

const suggestion = (text: string, change: Partial<ShellCommand> = {}): ShellCommand => ({
	text,
	line: 1,
	danger: 'read',
	tty: 'none',
	...change,
});
const release = runbookOf({
	walk: [
		check('look', {
			suggested: [
				suggestion('kubectl get pods'),
				suggestion('kubectl logs <pod>', {placeholders: {'<pod>': 'pod'}}),
				suggestion('kubectl delete pod api', {danger: 'irreversible'}),
				suggestion('top', {tty: 'interactive'}),
			],
		}),
	],
});
const start = (choice?: string) =>
	({type: 'start-step', step: 'look', ...(choice === undefined ? {} : {choice})}) as const;

test('a suggested command runs on request, and the check is asked again whatever came of it', () => {
	const run = given(release).after(start('kubectl get pods'));
	expect(run.state.progress.get('look')?.attempts.at(-1)).toMatchObject({choice: 'kubectl get pods'});
	expect(run.want).toMatchObject({is: 'perform', step: 'look'});
	for (const result of ['passed', 'failed'] as const) {
		const ended = run.after({
			type: 'finish-step',
			step: 'look',
			attempt: 1,
			outcome: {result, durationMs: 3},
		});
		expect(ended.want).toMatchObject({is: 'ask', question: {is: 'check', step: 'look'}});
		expect(ended.state.deviations).toEqual([]);
	}
});

test('what changes something, takes the terminal, has a gap or stands nowhere is not run from there', () => {
	const run = given(release);
	for (const text of ['kubectl delete pod api', 'top', 'rm -rf /', undefined]) {
		expect(run.when(start(text))).toEqual({ok: false, why: 'there is nothing here to run: answer it'});
	}
	expect(run.when(start('kubectl logs <pod>'))).toEqual({ok: false, why: 'there is no value for pod'});
});
