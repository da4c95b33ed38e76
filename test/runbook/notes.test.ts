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
		['bare word', ['WARNING: Mind the gap.'], 'warning'],
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

	test('tabs are alternatives: offered, none walked unasked', () => {
		const plan = planOfLines(
			'# T',
			'## Install',
			'=== "Linux"',
			'',
			'    ```sh',
			'    apt install x',
			'    ```',
			'',
			'=== "macOS"',
			'',
			'    ```sh',
			'    brew install x',
			'    ```',
		);
		expect(plan.items.map(item => [item.title, item.contingent, item.commands[0]?.text])).toEqual([
			['Linux', true, 'apt install x'],
			['macOS', true, 'brew install x'],
		]);
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

	test('“expected output” over a fence is that output', () => {
		expect(
			firstStep('```sh', 'make', '```', '', '**Expected output:**', '', '```', 'ok', '```'),
		).toMatchObject({run: {expected: 'ok'}});
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
