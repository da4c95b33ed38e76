import {describe, expect, test} from 'vitest';
import {readRunbook} from '../../src/runbook/read.ts';
import {outline, planOfLines} from './plan-of.ts';

function firstStep(...lines: readonly string[]) {
	return readRunbook({text: ['# T', '## S', ...lines].join('\n'), path: 'x.md'}).runbook.walk[0];
}

describe('stops (R19)', () => {
	test.each([
		'You should not perform this during the day.',
		'Do not proceed if the replica lags.',
		'STOP! Ask first.',
		'This runbook is deprecated.',
	])('“%s” comes before the walk', text => {
		expect(planOfLines('# T', '', text, '', '## S', '- [ ] a').stops).toMatchObject([{line: 3}]);
	});

	test('in the middle of a procedure it is a warning at its place', () => {
		const {runbook} = readRunbook({
			text: [
				'# T',
				'## S',
				'- [ ] a',
				'',
				'If it is not safe, do not proceed.',
				'',
				'```sh',
				'ls',
				'```',
			].join('\n'),
			path: 'x.md',
		});
		expect(runbook.stops).toEqual([]);
		expect(runbook.walk[1]?.prose.notes).toMatchObject([{level: 'warning'}]);
	});

	test.each([
		['If it fails, go back to step 2.', 'step 2'],
		['Follow [the rollback](rollback.md#data).', 'rollback.md#data'],
		['Follow docs/rollback.md', 'docs/rollback.md'],
	])('“%s” offers where to go on', (text, see) => {
		expect(firstStep(`1. ${text}`, '2. Wait')).toMatchObject({see});
	});

	test('links to other runbooks are found, in brackets or by name', () => {
		const plan = planOfLines(
			'# T',
			'See [back](docs/back.md#x) or docs/other.md.',
			'```',
			'[no](no.md)',
			'```',
		);
		expect(plan.links).toEqual([
			{text: 'back', target: 'docs/back.md#x', line: 2},
			{text: 'docs/other.md', target: 'docs/other.md', line: 2},
		]);
	});
});

describe('tables (R18)', () => {
	const table = (heading: string, ...rows: readonly string[]) =>
		planOfLines('# T', `## ${heading}`, ...rows, '## E', '- [ ] x');

	test('with a step column are steps; rows of gaps are templates', () => {
		const plan = table(
			'Phases',
			'| Step | Action | Owner |',
			'|---|---|---|',
			'| 1 | Freeze deploys | lead |',
			'| 2 | Run `./migrate up` | dba |',
			'| <n> | <action> | <owner> |',
		);
		expect(outline(plan.items)).toEqual(['manual Freeze deploys', 'manual Run ./migrate up', 'check x']);
		expect(plan.items[1]?.suggested).toMatchObject([{text: './migrate up', line: 6}]);
	});

	test('with an expected column are checks', () => {
		const plan = table(
			'Checks',
			'| Area | Command | Expected |',
			'|---|---|---|',
			'| API | `curl -f https://a.example` | 200 |',
		);
		expect(plan.items).toMatchObject([
			{kind: 'check', title: 'API', suggested: [{text: 'curl -f https://a.example'}]},
			{title: 'x'},
		]);
	});

	test('of symptoms and fixes are troubleshooting', () => {
		const plan = table(
			'Problems we had',
			'| Symptom | Cause | Fix |',
			'|---|---|---|',
			'| "connection refused" | down | `systemctl restart db` |',
		);
		expect(plan.troubleshooting).toMatchObject([
			{symptom: '"connection refused"', steps: ['connection-refused']},
		]);
		expect(outline(plan.items)).toEqual(['check x']);
	});

	test('of contacts are the escalation panel, wherever they stand', () => {
		expect(table('People', '| Team | Slack |', '|---|---|', '| DBA | #dba |').escalation).toMatchObject([
			{contact: 'DBA', channel: '#dba'},
		]);
	});

	test.each([
		['| Parameter | Description |', 'inputs'],
		['| Pattern | Command |', 'decisions'],
		['| Colour | Taste |', 'table'],
	])('“%s” is shown as %s', (header, kind) => {
		expect(table('Things', header, '|---|---|', '| a | b |').references).toMatchObject([{kind, rule: 'R18'}]);
	});
});
