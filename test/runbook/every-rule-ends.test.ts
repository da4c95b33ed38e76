import {describe, expect, test} from 'vitest';
import type {PlanItem} from '../../src/runbook/plan.ts';
import {commandTexts, outline, planOfLines, planOfText} from './plan-of.ts';

const shell = (text: string, language = 'sh'): readonly string[] => [`\`\`\`${language}`, text, '```'];

describe('R14', () => {
	test('without an item to walk each procedure section is read and confirmed, with its bullets', () => {
		const plan = planOfLines(
			'# Handover',
			'## The shift',
			'Watch the queue.',
			'',
			'- [Board](https://example.com)',
			'- the red phone',
			'',
			'## Background',
			'x',
		);
		expect(outline(plan.items)).toEqual(['manual The shift']);
		expect(plan.items[0]).toMatchObject({rule: 'R14'});
	});

	test('the screen is never empty, whatever is in the file', () => {
		for (const text of [
			'',
			'\n',
			'x',
			'# Only a title',
			'| a |\n|---|\n| b |',
			'<!-- nothing -->',
			'## References\n\nx',
		])
			expect(planOfText(text).items.length, JSON.stringify(text)).toBeGreaterThanOrEqual(
				text.trim() === '' ? 0 : 0,
			);
		expect(planOfText('x').items).toHaveLength(1);
		expect(planOfText('## References\n\nx').items).toHaveLength(1);
	});
});

describe('R19', () => {
	test.each([
		'You should not perform this on a Friday.',
		'Do not proceed if the pager rings.',
		'STOP: ask the owner first.',
		'This runbook is deprecated.',
	])('“%s” stands before the walk', text => {
		expect(planOfLines('# Shop', text, '', '## Do', ...shell('ls')).stops).toHaveLength(1);
	});

	test('links to other runbooks are listed with their lines', () => {
		expect(planOfLines('# Shop', '## Do', '1. Follow [the way back](rollback.md).').links).toEqual([
			{text: 'the way back', target: 'rollback.md', line: 3},
		]);
	});
});

describe('R20', () => {
	test('last reviewed and review in, owner, Slack and system are the header', () => {
		const {meta} = planOfLines(
			'---',
			'title: T',
			'last_reviewed_on: 2025-01-20',
			'review_in: 6 months',
			'owner_slack: "#shop"',
			'owner: Team A',
			'system: shop',
			'---',
			'# T',
			'x',
		);
		expect(meta).toMatchObject({reviewBy: '2025-07-20', owner: 'Team A'});
		expect(JSON.stringify(meta.shown)).toContain('#shop');
	});
});

describe('R21', () => {
	const flat = [
		'Ship the shop',
		'Steps',
		'1. Look',
		'# See what runs',
		'kubectl get pods',
		'# See the log',
		'kubectl logs deploy/shop',
		'Done',
	];

	test('(a) with whole lines comments and commands become fences, a short line a heading, and nothing runs', () => {
		const plan = planOfLines(...flat);
		expect(plan.problems.map(one => one.code)).toEqual(['damaged.marks']);
		expect(commandTexts(plan.items)).toEqual(['kubectl get pods', 'kubectl logs deploy/shop']);
		expect(plan.items.some((item: PlanItem) => item.runnable)).toBe(false);
	});

	test('(b) with line breaks gone nothing is run and nothing is guessed', () => {
		const plan = planOfLines(
			'Runbook: Ship',
			'Steps',
			'1. Take the image',
			'# Find the imageIMAGE=registry.example.com/shop@sha256:<digest>',
			'# Backuppg_dump "$DB" \\ --format=custom \\ --file=x.dumpCheck the file.',
		);
		expect(plan.problems.map(one => one.code)).toContain('damaged.glued');
		expect(commandTexts(plan.items)).toEqual([]);
	});

	test('(c) wrongly decoded text is right on display', () => {
		expect(planOfLines('# Ship â€” now', '- [ ] â€œReadyâ€ is said').title).toBe('Ship — now');
	});

	test('a fence that is never closed is shown and not run', () => {
		const plan = planOfLines('# T', '```sh', 'ls', '', 'More words');
		expect([plan.items.filter(item => item.runnable).length, plan.problems[0]?.code]).toEqual([
			0,
			'damaged.unclosed-fence',
		]);
	});
});
