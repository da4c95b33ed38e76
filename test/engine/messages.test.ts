import {describe, expect, test} from 'vitest';
import {resolvedText} from '../../src/engine/order.ts';
import {withMessages} from '../../src/runbook/messages.ts';
import {askingOf} from '../../src/ui/view/asking.ts';
import {check, command, given, runbookOf} from './given.ts';

const passed = {result: 'passed', durationMs: 1} as const;
const failed = {result: 'failed', durationMs: 1, why: 'exit 3'} as const;
const plain = runbookOf({walk: [check('look'), command('deploy')], rollback: [command('back')]});
const book = withMessages({
	...plain,
	meta: {
		...plain.meta,
		notify: {
			channels: {team: {is: 'copy', to: '#ops', required: false}},
			templates: {
				start: 'To {{environment}} by {{operator}}',
				failure: 'Stopped: {{reason}}',
				rollback: 'Back: {{reason}}',
			},
		},
	},
});

/** Up to the failed deployment. */
function deployed() {
	return given(book)
		.after({type: 'answer-check', step: 'look', answer: 'yes'})
		.after({type: 'start-step', step: 'message-start'})
		.after({type: 'finish-step', step: 'message-start', attempt: 1, outcome: passed})
		.after({type: 'start-step', step: 'deploy'})
		.after({type: 'finish-step', step: 'deploy', attempt: 1, outcome: failed});
}

function textOf(run: ReturnType<typeof given>, id: string): string | undefined {
	const step = run.state.stepsById.get(id);
	return step && resolvedText(run.state, step, {part: 'whole'});
}

describe('a message of the front matter', () => {
	test('is shown in full before it is sent, and sending it is confirmed', () => {
		const run = given(book).after({type: 'answer-check', step: 'look', answer: 'yes'});

		expect(run.want).toMatchObject({question: {is: 'confirm', step: 'message-start'}});
		expect(textOf(run, 'message-start')).toBe('To staging by alice');
	});

	test('about a failure is offered when something fails, says why, and is sent once', () => {
		const run = deployed();
		expect(run.want).toMatchObject({question: {is: 'failed', ways: expect.arrayContaining(['tell'])}});
		expect(textOf(run, 'message-failure')).toBe('Stopped: exit 3');

		const told = run
			.after({type: 'start-step', step: 'message-failure'})
			.after({type: 'finish-step', step: 'message-failure', attempt: 1, outcome: passed});
		expect(told.want).toMatchObject({
			question: {is: 'failed', step: 'deploy', ways: expect.not.arrayContaining(['tell'])},
		});
	});

	test('about a failure is offered wherever the run can end early, and its end says that nobody was told', () => {
		const noWayBack = withMessages({...book, rollback: [], walk: plain.walk, aside: []});
		const failing = given(noWayBack)
			.after({type: 'answer-check', step: 'look', answer: 'yes'})
			.after({type: 'decide-step', step: 'message-start', disposition: 'skip', reason: ''})
			.after({type: 'start-step', step: 'deploy'})
			.after({type: 'finish-step', step: 'deploy', attempt: 1, outcome: failed});
		const said = (run: ReturnType<typeof given>, is: string) => {
			const {want, state} = run;
			const words = want.is === 'ask' ? askingOf(state, want.question) : undefined;
			return words?.choices.find(choice => choice.is === is)?.about;
		};

		expect(said(failing, 'abandon')).toBe(
			'ends the run as it stands; no way back is written; nobody has been told (tell others)',
		);
		const told = failing
			.after({type: 'start-step', step: 'message-failure'})
			.after({type: 'finish-step', step: 'message-failure', attempt: 1, outcome: passed});
		expect(said(told, 'abandon')).toBe('ends the run as it stands; no way back is written');
	});

	test('comes first when the run rolls back, with the reason', () => {
		const run = deployed().after({type: 'roll-back', reason: 'errors', trigger: 'failure'});

		expect(run.want).toMatchObject({question: {is: 'confirm', step: 'message-rollback'}});
		expect(textOf(run, 'message-rollback')).toBe('Back: errors');
	});
});
