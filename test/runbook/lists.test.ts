import {describe, expect, test} from 'vitest';
import {commandTexts, outline, planOfLines} from './plan-of.ts';

describe('ordered lists (R7)', () => {
	test('are steps; nested ones are parts, tasks in them are checks, “if” is a branch', () => {
		const plan = planOfLines(
			'# T',
			'## Steps',
			'1. Stop the API',
			'2. Update DNS',
			'   1. Open the console',
			'   2. Change the record',
			'3. If clients fail, restart them:',
			'   ```sh',
			'   ./restart.sh',
			'   ```',
			'4. Look again',
			'   - [ ] writes work',
			'   - [ ] reads work',
		);
		expect(outline(plan.items)).toEqual([
			'manual Stop the API',
			'manual Update DNS',
			'  manual Open the console',
			'  manual Change the record',
			'command If clients fail, restart them',
			'manual Look again',
			'  check writes work',
			'  check reads work',
		]);
		expect(plan.items[2]).toMatchObject({contingent: true});
	});

	test('that own a command are that command, called by the item', () => {
		const plan = planOfLines(
			'# T',
			'## Steps',
			'1. **Drain** the node:',
			'',
			'   ```sh',
			'   kubectl drain node-1',
			'   ```',
			'',
			'   You should see it cordoned.',
		);
		expect(plan.items).toMatchObject([
			{kind: 'command', title: 'Drain the node', line: 3, endLine: 9, commands: [{line: 6}]},
		]);
	});

	test.each([
		[
			'third person',
			'## Steps',
			'1. Installs the chart',
			'2. Creates the bucket',
			'3. The database is seeded',
		],
		['under “how it works”', '## How it works', '1. Stop the API', '2. Start the API'],
		[
			'after “consists of”',
			'## Steps',
			'The release consists of:',
			'',
			'1. Build the image',
			'2. Push the image',
		],
		['links of a table of contents', '## Steps', '1. [Build](#build)', '2. [Push](#push)'],
		['in a section that is only read', '## Architecture', '1. Send a request', '2. Return an answer'],
	])('do not become steps: %s', (_, ...lines) => {
		expect(planOfLines('# T', ...lines, '', '## End', '- [ ] x').items.map(item => item.kind)).toEqual([
			'check',
		]);
	});

	test('of questions are decided with yes or no', () => {
		expect(
			planOfLines('# T', '## Decide', '1. Is the replica in sync?', '2. Has the schema changed?').items.map(
				item => item.kind,
			),
		).toEqual(['check', 'check']);
	});

	test('with a bold lead are steps even when no verb stands first', () => {
		expect(
			outline(
				planOfLines(
					'# T',
					'## Process',
					'1. **Idle colour**: the new version goes here.',
					'2. **Switch**: traffic moves.',
				).items,
			),
		).toHaveLength(2);
	});

	test('several fences in one item are its parts', () => {
		const plan = planOfLines(
			'# T',
			'## S',
			'1. Demote it',
			'   ```sh',
			'   ./demote.sh',
			'   ```',
			'   Then clean up:',
			'   ```sh',
			'   ./clean.sh',
			'   ```',
		);
		expect(outline(plan.items)).toEqual([
			'manual Demote it',
			'  command ./demote.sh',
			'  command Then clean up',
		]);
	});
});

describe('broken lists (R8)', () => {
	test('that go on after an unindented fence are one list, and the fence belongs to the item before it', () => {
		const plan = planOfLines(
			'# T',
			'## S',
			'1. Build it',
			'',
			'```sh',
			'make build',
			'```',
			'',
			'2. Push it',
			'',
			'```sh',
			'make push',
			'```',
			'',
			'3. Tell the team',
		);
		expect(outline(plan.items)).toEqual(['command Build it', 'command Push it', 'manual Tell the team']);
	});

	test('numbered 1. throughout are one list when only fences stand between', () => {
		const plan = planOfLines(
			'# T',
			'## S',
			'1. Build it',
			'',
			'```sh',
			'make build',
			'```',
			'',
			'1. Push it',
			'',
			'```sh',
			'make push',
			'```',
		);
		expect(outline(plan.items)).toEqual(['command Build it', 'command Push it']);
	});

	test('a fence after a list belongs to the last item only if that announces it', () => {
		const own = planOfLines(
			'# T',
			'## S',
			'1. Open the page',
			'2. Look at the graph',
			'',
			'```sh',
			'kubectl get pods',
			'```',
		);
		expect(outline(own.items)).toEqual([
			'manual Open the page',
			'manual Look at the graph',
			'command kubectl get pods',
		]);
		const announced = planOfLines(
			'# T',
			'## S',
			'- [ ] Migrate:',
			'',
			'```sh',
			'./migrate',
			'```',
			'',
			'- [ ] Next',
		);
		expect(outline(announced.items)).toEqual(['check Migrate', 'check Next']);
		expect(commandTexts(announced.items)).toEqual(['./migrate']);
	});

	test('paragraphs and bullets between two numbers belong to the first', () => {
		const plan = planOfLines(
			'# T',
			'## S',
			'1. Build it',
			'',
			'It takes a while.',
			'',
			'- on Linux',
			'',
			'2. Push it',
		);
		expect(outline(plan.items)).toEqual(['manual Build it', 'manual Push it']);
		expect(plan.items[0]?.points).toEqual(['on Linux']);
	});

	test('a heading or a rule ends a list', () => {
		const plan = planOfLines('# T', '## S', '1. Build it', '', '---', '', '2. Push it');
		expect(outline(plan.items)).toEqual(['manual Build it', 'manual Push it']);
	});
});

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

	test.each(['Verify:', 'Confirm that:', 'Check for:'])('under “%s” are checks', lead => {
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
	});

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
