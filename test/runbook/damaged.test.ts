import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {repairMojibake} from '../../src/runbook/mojibake.ts';
import {readRunbook, repairedText} from '../../src/runbook/read.ts';
import {commandTexts, outline, planOfLines, planOfText} from './plan-of.ts';

/** A page that lost its marks on the way through a web site: lines are whole. */
const whole = [
	'3. Shipping the Shop',
	'Part 3 of 9 · 10 min',
	'How the shop gets to its customers.',
	'Pre-Release Checklist',
	'- Schema changes reviewed',
	'- Nobody is away',
	'Standard Release',
	'1. Prepare the server',
	'# Log in',
	'ssh deploy@shop-1',
	'# Fetch the newest',
	'git fetch origin',
	'2. Start the new version',
	'# Bring it up',
	'docker compose up -d shop',
	'# See that it answers',
	'curl -f http://localhost:9000/ready',
	'Rollback Procedure',
	'If customers complain:',
	'# The one before',
	'docker compose up -d shop-before',
	'Common Issues',
	'Memory runs out',
	'Symptom: the shop restarts again and again',
	'# Look for the reason',
	'docker compose logs shop',
	'# Raise the limit in the compose file',
	'Escalation Contacts',
	'| Issue | Contact | Response Time |',
	'|---|---|---|',
	'| Data lost | DBA | 15 minutes |',
];

describe('a file that lost its marks (R21)', () => {
	test('is read as the marks can be put back by rule, and nothing of it runs', () => {
		const plan = planOfLines(...whole);
		expect(plan.title).toBe('Shipping the Shop');
		expect(plan.sections.map(section => section.title)).toEqual([
			'Pre-Release Checklist',
			'Standard Release',
			'1. Prepare the server',
			'2. Start the new version',
			'Rollback Procedure',
			'Common Issues',
			'Memory runs out',
			'Escalation Contacts',
		]);
		expect(outline(plan.items)).toEqual([
			'check Schema changes reviewed',
			'check Nobody is away',
			'command 1. Prepare the server',
			'command 2. Start the new version',
		]);
		expect(commandTexts(plan.rollback)).toEqual(['docker compose up -d shop-before']);
		expect(plan.troubleshooting).toMatchObject([
			{title: 'Memory runs out', symptom: 'the shop restarts again and again'},
		]);
		expect(plan.escalation).toHaveLength(1);
		expect([...plan.items, ...plan.rollback, ...plan.aside].some(item => item.runnable)).toBe(false);
		expect(plan.problems).toMatchObject([{code: 'damaged.marks', severity: 'error', line: 9}]);
	});

	test('keeps the line numbers of the file as it is', () => {
		const [, , prepare, start] = planOfLines(...whole).items;
		expect(prepare?.commands.map(command => command.line)).toEqual([10, 12]);
		expect(start?.commands.map(command => command.line)).toEqual([15, 17]);
	});

	test('is offered repaired; the repaired text reads the same and is whole', () => {
		const repaired = repairedText(whole.join('\n')) ?? '';
		const plan = planOfText(repaired);
		expect(plan.problems).toEqual([]);
		expect(outline(plan.items)).toEqual(outline(planOfLines(...whole).items));
		expect(plan.items[3]?.runnable).toBe(true);
		expect(repairedText(repaired)).toBeUndefined();
	});

	test('without its bullets is read as titles and short lines say', () => {
		const plan = planOfText(
			[
				'# Guide',
				'Scope',
				'',
				'This applies to:',
				'',
				'web shops',
				'',
				'warehouses',
				'',
				'Pre-Release Checklist',
				'',
				'Before releasing:',
				'',
				'All tests are green',
				'',
				'Alarms are quiet',
				'',
				'Release Steps',
				'',
				'Build',
				'',
				'Make the image',
				'',
				'Tag the commit',
				'',
				'Rollback Procedure',
				'',
				'If customers complain:',
				'',
				'Find the broken part',
				'',
				'Go back to the version before',
				'',
			].join('\n'),
		);
		expect(outline(plan.items)).toEqual([
			'check All tests are green',
			'check Alarms are quiet',
			'manual Make the image',
			'manual Tag the commit',
		]);
		expect(outline(plan.rollback)).toEqual([
			'manual Find the broken part',
			'manual Go back to the version before',
		]);
		expect(plan.problems).toMatchObject([{code: 'damaged.marks', severity: 'warning'}]);
	});
});

