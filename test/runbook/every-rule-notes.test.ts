import {describe, expect, test} from 'vitest';
import {readRunbook} from '../../src/runbook/read.ts';
import {commandTexts, planOfLines} from './plan-of.ts';

const shell = (text: string, language = 'sh'): readonly string[] => [`\`\`\`${language}`, text, '```'];
const notesOf = (...lines: readonly string[]) =>
	readRunbook({text: lines.join('\n'), path: 'x.md'}).runbook.walk.flatMap(step =>
		(step.prose.notes ?? []).map(note => [note.level, note.text]),
	);

const dialects: readonly (readonly [string, readonly string[]])[] = [
	['> [!WARNING]', ['> [!WARNING]', '> Sessions are lost.']],
	['> **Warning**', ['> **Warning**', '> Sessions are lost.']],
	['> **Warning:** …', ['> **Warning:** Sessions are lost.']],
	['!!! warning', ['!!! warning "Mind"', '    Sessions are lost.']],
	['??? warning', ['??? warning', '    Sessions are lost.']],
	['???+ warning', ['???+ warning', '    Sessions are lost.']],
	['```{warning}', ['```{warning}', 'Sessions are lost.', '```']],
	[':::{warning}', [':::{warning}', 'Sessions are lost.', ':::']],
	[':::warning', [':::warning', 'Sessions are lost.', ':::']],
	[
		'<Admonition type="warning">',
		['<Admonition type="warning">', '', 'Sessions are lost.', '', '</Admonition>'],
	],
];

describe('R17: admonitions', () => {
	test.each(dialects)('%s is a warning of the next step', (_, lines) => {
		const notes = notesOf('# Restart', ...lines, '', ...shell('systemctl restart shop'));
		expect(notes.map(([level]) => level)).toEqual(['warning']);
		expect(notes[0]?.[1]).toContain('Sessions are lost.');
	});

	test.each([
		['note', 'note'],
		['tip', 'tip'],
		['important', 'important'],
		['caution', 'warning'],
		['danger', 'danger'],
	])('%s keeps its weight', (word, level) => {
		expect(
			notesOf('# Restart', `!!! ${word}`, '    Mind it.', '', ...shell('ls')).map(([found]) => found),
		).toEqual([level]);
	});

	test.each([
		[
			'!!! warning',
			['!!! warning', '    When it is full:', '', '    ```sh', '    systemctl stop reports', '    ```'],
		],
		[
			'??? note',
			['??? note', '    When it is full:', '', '    ```sh', '    systemctl stop reports', '    ```'],
		],
		['> [!NOTE]', ['> [!NOTE]', '> When it is full:', '>', '> ```sh', '> systemctl stop reports', '> ```']],
		['````{note}', ['````{note}', 'When it is full:', '', '```sh', 'systemctl stop reports', '```', '````']],
		[':::note', [':::note', 'When it is full:', '', '```sh', 'systemctl stop reports', '```', ':::']],
	])('a command in %s stays a command, offered and not walked', (_, lines) => {
		const plan = planOfLines('# Restart', ...lines, '', ...shell('systemctl restart shop'));
		expect(commandTexts(plan.items)).toEqual(['systemctl restart shop']);
		expect(plan.aside.map(item => [item.commands[0]?.text, item.contingent])).toEqual([
			['systemctl stop reports', true],
		]);
	});

	test('<details> is a folded note', () => {
		const plan = planOfLines(
			'# Restart',
			'<details>',
			'<summary>When it is full</summary>',
			'',
			...shell('systemctl stop reports'),
			'',
			'</details>',
			'',
			...shell('systemctl restart shop'),
		);
		expect(commandTexts(plan.items)).toEqual(['systemctl restart shop']);
		expect(commandTexts(plan.aside)).toEqual(['systemctl stop reports']);
	});

	test('a tag nobody knows is shown as text, and said', () => {
		const plan = planOfLines('# Restart', '<Carousel>', '', ...shell('ls'));
		expect([commandTexts(plan.items), plan.problems.map(problem => problem.code)]).toEqual([
			['ls'],
			['markup.unknown'],
		]);
	});
});

describe('R18: tables, by their header', () => {
	const table = (header: string, ...rows: readonly string[]) =>
		planOfLines(
			'# T',
			'## Part',
			`| ${header} |`,
			`|${header.replace(/[^|]+/g, '---')}|`,
			...rows.map(row => `| ${row} |`),
			'',
			'## Do',
			...shell('ls'),
		);

	test.each(['Issue | Contact | Response time', 'Role | Name | Phone', 'Team | Slack'])(
		'“%s” is the panel of contacts',
		header => {
			const cells = header
				.split('|')
				.map((_, index) => `x${index}`)
				.join(' | ');
			expect(table(header, cells).escalation).toHaveLength(1);
		},
	);

	test.each(['Symptom | Fix', 'Problem | Cause | Action', 'Error | Solution'])(
		'“%s” is looked up when there is trouble, and its commands are offered',
		header => {
			const cells = header
				.split('|')
				.map((_, index, all) => (index === all.length - 1 ? 'Run `systemctl restart shop`' : `slow${index}`))
				.join(' | ');
			const plan = table(header, cells);
			expect([plan.troubleshooting.length, commandTexts(plan.items)]).toEqual([1, ['ls']]);
			expect(JSON.stringify(plan.aside)).toContain('systemctl restart shop');
		},
	);

	test.each(['Step | Action', '# | Action', 'Step | Command'])('“%s” is steps', header => {
		expect(table(header, '1 | Stop the shop', '2 | Start the shop').items).toHaveLength(3);
	});

	test('“Area | Command | Expected” is checks', () => {
		expect(
			table('Area | Command | Expected', 'web | `curl -fsS https://shop.example` | 200').items.map(
				item => item.kind,
			),
		).toEqual(['check', 'command']);
	});

	test.each([
		['Pattern | Source | Command', 'decisions'],
		['Variable | Description', 'inputs'],
		['Parameter | Default', 'inputs'],
		['Flag | Meaning', 'inputs'],
		['Colour | Size', 'table'],
	])('“%s” is only shown, as %s', (header, kind) => {
		const cells = header
			.split('|')
			.map((_, index) => `x${index}`)
			.join(' | ');
		const plan = table(header, cells);
		expect([plan.items.length, plan.references.map(one => one.kind)]).toEqual([1, [kind]]);
	});

	test('a row of nothing but gaps is a template and no entry', () => {
		expect(
			table('Issue | Contact', '<issue> | <contact>', 'disk | Ann').escalation.map(one => one.contact),
		).toEqual(['Ann']);
	});
});
