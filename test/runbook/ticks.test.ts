import {describe, expect, test} from 'vitest';
import {outline, planOfLines} from './plan-of.ts';

describe('tasks (R9)', () => {
	test('are checks: plain bullets are their points, nested tasks their parts', () => {
		const plan = planOfLines(
			'# T',
			'## S',
			'- [ ] **Verify the target**:',
			'  - it is up',
			'  - it is empty',
			'- [ ] Build',
			'  - [ ] Linux',
			'  - [ ] macOS',
		);
		expect(outline(plan.items)).toEqual([
			'check Verify the target',
			'check Build',
			'  check Linux',
			'  check macOS',
		]);
		expect(plan.items[0]?.points).toEqual(['it is up', 'it is empty']);
	});

	test('with a fence run it first, with a command in the text they offer it', () => {
		const plan = planOfLines(
			'# T',
			'## S',
			'- [ ] **Migrate**:',
			'  ```sh',
			'  ./migrate up',
			'  ```',
			'- [ ] Tag it with `git tag v1`',
			'- [ ] Look at `config.yaml` and `kubectl`',
		);
		expect(plan.items).toMatchObject([
			{kind: 'check', runnable: true, commands: [{text: './migrate up', line: 5}]},
			{kind: 'check', runnable: false, suggested: [{text: 'git tag v1', line: 7}]},
			{kind: 'check', commands: []},
		]);
		expect(plan.items[2]).not.toHaveProperty('suggested');
	});

	test('ticked in the file are shown so, never done', () => {
		expect(
			planOfLines('# T', '- [x] a', '- [X] b', '- [ ] c').items.map(item => item.tickedInFile ?? false),
		).toEqual([true, true, false]);
	});

	test('may be skipped when they say “optional” or “if”', () => {
		const plan = planOfLines(
			'# T',
			'- [ ] (optional) a',
			'- [ ] Tell them (if any)',
			'- [ ] If the schema changed, migrate',
			'- [ ] b',
		);
		expect(plan.items.map(item => item.optional ?? false)).toEqual([true, true, true, false]);
	});

	test('in comments do not count; a comment beside one asks for evidence', () => {
		const plan = planOfLines(
			'# T',
			'<!--',
			'- [ ] not me',
			'-->',
			'- [ ] Build <!-- paste link to the build -->',
			'- [ ] Ship <!-- ask Ann first -->',
		);
		expect(outline(plan.items)).toEqual(['check Build', 'check Ship']);
		expect(plan.items[0]?.evidence).toBe('paste link to the build');
	});

	test('may be numbered, and may stand below a plain bullet', () => {
		expect(outline(planOfLines('# T', '1. [ ] a', '2. [ ] b').items)).toEqual(['check a', 'check b']);
		expect(
			outline(planOfLines('# T', '## S', '- **Tools**:', '  - [ ] kubectl', '  - [ ] git').items),
		).toEqual(['check kubectl', 'check git']);
	});
});

describe('plain bullets (R10)', () => {
	test.each(['Prerequisites', 'Release checklist', 'Verification'])('under “%s” are checks', heading => {
		expect(
			planOfLines('# T', `## ${heading}`, '- the build is green', '- nobody is away').items.map(
				item => item.kind,
			),
		).toEqual(['check', 'check']);
	});

	test('under prerequisites are only read where the author ticks elsewhere', () => {
		expect(outline(planOfLines('# T', '## Prerequisites', '- access', '## Steps', '- [ ] go').items)).toEqual(
			['check go'],
		);
	});

	test('under a checklist’s title are context where the author ticks elsewhere', () => {
		const plan = planOfLines(
			'# Release checklist',
			'## Links',
			'- [ ] updated',
			'',
			'Known pages:',
			'',
			'- one.md',
			'- two.md',
		);
		expect(outline(plan.items)).toEqual(['check updated']);
	});

	test.each(['Verify:', 'Confirm that:', 'Check for:', 'If it is slow, check for:'])(
		'under “%s” are checks',
		lead => {
			expect(
				planOfLines(
					'# T',
					'## Review',
					'',
					lead,
					'',
					'- no table is dropped',
					'- indexes are built aside',
				).items.map(item => item.kind),
			).toEqual(['check', 'check']);
		},
	);

	test('that tell what to do are steps in a how-to without tasks and numbers', () => {
		expect(
			outline(
				planOfLines('# Releasing', '## Release', '- Bump the version', '- Commit and push', '- Announce it')
					.items,
			),
		).toEqual(['manual Bump the version', 'manual Commit and push', 'manual Announce it']);
		expect(
			planOfLines('# Releasing', '## Release', '- Bump the version', '## After', '- [ ] x').items,
		).toHaveLength(1);
	});

	test('that are a command are offered, in code or not', () => {
		const plan = planOfLines(
			'# T',
			'## S',
			'- sudo systemctl reload patroni',
			'- `helm list -A`',
			'- kubectl installed',
			'## E',
			'- [ ] x',
		);
		expect(plan.items.flatMap(item => item.suggested ?? []).map(command => command.text)).toEqual([
			'sudo systemctl reload patroni',
			'helm list -A',
		]);
		expect(plan.items.every(item => !item.runnable)).toBe(true);
	});

	test('with a fence of their own are steps', () => {
		expect(
			outline(
				planOfLines(
					'# T',
					'## S',
					'- Build it',
					'  ```sh',
					'  make',
					'  ```',
					'- It takes long',
					'## E',
					'- [ ] x',
				).items,
			),
		).toEqual(['command Build it', 'check x']);
	});

	test('anywhere else are context', () => {
		expect(outline(planOfLines('# T', '## Notes', '- a fact', '## S', '- [ ] x').items)).toEqual(['check x']);
	});
});

describe('a runbook of prose (R14)', () => {
	test('is read and confirmed part by part, never an empty screen', () => {
		const plan = planOfLines(
			'# T',
			'## Overview',
			'About.',
			'## Freeze',
			'Tell the teams.',
			'',
			'- by mail',
			'## Ship',
			'Ask the platform team.',
			'## References',
			'- [a](a.md)',
		);
		expect(outline(plan.items)).toEqual(['manual Freeze', 'manual Ship']);
		expect(plan.items[0]).toMatchObject({points: ['by mail'], rule: 'R14'});
	});

	test('keeps “Step 3: …” told in prose among the others, and a rollback that is only told', () => {
		const plan = planOfLines(
			'# T',
			'## Step 1: Build',
			'```sh',
			'make',
			'```',
			'## Step 2: Tell the team',
			'Post in the channel.',
			'## Why',
			'Because.',
			'## Rollback',
			'Ask the lead.',
		);
		expect(outline(plan.items)).toEqual(['command Step 1: Build', 'manual Step 2: Tell the team']);
		expect(outline(plan.rollback)).toEqual(['manual Rollback']);
	});
});