describe('a file that lost line ends (R21)', () => {
	const glued = [
		'Runbook: Ship the Shop',
		'It ships the shop.',
		'Prerequisites',
		'- The tests are green.',
		'- You have access.',
		'Steps',
		'1. Find the image',
		'Look it up:',
		'# The digest stands in the build logIMAGE=registry.example.com/shop@sha256:<digest>',
		'# Nothing else is neededUse the same digest.',
		'2. Take a backup',
		'# Before anything elsepg_dump "$URL" \\ --format=custom \\ --file="shop.dump"See that it is not empty.',
		'3. Record the release',
		'Write down:',
		'- who',
		'- when',
		'On Failure',
		'Ask the lead.',
	];

	test('runs nothing and guesses nothing: the original is asked for', () => {
		const plan = planOfLines(...glued);
		expect(plan.title).toBe('Runbook: Ship the Shop');
		expect(plan.problems).toMatchObject([{code: 'damaged.glued', severity: 'error', line: 9}]);
		const all = [...plan.items, ...plan.rollback, ...plan.emergency, ...plan.aside];
		expect(commandTexts(all)).toEqual([]);
		expect(all.some(item => item.runnable)).toBe(false);
		expect(repairedText(glued.join('\n'))).toBeUndefined();
	});

	test('still shows what is whole', () => {
		const plan = planOfLines(...glued);
		expect(plan.sections.map(section => section.title)).toEqual([
			'Prerequisites',
			'Steps',
			'1. Find the image',
			'2. Take a backup',
			'3. Record the release',
			'On Failure',
		]);
		expect(plan.items.filter(item => item.kind === 'check').map(item => item.title)).toEqual([
			'The tests are green',
			'You have access',
		]);
	});
});

describe('a whole file', () => {
	test.each([
		[
			'headings followed by text',
			['# Release', 'git is used for everything.', '## Build', 'Make it.', '## Ship', 'Send it.'],
		],
		['commands in fences', ['# Release', '```sh', '# comment', 'git pull', '# another', 'make', '```']],
		[
			'prose',
			Array.from({length: 12}, (_, index) => `This is sentence number ${index}, and it ends here.\n`),
		],
	])('is not taken for damaged: %s', (_, lines) => {
		expect(planOfLines(...lines).problems).toEqual([]);
	});
});

describe('letters that were decoded wrongly (R21)', () => {
	test.each([
		['Runbook â€” Shop', 'Runbook — Shop'],
		['itâ€™s fine', 'it’s fine'],
		['CafÃ©', 'Café'],
		['\uf8ffüöÄ Deploying', '🚀 Deploying'],
		['‚úÖ done', '✅ done'],
		['‚ùå failed', '❌ failed'],
	])('%s is shown as %s', (broken, meant) => {
		expect(repairMojibake(broken)).toBe(meant);
	});

	test.each([
		'Spaß“',
		'naïve Ünal',
		'Año — “quoted”…',
		'«déjà»',
		'Łódź',
		'日本語',
		'price: 5 €',
		'Ã',
		'¬ not',
	])('%s stays as it is', text => {
		expect(repairMojibake(text)).toBe(text);
	});

	test('titles are shown right; what runs is what stands in the file', () => {
		const plan = planOfLines('# Runbook â€” Shop', '```sh', 'echo "â€”"', '```');
		expect(plan.title).toBe('Runbook — Shop');
		expect(commandTexts(plan.items)).toEqual(['echo "â€”"']);
	});

	test('plain text never changes', () => {
		fc.assert(fc.property(fc.string(), text => repairMojibake(text) === text));
	});

	test('repairing twice is repairing once', () => {
		fc.assert(
			fc.property(fc.string({unit: 'grapheme'}), text => {
				const once = repairMojibake(text);
				return (
					readRunbook({text: once, path: 'x'}).runbook.title.length >= 0 && repairMojibake(text) === once
				);
			}),
		);
	});
});
