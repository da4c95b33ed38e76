import {describe, expect, test} from 'vitest';
import {outline, planOfLines, planOfText} from './plan-of.ts';

describe('the title of a runbook (R1)', () => {
	test('is its only first-level heading, before what the front matter says', () => {
		expect(planOfLines('---', 'title: From the front', '---', '# From the heading', '', 'Text.').title).toBe(
			'From the heading',
		);
	});

	test('is the front matter’s when there are several first-level headings, and those are sections', () => {
		const plan = planOfLines('---', 'title: Whole', '---', '# One', '- [ ] a', '# Two', '- [ ] b');
		expect(plan.title).toBe('Whole');
		expect(plan.sections.map(section => section.title)).toEqual(['One', 'Two']);
	});

	test('is the first heading, else the name of the file', () => {
		expect(planOfLines('## Release of the shop', '', 'Text.').title).toBe('Release of the shop');
		expect(planOfText('Just text.', 'docs/roll-out_shop.md').title).toBe('roll out shop');
	});

	test('of an issue template is its name', () => {
		const plan = planOfLines(
			'---',
			'name: Shop release',
			'about: Ship it',
			"title: 'Release vX.Y.Z'",
			"labels: ''",
			'---',
			'',
			'- [ ] Tag it',
		);
		expect(plan.title).toBe('Shop release');
		expect(outline(plan.items)).toEqual(['check Tag it']);
	});

	test('is no section unless a step stands right under it', () => {
		expect(planOfLines('# T', '', 'Text.', '## A', '- [ ] a').sections.map(section => section.title)).toEqual(
			['A'],
		);
		expect(
			planOfLines('# T', '', '- [ ] first', '## A', '- [ ] a').sections.map(section => section.title),
		).toEqual(['T', 'A']);
	});
});

describe('sections (R1, R2)', () => {
	test('bold text alone above a list or a fence is a sub-heading; bold words that say something are not', () => {
		const plan = planOfLines(
			'# T',
			'## Deploy',
			'',
			'**Workers**',
			'',
			'- [ ] stopped',
			'',
			'**Output:**',
			'',
			'```text',
			'ok',
			'```',
		);
		expect(plan.sections.map(section => [section.title, section.level])).toEqual([
			['Deploy', 2],
			['Workers', 3],
		]);
	});

	test('a file without headings is one section; labels above task lists divide it', () => {
		expect(planOfLines('- [ ] a', '- [ ] b').sections).toHaveLength(1);
		const labelled = planOfLines('Before:', '', '- [ ] a', '', 'After:', '', '- [ ] b');
		expect(labelled.sections.map(section => section.title)).toEqual(['Before', 'After']);
	});

	test('equal headings get ids of their own', () => {
		const plan = planOfLines('# T', '## Check', '- [ ] a', '## Check', '- [ ] b');
		expect(plan.sections.map(section => section.id)).toEqual(['check', 'check-2']);
	});

	test('underlined headings count like those with marks', () => {
		expect(
			planOfLines('Shop', '====', '', 'Deploy', '------', '', '- [ ] a').sections.map(
				section => section.title,
			),
		).toEqual(['Deploy']);
	});

	test('a sentence over a line of dashes is no heading', () => {
		const plan = planOfLines('# T', '## S', '- [ ] a', '', 'This is all there is.', '---', '', '- [ ] b');
		expect(plan.sections).toHaveLength(1);
	});

	test('placeholders in angle brackets stay in the text', () => {
		const plan = planOfLines('# Restart <service>', '## Steps', '- [ ] Delete <pod-name> in `<namespace>`');
		expect(plan.title).toBe('Restart <service>');
		expect(plan.items[0]?.title).toBe('Delete <pod-name> in <namespace>');
	});

	test('a byte order mark and any line ends read alike', () => {
		const lines = ['# T', '', '## A', '', '- [ ] a', '', '```sh', 'ls', '```'];
		const unix = planOfText(lines.join('\n'));
		expect(planOfText(`\ufeff${lines.join('\r\n')}`)).toEqual(unix);
		expect(planOfText(lines.join('\r'))).toEqual(unix);
	});
});

describe('ids of steps', () => {
	test('come from titles, a second one with its number, whole words only', () => {
		const plan = planOfLines(
			'# T',
			'- [ ] Stop v1.2',
			'- [ ] Stop v1.2',
			'- [ ] Überprüfe die Datenbankverbindungen und alle davon abhängigen Dienste gründlich',
		);
		expect(plan.items.map(item => item.id)).toEqual([
			'stop-v1.2',
			'stop-v1.2-2',
			'uberprufe-die-datenbankverbindungen-und-alle',
		]);
	});

	test('given by the author are kept; one given twice is a problem', () => {
		const plan = planOfLines(
			'# T',
			'- [ ] one <!-- gonogo: #a -->',
			'- [ ] two <!-- gonogo: id=a -->',
			'- [ ] a',
		);
		expect(plan.items.map(item => item.id)).toEqual(['a', 'a-2', 'a-3']);
		expect(plan.problems.map(problem => problem.code)).toEqual(['id.duplicate']);
	});

	test('that nobody has are reported where they are named', () => {
		const plan = planOfLines('# T', '```sh {needs=backup}', 'ls', '```');
		expect(plan.problems).toMatchObject([{code: 'step.unknown', severity: 'error', line: 2}]);
	});
});
