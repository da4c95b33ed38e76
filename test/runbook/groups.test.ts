import {describe, expect, test} from 'vitest';
import type {PlanItem} from '../../src/runbook/plan.ts';
import {outline, planOfLines} from './plan-of.ts';

function blockUnder(lead: string, ...lines: readonly string[]): PlanItem | undefined {
	const plan = planOfLines('# T', '## Steps', lead, '', '```sh', ...lines, '```');
	return [...plan.items, ...plan.aside][0];
}

describe('groups in one block (R5)', () => {
	test('each command knows the comment it stands under', () => {
		const item = blockUnder(
			'Prepare the node:',
			'# Drain it',
			'kubectl drain node-1',
			'',
			'# Upgrade it',
			'apt-get update',
			'apt-get upgrade -y',
		);
		expect(item?.commands.map(command => command.group)).toEqual(['Drain it', 'Upgrade it', 'Upgrade it']);
		expect(item).toMatchObject({kind: 'command', runnable: true, children: []});
	});

	test.each([
		[['# Staging', './deploy staging', '# Production', './deploy production']],
		[['# AWS', './deploy aws', '# GCP', './deploy gcp']],
		[['systemctl restart api', '# Or, if that hangs', 'kill -9 $(pgrep api)']],
	])('alternatives are a choice: %j', lines => {
		expect(blockUnder('Deploy:', ...lines)).toMatchObject({choice: true});
	});

	test('a block that does a thing and takes it back is run line by line only', () => {
		expect(blockUnder('Try it:', 'docker compose up -d', 'docker compose down')).toMatchObject({
			mixed: true,
			runnable: false,
		});
	});

	test('work for a person between the commands is a step at its place', () => {
		const item = blockUnder(
			'Switch over:',
			'# Stop the writer',
			'systemctl stop writer',
			'',
			'# Open the dashboard and wait for zero lag',
			'',
			'# Start the reader',
			'systemctl start reader',
		);
		expect(outline(item ? [item] : [])).toEqual([
			'manual Switch over',
			'  command Stop the writer',
			'  manual Open the dashboard and wait for zero lag',
			'  command Start the reader',
		]);
		expect(item?.children.map(child => [child.line, child.commands[0]?.line])).toEqual([
			[6, 7],
			[9, undefined],
			[11, 12],
		]);
	});

	test('a comment that says what to expect is no label', () => {
		const plan = planOfLines(
			'# T',
			'## Steps',
			'Ask without a key:',
			'',
			'```sh',
			'# Expect: 401',
			'curl -s https://a.example/me',
			'```',
		);
		expect(plan.items).toMatchObject([{commands: [{text: 'curl -s https://a.example/me'}]}]);
		expect(plan.items[0]?.commands[0]).not.toHaveProperty('group');
	});

	test('a login in the middle of a block would run the rest here: nothing runs until lines are picked', () => {
		expect(blockUnder('Pull:', 'ssh deploy@web1', 'git pull')).toMatchObject({mixed: true, runnable: false});
		expect(blockUnder('Pull:', 'ssh [email protected]', 'git pull')).toMatchObject({
			mixed: true,
			runnable: false,
		});
		expect(blockUnder('Pull:', 'ssh deploy@web1 git pull', 'git pull')).toMatchObject({runnable: true});
	});
});
