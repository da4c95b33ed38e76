import {describe, expect, test} from 'vitest';
import {outline, planOfLines} from './plan-of.ts';

describe('bullets of a how-to (R10)', () => {
	test('are steps when a numbered list stands only where it is looked up', () => {
		const plan = planOfLines(
			'# Swap the cluster',
			'## After the build',
			'- Add the cluster to the gateway',
			'- Update the records',
			'## Known issues',
			'1. The agent fails',
			'2. The disk is full',
		);
		expect(outline(plan.items)).toEqual([
			'manual Add the cluster to the gateway',
			'manual Update the records',
		]);
	});

	test('go on after a fence that stands between them, and all are steps when the sentence above says so', () => {
		const plan = planOfLines(
			'# Move the build server',
			'## Move it',
			'There are several steps to follow:',
			'',
			'* In the console run the script below',
			'',
			'```groovy',
			'queue.clear()',
			'```',
			'',
			'* Now nothing is running any more',
			'',
			'* Update the address',
		);
		expect(plan.items.map(item => item.title)).toEqual([
			'In the console run the script below',
			'Now nothing is running any more',
			'Update the address',
		]);
	});

	test('under “how to do …” are no ticks; under a to-do list they are', () => {
		expect(planOfLines('# Release: how to do one', '- tag it', '- push it').items[0]?.kind).toBe('manual');
		expect(planOfLines('# T', '## To-do', '- tag it').items[0]?.kind).toBe('check');
	});

	test('under “Notes” are to be read, even among prerequisites', () => {
		const plan = planOfLines(
			'# T',
			'## Prerequisites',
			'- a key',
			'',
			'**Notes**',
			'',
			'- two regions exist',
		);
		expect(plan.items.map(item => item.title)).toEqual(['a key']);
	});

	test('of a prerequisite or a check may own a fence: it runs first, and the others stay ticks', () => {
		const plan = planOfLines(
			'# T',
			'## Prerequisites',
			'- console access',
			'- the plugin:',
			'',
			'  ```',
			'  brew install plug',
			'  ```',
		);
		expect(plan.items).toMatchObject([
			{kind: 'check', commands: []},
			{kind: 'check', runnable: true, commands: [{text: 'brew install plug'}]},
		]);
	});

	test('of a diagnosis are what to look at, whatever lists stand elsewhere (R3)', () => {
		const plan = planOfLines(
			'# Disk',
			'## Diagnosis',
			'- Check the usage',
			'- Check the retention',
			'## Mitigation',
			'1. Add a disk',
		);
		expect(plan.items.map(item => item.title)).toEqual([
			'Check the usage',
			'Check the retention',
			'Add a disk',
		]);
	});
});

describe('details below an item', () => {
	test('a picture in a fold is no fence of the item, and no point is lost', () => {
		const [item] = planOfLines(
			'# T',
			'## Prerequisites',
			'* Save the settings',
			'    - Save a snapshot',
			'    - Export it',
			'      <details>',
			'',
			'          ![Tab](tab.png)',
			'',
			'      </details>',
		).items;
		expect(item?.children).toEqual([]);
		expect(item?.points).toHaveLength(2);
	});

	test('plain bullets among nested tasks stay points of the item', () => {
		const [item] = planOfLines(
			'# T',
			'- [ ] Upgrade',
			'  - two changes are shown',
			'  - [ ] apply',
			'  - [ ] watch',
		).items;
		expect(item?.children).toHaveLength(2);
		expect(item?.points).toEqual(['two changes are shown']);
	});

	test('commands of every level are offered, also those broken over two lines', () => {
		const [item] = planOfLines(
			'# T',
			'- [ ] watch the following:',
			'  - `watch gcloud container clusters list`',
			'  - the operation:',
			'    - `gcloud container operations wait op-1',
			'      --region eu`',
		).items;
		expect(item?.suggested?.map(command => command.text)).toEqual([
			'watch gcloud container clusters list',
			'gcloud container operations wait op-1 --region eu',
		]);
	});

	test('an item is called by what it tells first, not by the sentence that leads on to its fence', () => {
		const plan = planOfLines(
			'# T',
			'## S',
			'1. Upload the certificate. Use this instead of the dialog:',
			'',
			'   ```',
			'   aws iam list-users',
			'   ```',
		);
		expect(plan.items[0]?.title).toBe('Upload the certificate');
	});

	test('“to see if any” is no condition; “if any” is', () => {
		const plan = planOfLines(
			'# T',
			'- [ ] Run it again to see if any issues are left',
			'- [ ] Tell the owners, if any',
		);
		expect(plan.items.map(item => item.optional ?? false)).toEqual([false, true]);
	});
});

describe('paragraphs', () => {
	test('a command with “...” for an argument is the beginning of one, and not offered', () => {
		expect(planOfLines('# T', '- [ ] `kubectl describe pod ...`').items[0]).not.toHaveProperty('suggested');
		expect(planOfLines('# T', '- [ ] `go test ./...`').items[0]?.suggested).toHaveLength(1);
	});

	test('a command alone in code, announced by the one before, is offered (R11)', () => {
		const [item] = planOfLines(
			'# T',
			'## Restart',
			'Issue this from the repository:',
			'',
			"`knife ssh role:api 'sudo reload'`",
		).items;
		expect(item).toMatchObject({kind: 'manual', title: 'Issue this from the repository', rule: 'R11'});
		expect(item?.suggested).toHaveLength(1);
	});

	test('“optionally” at its start holds for all of it; “if …, skip this section” makes nothing optional', () => {
		const option = planOfLines(
			'# T',
			'## S',
			'Optionally filter. The next command sends nothing to the API:',
			'```',
			'kubectl scale deploy/x --replicas 2',
			'```',
		);
		expect(option.items[0]?.contingent).toBe(true);
		const jump = planOfLines(
			'# T',
			'## S',
			'If it arrived in time, skip this section.',
			'',
			'1. Push a commit',
			'2. Start it',
		);
		expect(jump.items.map(item => item.contingent)).toEqual([undefined, undefined]);
	});

	test('a fence below a list is called by the last item (R6)', () => {
		const plan = planOfLines(
			'# T',
			'## Clean up',
			'- Remove the forwarding pod',
			'',
			'```',
			'kubectl delete pod fwd',
			'```',
		);
		expect(plan.items.at(-1)).toMatchObject({kind: 'command', title: 'Remove the forwarding pod'});
	});
});
