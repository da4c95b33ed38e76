import {describe, expect, test} from 'vitest';
import {readRunbook} from '../../src/runbook/read.ts';
import {commandTexts, outline, planOfLines} from './plan-of.ts';

function firstStep(...lines: readonly string[]) {
	return readRunbook({text: ['# T', '## S', ...lines].join('\n'), path: 'x.md'}).runbook.walk[0];
}

describe('notes (R17)', () => {
	test.each([
		['GitHub', ['> [!WARNING]', '> Mind the gap.'], 'warning'],
		['bold quote', ['> **Warning**', '> Mind the gap.'], 'warning'],
		['quote with a colon', ['> ⚠️ **Note:** Mind the gap.'], 'note'],
		['MkDocs', ['!!! danger "Gap"', '    Mind the gap.'], 'danger'],
		['MkDocs, folded', ['??? tip', '    Mind the gap.'], 'tip'],
		['MyST fence', ['```{important}', 'Mind the gap.', '```'], 'important'],
		['colons', [':::caution', 'Mind the gap.', ':::'], 'warning'],
		['MDX', ['<Admonition type="danger">', '', 'Mind the gap.', '', '</Admonition>'], 'danger'],
		['bold paragraph', ['**Warning**: Mind the gap.'], 'warning'],
		['plain quote', ['> Mind the gap.'], 'note'],
	])('%s belongs to the step after it', (_, lines, level) => {
		expect(firstStep(...lines, '', '```sh', 'ls', '```')?.prose.notes).toMatchObject([
			{level, text: expect.stringContaining('Mind the gap.')},
		]);
	});

	test('after the last step belongs to that; inside an item to the item', () => {
		expect(firstStep('- [ ] a', '', '> Mind the gap.')?.prose.notes).toHaveLength(1);
		expect(firstStep('- [ ] a', '  > Mind the gap.', '- [ ] b')?.prose.notes).toHaveLength(1);
	});

	test.each([
		['!!!', ['!!! note', '    Run this:', '', '    ```sh', '    ./extra', '    ```']],
		['quote', ['> **Note**: run', '> ```sh', '> ./extra', '> ```']],
		[
			'details',
			['<details>', '<summary>If it hangs</summary>', '', '```sh', './extra', '```', '', '</details>'],
		],
		['MyST', ['````{note}', '```sh', './extra', '```', '````']],
	])('commands in a note (%s) are offered and not walked', (_, lines) => {
		const plan = planOfLines('# T', '## S', ...lines, '', '- [ ] a');
		expect(outline(plan.items)).toEqual(['check a']);
		expect(commandTexts(plan.aside)).toEqual(['./extra']);
		expect(plan.aside[0]).toMatchObject({contingent: true, rule: 'R17'});
	});

	test('lines inside notes keep their numbers', () => {
		expect(
			planOfLines('# T', '## S', '```{note}', 'x', '```', '!!! note', '    ```sh', '    ./extra', '    ```')
				.aside[0]?.commands[0]?.line,
		).toBe(8);
	});

	test('a component nobody knows is shown as text and counted', () => {
		const plan = planOfLines('# T', '<Tabs>', '', '- [ ] a', '', '</Tabs>');
		expect(outline(plan.items)).toEqual(['check a']);
		expect(plan.problems).toMatchObject([{code: 'markup.unknown', line: 2}]);
	});
});

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

describe('what an author says of a step', () => {
	test('after it or before it, in paragraphs, lines or bullets', () => {
		const step = firstStep(
			'**Why**: because',
			'',
			'```sh',
			'ls',
			'```',
			'',
			'**Expect**: files  ',
			'**Undo**: nothing',
			'',
			'More.',
		);
		expect(step?.prose).toMatchObject({why: 'because', expect: 'files', undo: 'nothing'});
		const check = firstStep('- [ ] a', '  - **Why**: because', '  - **If not**: call', '  - a point');
		expect(check).toMatchObject({prose: {why: 'because', ifNot: 'call'}, points: ['a point']});
	});

	test('between two fences what explains goes to the next, what is expected to the one before', () => {
		const {runbook} = readRunbook({
			text: [
				'# T',
				'## S',
				'```sh',
				'one',
				'```',
				'',
				'**Expect**: 1',
				'',
				'```sh',
				'two',
				'```',
				'',
				'**Why**: because',
				'',
				'```sh',
				'three',
				'```',
			].join('\n'),
			path: 'x.md',
		});
		expect(runbook.walk.map(step => [step.prose.expect, step.prose.why])).toEqual([
			['1', undefined],
			[undefined, undefined],
			[undefined, 'because'],
		]);
	});

	test('a section may have a goal', () => {
		expect(
			readRunbook({text: '# T\n## S\n**Goal**: all is well.\n\n- [ ] a', path: 'x.md'}).runbook.sections[0]
				?.goal,
		).toBe('all is well.');
	});

	test('owner and dates may stand in the last lines (R20)', () => {
		const plan = planOfLines(
			'# T',
			'- [ ] a',
			'',
			'---',
			'**Last Updated**: 2026-01-08  ',
			'**Next Review**: 2026-07-01  ',
			'**Owner**: Platform  ',
			'**Review Cycle**: yearly',
		);
		expect(plan.meta).toMatchObject({updated: '2026-01-08', reviewBy: '2026-07-01', owner: 'Platform'});
	});
});
