import {describe, expect, test} from 'vitest';
import type {PlanItem} from '../../src/runbook/plan.ts';
import {planOfLines} from './plan-of.ts';

function commandUnder(lead: string, command = 'kubectl rollout restart deploy/api'): PlanItem | undefined {
	const plan = planOfLines('# T', '## Steps', '', lead, '', '```sh', command, '```');
	return [...plan.items, ...plan.aside][0];
}

describe('the sentence before a fence (R6)', () => {
	test('is the step’s title', () => {
		expect(commandUnder('Restart the API:')?.title).toBe('Restart the API');
		expect(commandUnder('The workers are idle now. Restart the API, one pod at a time:')?.title).toBe(
			'Restart the API, one pod at a time',
		);
		expect(commandUnder('**Restart** the [API](https://a.example) with `kubectl`:')?.title).toBe(
			'Restart the API with kubectl',
		);
	});

	test('right under a heading the heading is; a second fence is called by its command', () => {
		const plan = planOfLines(
			'# T',
			'## Restart the API',
			'```sh',
			'kubectl rollout restart deploy/api',
			'```',
			'```sh',
			'kubectl rollout status deploy/api',
			'```',
		);
		expect(plan.items.map(item => item.title)).toEqual([
			'Restart the API',
			'kubectl rollout status deploy/api',
		]);
	});

	test.each([
		'Do not run this on a live system:',
		'Never execute the following:',
		'Destructive examples:',
		'This is deprecated:',
		'Don’t run these:',
	])('“%s” forbids', lead => {
		expect(commandUnder(lead)).toMatchObject({forbidden: true, runnable: false});
	});

	test('a forbidden command is no part of the walk; “instead” does not forbid', () => {
		expect(
			planOfLines('# T', '## S', 'Never run:', '', '```sh', 'rm -rf /srv', '```', '- [ ] x').items.map(
				item => item.kind,
			),
		).toEqual(['check']);
		expect(commandUnder('Do not use the old script, run this instead:')?.forbidden).toBeUndefined();
	});

	test.each([
		'If the pods hang, delete them:',
		'Optionally, warm the cache:',
		'Alternatively:',
		'Or use the wrapper:',
		'In case of timeouts:',
		'If needed:',
		'You can also:',
	])('“%s” makes it conditional', lead => {
		expect(commandUnder(lead)).toMatchObject({contingent: true, optional: true});
	});

	test.each([
		'Check if the pods are running:',
		'When the build is done, deploy:',
		'Once it is up:',
		'Verify that nothing changed:',
	])('“%s” does not', lead => {
		expect(commandUnder(lead)?.contingent).toBeUndefined();
	});

	test('an example of the command before it is no step', () => {
		const plan = planOfLines(
			'# T',
			'## S',
			'Scale it:',
			'',
			'```sh',
			'kubectl scale deploy/api --replicas=<n>',
			'```',
			'For example:',
			'',
			'```sh',
			'kubectl scale deploy/api --replicas=3',
			'```',
		);
		expect(plan.items).toHaveLength(1);
		expect(plan.references).toMatchObject([{kind: 'example', rule: 'R6'}]);
	});

	test('“you should see” attaches what follows to the command before', () => {
		const plan = planOfLines(
			'# T',
			'## S',
			'List them:',
			'',
			'```sh',
			'kubectl get pods',
			'```',
			'',
			'You should see:',
			'',
			'```',
			'api-1 Running',
			'```',
		);
		expect(plan.items).toMatchObject([{expected: 'api-1 Running'}]);
	});

	test.each([
		['On the replica node, promote it:', 'replica node'],
		['SSH to web-1 and restart:', 'web-1'],
		['Run this on `db-2`:', 'db-2'],
	])('“%s” says where', (lead, host) => {
		expect(commandUnder(lead)?.host).toBe(host);
	});

	test('speaking of downtime or of lost data raises the danger', () => {
		expect(commandUnder('Restart it:')?.danger).toBe('caution');
		expect(commandUnder('Restart it. This causes downtime:')?.danger).toBe('irreversible');
		expect(
			commandUnder('List it. All data is lost if you go on, and this can not be undone:', 'kubectl get pods')
				?.danger,
		).toBe('caution');
	});

	test('naming production raises it too', () => {
		expect(commandUnder('Restart it:', 'kubectl --context prod rollout restart deploy/api')?.danger).toBe(
			'prod',
		);
	});

	test('in a rollback “if it fails” is the occasion, not a condition', () => {
		const plan = planOfLines('# T', '## Rollback', 'If the release fails:', '', '```sh', './back.sh', '```');
		expect(plan.rollback).toMatchObject([{kind: 'command'}]);
		expect(plan.rollback[0]?.contingent).toBeUndefined();
	});
});

describe('shells elsewhere (R16)', () => {
	test('what follows a login in its section is typed there, until the exit', () => {
		const plan = planOfLines(
			'# T',
			'## On the server',
			'Log in:',
			'',
			'```sh',
			'ssh deploy@web1',
			'```',
			'Restart:',
			'',
			'```sh',
			'sudo systemctl restart api',
			'```',
			'Leave:',
			'',
			'```sh',
			'exit',
			'```',
			'Look:',
			'',
			'```sh',
			'kubectl get pods',
			'```',
			'## Here',
			'```sh',
			'make check',
			'```',
		);
		expect(plan.items.map(item => [item.kind, item.title])).toEqual([
			['command', 'Log in'],
			['manual', 'Restart'],
			['manual', 'Leave'],
			['command', 'Look'],
			['command', 'Here'],
		]);
		expect(plan.items[1]).toMatchObject({
			statements: ['sudo systemctl restart api'],
			host: 'deploy@web1',
			rule: 'R16',
		});
	});
});

describe('prose around a step', () => {
	const step = (...lines: readonly string[]) => planOfLines('# T', '## S', ...lines);

	test('a sentence after a command says what to expect', () => {
		const plan = step(
			'```sh',
			'make check',
			'```',
			'',
			'You should see no errors.',
			'',
			'```sh',
			'make all',
			'```',
		);
		expect(plan.items).toHaveLength(2);
		expect(plan.items[1]?.title).toBe('make all');
	});

	test('a paragraph that tells to run a command is a step that offers it', () => {
		const plan = step('Run `kubectl get pods` to see them.', '', 'The `kubectl get nodes` output is long.');
		expect(plan.items).toMatchObject([
			{kind: 'manual', runnable: false, suggested: [{text: 'kubectl get pods'}], rule: 'R11'},
		]);
	});
});
