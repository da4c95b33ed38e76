import {describe, expect, test} from 'vitest';
import {planOfLines, planOfText} from './plan-of.ts';

const shell = (text: string, language = 'sh'): readonly string[] => [`\`\`\`${language}`, text, '```'];
const roleOf = (heading: string): string | undefined =>
	planOfLines('# Shop', `## ${heading}`, 'x').sections.at(-1)?.role;

describe('R1', () => {
	test('the title is the single top heading, else the front matter’s, else the first heading, else the file’s name', () => {
		expect(planOfLines('---', 'title: Front', '---', '# Top', 'x').title).toBe('Top');
		expect(planOfLines('---', 'title: Front', '---', '# One', 'x', '', '# Two', 'x').title).toBe('Front');
		expect(planOfLines('## First', 'x', '## Second', 'x').title).toBe('First');
		expect(planOfText('Only words.', 'ops/move-the-shop.md').title).toBe('move the shop');
	});

	test('an issue template is called by its name; its title is the template of a run’s name, even an empty one', () => {
		const template = (title: string): readonly string[] => [
			'---',
			'name: Release',
			'about: Ship it',
			`title: ${title}`,
			"labels: ''",
			"assignees: ''",
			'---',
			'# Steps',
			'- [ ] x',
		];
		expect(planOfLines(...template('"Release X.Y.Z"'))).toMatchObject({
			title: 'Release',
			meta: {shown: {'run name': 'Release X.Y.Z'}},
		});
		expect(planOfLines(...template("''")).title).toBe('Release');
	});

	test('further top headings are ordinary sections', () => {
		expect(
			planOfLines('# One', 'x', '# Rollback', 'x').sections.map(one => [one.title, one.role]),
		).toContainEqual(['Rollback', 'rollback']);
	});

	test('a file without headings has one section, and a label above a task list names a section', () => {
		expect(planOfLines('- [ ] x').sections).toHaveLength(1);
		expect(
			planOfLines('Before the release:', '', '- [ ] x', '', 'After the release:', '', '- [ ] y').sections.map(
				one => one.title,
			),
		).toEqual(['Before the release', 'After the release']);
	});

	test('bold words alone above a list or a fence are a sub-heading', () => {
		expect(
			planOfLines('# T', '**On the old machine**', '', ...shell('ls')).sections.map(one => one.title),
		).toContain('On the old machine');
		expect(
			planOfLines('# T', '**On the old machine**', '', '- [ ] x').sections.map(one => one.title),
		).toContain('On the old machine');
	});
});

describe('R2', () => {
	test('displayed text is the source’s: what Markdown takes for a tag stays', () => {
		expect(planOfLines('# T', '1. Delete the pod <pod-name> and wait').items[0]?.title).toBe(
			'Delete the pod <pod-name> and wait',
		);
	});

	test('line ends and a byte order mark change nothing', () => {
		const lines = ['---', 'title: T', '---', '## Do', '- [ ] x', ...shell('ls')];
		const plain = planOfText(lines.join('\n'));
		expect(planOfText(lines.join('\r\n'))).toEqual(plain);
		expect(planOfText(`\uFEFF${lines.join('\n')}`)).toEqual(plain);
	});

	test('equal headings have ids by their position', () => {
		const ids = planOfLines('# T', '## Check', 'x', '## Check', 'x').sections.map(one => one.id);
		expect(new Set(ids).size).toBe(ids.length);
	});
});

describe('R3', () => {
	test.each([
		['Rollback', 'rollback'],
		['How to revert', 'rollback'],
		['Backing out', 'rollback'],
		['Escalation', 'escalation'],
		['Contacts', 'escalation'],
		['On-call', 'escalation'],
		['Troubleshooting', 'troubleshooting'],
		['Common issues', 'troubleshooting'],
		['Symptoms', 'troubleshooting'],
		['FAQ', 'troubleshooting'],
		['Failure modes', 'troubleshooting'],
		['Prerequisites', 'prerequisites'],
		['Before you begin', 'prerequisites'],
		['Requirements', 'prerequisites'],
		['Preparation', 'prerequisites'],
		['Pre-flight', 'prerequisites'],
		['Verify', 'verify'],
		['Validation', 'verify'],
		['Post-deployment', 'verify'],
		['Smoke tests', 'verify'],
		['Health checks', 'verify'],
		['Meaning', 'reference'],
		['Impact', 'reference'],
		['Background', 'reference'],
		['Architecture', 'reference'],
		['References', 'reference'],
		['Table of contents', 'reference'],
		['Overview', 'briefing'],
		['Deploy', 'procedure'],
	])('“%s” is %s', (heading, role) => {
		expect(roleOf(heading)).toBe(role);
	});

	test.each(['Rollback', 'Escalation', 'Troubleshooting'])('what stands under “%s” inherits it', heading => {
		const roles = planOfLines('# Shop', `## ${heading}`, 'x', '### Database', 'x').sections.map(
			one => one.role,
		);
		expect(roles[1]).toBe(roles[0]);
	});

	test('a document whose title is a rollback or an incident is the main walk, no branch', () => {
		for (const title of ['Rollback runbook', 'Incident response']) {
			const plan = planOfLines(`# ${title}`, '## Rollback', ...shell('shopctl undo'));
			expect([title, plan.items.length]).toEqual([
				title,
				title === 'Rollback runbook' ? 1 : plan.items.length,
			]);
		}
		expect(
			planOfLines('# Emergency: shop is down', '## Emergency steps', ...shell('shopctl up')).items,
		).toHaveLength(1);
	});

	test('of Meaning, Impact, Diagnosis, Mitigation the first two are context, the third is walked, of the fourth one part is chosen', () => {
		const plan = planOfLines(
			'# ShopDown',
			'## Meaning',
			'1. The shop is down.',
			'## Impact',
			'- Nobody can buy.',
			'## Diagnosis',
			...shell('shopctl status'),
			'## Mitigation',
			'### It is out of memory',
			...shell('shopctl grow'),
			'### It is out of disk',
			...shell('shopctl prune'),
		);
		expect(plan.sections.map(one => one.role).slice(0, 3)).toEqual(['reference', 'reference', 'procedure']);
		expect(plan.items.map(item => [item.commands[0]?.text, item.contingent ?? false])).toEqual([
			['shopctl status', false],
			['shopctl grow', true],
			['shopctl prune', true],
		]);
	});
});
