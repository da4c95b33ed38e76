import {describe, expect, test} from 'vitest';
import {planOfLines} from './plan-of.ts';

function untagged(...lines: readonly string[]): ReturnType<typeof planOfLines> {
	return planOfLines('# Search cluster', '## Look', '', 'List the shards:', '', '```', ...lines, '```');
}

describe('a pasted session is recognised by its prompt, whatever the program is (R4a)', () => {
	test('the place before the mark is context and no part of the command', () => {
		const [item] = untagged('search-03-fra $ shardctl ls --all').items;
		expect(item).toMatchObject({rule: 'R4a', host: 'search-03-fra', runnable: true});
		expect(item?.commands.map(command => command.text)).toEqual(['shardctl ls --all']);
	});

	test('a table drawn below the command is what it printed, not a diagram', () => {
		const {items, references} = untagged(
			'search-03-fra $ shardctl ls',
			'',
			'+----+----+',
			'| id | up |',
			'+----+----+',
		);
		expect(items).toHaveLength(1);
		expect(items[0]?.expected).toContain('| id | up |');
		expect(references).toEqual([]);
	});

	test('root’s mark after a place counts when a command or an assignment follows', () => {
		const [item] = untagged('search-03-fra # pid=$(cat /run/shardd.pid);\\', '  kill -0 $pid').items;
		expect(item).toMatchObject({kind: 'command', rule: 'R4a'});
		expect(item?.commands[0]?.text).toContain('kill -0 $pid');
	});

	test('a program that prints a dollar sign is no place', () => {
		expect(untagged('echo $ five').items[0]?.commands[0]?.text).toBe('echo $ five');
	});

	test('the author’s remark above a prompt came back from nowhere', () => {
		const [item] = untagged(
			'# drops the label, the operator sets it again',
			'$ kubectl label node n1 tier-',
		).items;
		expect(item?.commands).toHaveLength(1);
		expect(item?.expected).toBeUndefined();
	});

	test('the prompt’s place wins over the sentence’s', () => {
		const [item] = planOfLines('# T', '## S', 'On the replica:', '', '```', 'db-2 $ date', '```').items;
		expect(item?.host).toBe('db-2');
	});

	test('a database prompt without an equals sign is typed by a person (R4c)', () => {
		const [item] = planOfLines(
			'# T',
			'## S',
			'Ask it:',
			'```',
			'template1# select pg_is_in_recovery();',
			'```',
		).items;
		expect(item).toMatchObject({kind: 'manual', statements: ['select pg_is_in_recovery();']});
	});
});

describe('what a sentence announces as printed is never run (R6)', () => {
	test.each([
		'You should see this output:',
		'If it worked, you should see output similar to:',
		'The response looks like this:',
		'Expected result:',
	])('“%s”', lead => {
		const plan = planOfLines(
			'# T',
			'## S',
			'Point the tool at the cluster:',
			'```sh',
			'kops export kubecfg blue',
			'```',
			'',
			lead,
			'',
			'```',
			'kops has set your context to blue',
			'```',
		);
		expect(plan.items).toHaveLength(1);
		expect(plan.items[0]?.expected).toBe('kops has set your context to blue');
	});

	test('inside an item it belongs to the item’s command', () => {
		const plan = planOfLines(
			'# T',
			'## Diagnosis',
			'1. Read the log:',
			'',
			'   ```sh',
			'   $ oc logs deploy/pool',
			'   ```',
			'',
			'   Example output:',
			'',
			'   ```text',
			'   address already taken',
			'   ```',
		);
		expect(plan.items).toMatchObject([{kind: 'command', expected: 'address already taken'}]);
		expect(plan.references).toEqual([]);
	});

	test('“you should see” that leads on to a command leaves the command one', () => {
		const [, second] = planOfLines(
			'# T',
			'## S',
			'```sh',
			'kubectl apply -f a.yaml',
			'```',
			'You should see the pods when you run:',
			'```sh',
			'kubectl get pods',
			'```',
		).items;
		expect(second?.commands[0]?.text).toBe('kubectl get pods');
	});
});

describe('a program to be saved first is a file’s content (R4g)', () => {
	const script = ['#!/bin/bash', 'set -eu', 'NAME=$1', 'dropdb "$NAME"'];

	test('one that takes arguments, or whose file is named above it', () => {
		const plan = planOfLines('# T', '## S', 'Save it:', '', '`drop.sh`', '', '```bash', ...script, '```');
		expect(plan.items).toMatchObject([{kind: 'manual', commands: []}]);
	});

	test('one that could run as it stands stays a command', () => {
		const plan = planOfLines(
			'# T',
			'## S',
			'Restart all:',
			'```bash',
			'#!/bin/bash',
			'systemctl restart api',
			'```',
		);
		expect(plan.items).toMatchObject([{kind: 'command'}]);
	});
});

test('a tag of the author’s own for commands is read by its lines', () => {
	expect(planOfLines('# T', '## S', '```command', 'kubectl get pods', '```').items).toMatchObject([
		{kind: 'command'},
	]);
	expect(planOfLines('# T', '## S', '```command', 'queue.items.each {', '}', '```').items).toMatchObject([
		{kind: 'manual', rule: 'R14'},
	]);
});
