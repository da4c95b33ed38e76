import {describe, expect, test} from 'vitest';
import {readGroups} from '../../../src/runbook/shell/groups.ts';
import {splitCommands} from '../../../src/runbook/shell/split.ts';

function block(...lines: readonly string[]): string {
	return lines.join('\n');
}

describe('comments in a block label what stands below them', () => {
	test('several labels make several groups, each command knows its own', () => {
		const script = block(
			'# Keep the old one',
			'cp -r a b',
			'',
			'# Bring the new one',
			'# in place',
			'cp -r c a',
			'ls a',
		);
		expect(splitCommands(script, 1).map(({text, group}) => [text, group])).toEqual([
			['cp -r a b', 'Keep the old one'],
			['cp -r c a', 'Bring the new one in place'],
			['ls a', 'Bring the new one in place'],
		]);
	});

	test('one label alone is no group', () => {
		expect(splitCommands(block('# Look', 'ls'), 1)[0]).not.toHaveProperty('group');
	});

	test('a command that was switched off is no label', () => {
		const {groups} = readGroups(block('ls', '# kubectl delete pod -n web x', 'date'), 1);
		expect(groups).toHaveLength(1);
	});

	test('rules of dashes, shebangs and blank comments are no labels', () => {
		const {groups} = readGroups(block('#!/bin/bash', '# -----', 'ls', '#', 'date'), 1);
		expect(groups.map(group => group.label)).toEqual([undefined]);
	});

	test('a comment that says what to see is an expectation', () => {
		const read = readGroups(block('curl -s localhost', '# Expect: 401'), 3);
		expect(read.expected).toEqual([{text: '401', line: 4}]);
		expect(read.manual).toEqual([]);
	});

	test('a comment with nothing to run below it is work for a person', () => {
		expect(readGroups(block('ls', '', '# Open the dashboard and wait', ''), 1).manual).toEqual([
			{text: 'Open the dashboard and wait', line: 3},
		]);
	});
});

describe('alternatives are never run one after the other', () => {
	test.each([
		block('# With docker', 'docker ps', '# Or', 'podman ps'),
		block('# Alternatively', 'ls', '# x', 'ls'),
		block('# AWS', 'aws s3 ls', '# GCP', 'gsutil ls'),
		block('# Backup staging database', 'ls', '# Backup production database', 'ls'),
		block('# Dry run', 'ls', '# Real run', 'ls'),
		block('# If it hangs', 'kill 1', '# If it crashed', 'ls'),
		block('# Option A', 'ls', '# Option B', 'date'),
	])('%s', script => {
		expect(readGroups(script, 1).choice).toBe(true);
	});

	test('steps that follow each other are no alternatives', () => {
		expect(
			readGroups(block('# Start the database if stopped', 'ls', '# Run migrations', 'date'), 1).choice,
		).toBe(false);
		expect(readGroups(block('# Deploy to staging', 'ls', '# Check production', 'date'), 1).choice).toBe(
			false,
		);
	});

	test('a block that takes back what it does is a demonstration', () => {
		expect(readGroups(block('docker compose up -d', 'curl localhost', 'docker compose down'), 1).demo).toBe(
			true,
		);
		expect(readGroups(block('kubectl cordon a', 'kubectl uncordon a'), 1).demo).toBe(true);
	});

	test('stopping and starting again is a restart', () => {
		expect(readGroups(block('systemctl stop web', 'systemctl start web'), 1).demo).toBe(false);
		expect(readGroups(block('systemctl start db', 'systemctl stop web'), 1).demo).toBe(false);
	});
});
