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

	test('of nothing but commands are steps that offer them', () => {
		const plan = planOfLines('# T', '## Steps', '1. `helm list -A`', '2. `flux get all`');
		expect(plan.items).toMatchObject([
			{kind: 'manual', suggested: [{text: 'helm list -A'}]},
			{suggested: [{text: 'flux get all'}]},
		]);
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
			'command Look at the graph',
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

	test('what is indented under a number, though not far enough, belongs to it', () => {
		const plan = planOfLines(
			'# T',
			'## S',
			'1. Reload it',
			'',
			'  ```',
			'  sudo systemctl reload api',
			'  ```',
			'',
			'  The name is gone then.',
			'',
			'1. Delete it',
			'',
			'  - Run this:',
			'',
			'    ```',
			'    ./delete.sh',
			'    ```',
			'',
			'1. Look',
			'',
			'Not part of it.',
		);
		expect(outline(plan.items)).toEqual([
			'command Reload it',
			'manual Delete it',
			'  command Run this',
			'manual Look',
		]);
	});

	test('a heading or a rule ends a list', () => {
		const plan = planOfLines('# T', '## S', '1. Build it', '', '---', '', '2. Push it');
		expect(outline(plan.items)).toEqual(['manual Build it', 'manual Push it']);
	});
});
