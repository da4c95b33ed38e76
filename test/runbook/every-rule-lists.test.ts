import {describe, expect, test} from 'vitest';
import {commandTexts, outline, planOfLines} from './plan-of.ts';

const shell = (text: string, language = 'sh'): readonly string[] => [`\`\`\`${language}`, text, '```'];
const led = (sentence: string, text = 'shopctl deploy') => planOfLines('# Do', sentence, '', ...shell(text));

describe('R6: the sentence before', () => {
	test('the nearest paragraph or item is the title', () => {
		expect(
			planOfLines('# Do', 'First words.', '', 'Send it out:', '', ...shell('shopctl deploy')).items[0]?.title,
		).toBe('Send it out');
	});

	test.each(['Do not run this:', 'Never run this command:', 'Destructive examples:', 'This is deprecated:'])(
		'“%s” forbids',
		sentence => {
			const plan = led(sentence);
			expect([plan.items, plan.aside[0]?.forbidden, plan.aside[0]?.runnable]).toEqual([
				expect.anything(),
				true,
				false,
			]);
			expect(commandTexts(plan.items)).toEqual([]);
		},
	);

	test.each(['For example:', 'Example:'])(
		'“%s” after the same command with a gap is an example and no step',
		sentence => {
			const plan = planOfLines(
				'# Do',
				'Deploy it:',
				...shell('shopctl deploy <tag>'),
				'',
				sentence,
				...shell('shopctl deploy v1'),
			);
			expect(commandTexts(plan.items)).toEqual(['shopctl deploy <tag>']);
			expect(plan.references[0]?.kind).toBe('example');
		},
	);

	test.each([
		'If it is stuck:',
		'Optionally, do this:',
		'Alternatively:',
		'Or:',
		'In case it hangs:',
		'When needed:',
	])('“%s” is conditional and skipped by default', sentence => {
		expect(led(sentence).items[0]).toMatchObject({optional: true, contingent: true});
	});

	test.each(['You should see:', 'Output:', 'Expected output:', 'It should return:'])(
		'after “%s” stands what the command before prints',
		sentence => {
			const plan = planOfLines('# Do', ...shell('shopctl status'), '', sentence, '', ...shell('fine', ''));
			expect(plan.items.map(item => item.expected)).toEqual(['fine']);
		},
	);

	test.each([
		['Run this on the replica node:', 'replica node'],
		['SSH to web-1 and look:', 'web-1'],
	])('“%s” says where', (sentence, host) => {
		expect(led(sentence).items[0]?.host).toBe(host);
	});
});

describe('R7: ordered items', () => {
	const kinds = (...lines: readonly string[]) => planOfLines(...lines).items.map(item => item.kind);

	test('in a procedure, a rollback, a diagnosis or a verification imperative ones are steps', () => {
		expect(kinds('# T', '## Deploy', '1. Stop it', '2. Start it')).toEqual(['manual', 'manual']);
		expect(kinds('# T', '## Diagnosis', '1. Read the log')).toEqual(['manual']);
		expect(kinds('# T', '## Verification', '1. Open the page')).toEqual(['manual']);
		expect(planOfLines('# T', '## Rollback', '1. Stop it').rollback).toHaveLength(1);
	});

	test('one that owns a command is a step whatever it says', () => {
		expect(
			kinds('# T', '## Deploy', '1. The deployment', '', '   ```sh', '   shopctl deploy', '   ```'),
		).toEqual(['command']);
	});

	test.each([
		['in the third person', ['1. Installs the chart', '2. The pods restart', '3. Creates a bucket']],
		['after “consists of”', ['The release consists of:', '', '1. Stop it', '2. Start it']],
		['after “will progress”', ['The rollout will progress like this:', '', '1. Stop it', '2. Start it']],
		['under “How it works”', ['### How it works', '1. Stop it', '2. Start it']],
		['under “What happens”', ['### What happens', '1. Stop it', '2. Start it']],
		['that only link', ['1. [Stop](#stop)', '2. [Start](#start)']],
	])('items %s are none', (_, lines) => {
		expect(
			planOfLines('# T', '## Deploy', ...lines, '', '## Then', ...shell('ls')).items.map(item => item.kind),
		).toEqual(['command']);
	});

	test('nor those of a reference section', () => {
		expect(
			planOfLines('# T', '## References', '1. Stop it', '## Do', ...shell('ls')).items.map(item => item.kind),
		).toEqual(['command']);
	});

	test('questions are decided with yes or no', () => {
		expect(kinds('# T', '## Decide', '1. Is it slow?', '2. Is it down?')).toEqual(['check', 'check']);
	});

	test('nested ordered items are parts, “If …” among them is a branch', () => {
		const plan = planOfLines(
			'# T',
			'## Deploy',
			'1. Stop it',
			'   1. Tell the team',
			'   2. If it hangs, kill it',
		);
		expect(outline(plan.items)).toEqual([
			'manual Stop it',
			'  manual Tell the team',
			'  manual If it hangs, kill it',
		]);
		expect(plan.items[0]?.children.map(item => item.contingent ?? false)).toEqual([false, true]);
	});
});

describe('R8: broken lists', () => {
	const fence = ['', ...shell('shopctl stop'), ''];

	test('numbers that go on after an unindented fence are one list, and the fence belongs to the item above', () => {
		expect(outline(planOfLines('# T', '1. Stop it', ...fence, '2. Start it').items)).toEqual([
			'command Stop it',
			'manual Start it',
		]);
	});

	test('so are items that are all 1.', () => {
		expect(outline(planOfLines('# T', '1. Stop it', ...fence, '1. Start it').items)).toEqual([
			'command Stop it',
			'manual Start it',
		]);
	});

	test.each(['Stop it:', '停止：', 'Run the stop script', 'Do the following'])(
		'an item “%s” takes the fence',
		words => {
			expect(planOfLines('# T', `1. ${words}`, ...fence).items.map(item => item.kind)).toEqual(['command']);
		},
	);

	test('another item does not: the fence is a step of its own', () => {
		expect(planOfLines('# T', '1. Stop it', ...fence).items.map(item => item.kind)).toEqual([
			'manual',
			'command',
		]);
	});

	test('the same for bullets and tasks', () => {
		expect(planOfLines('# T', '- Stop it:', ...fence).items.map(item => item.kind)).toEqual(['command']);
		expect(
			planOfLines('# T', '- [ ] Stop it:', ...fence).items.map(item => [item.kind, item.commands.length]),
		).toEqual([['check', 1]]);
	});
});

describe('R9: tasks', () => {
	test('a fence makes a check with a command, an inline command is offered', () => {
		const plan = planOfLines(
			'# T',
			'- [ ] Look',
			'',
			'  ```sh',
			'  shopctl status',
			'  ```',
			'- [ ] Or `shopctl --help` it and run `kubectl get pods`',
		);
		expect(plan.items.map(item => [item.kind, item.commands.length, item.suggested?.length ?? 0])).toEqual([
			['check', 1, 0],
			['check', 0, 1],
		]);
	});

	test('nested tasks are checks of their own, nested bullets details', () => {
		const plan = planOfLines('# T', '- [ ] Backups', '  - [ ] of the database', '  - nightly');
		expect(plan.items[0]).toMatchObject({
			children: [{kind: 'check', title: 'of the database'}],
			points: ['nightly'],
		});
	});

	test('a tick in the file is shown and counts for nothing', () => {
		expect(planOfLines('# T', '- [x] Done').items[0]).toMatchObject({kind: 'check', tickedInFile: true});
	});

	test('tasks in comments don’t exist; a comment that asks to paste is a field', () => {
		const plan = planOfLines('# T', '<!--', '- [ ] no', '-->', '', '- [ ] Built <!-- paste link -->');
		expect(plan.items.map(item => [item.title, item.evidence])).toEqual([['Built', 'paste link']]);
	});

	test.each(['Tell support (optional)', 'If the schema changed, migrate'])('“%s” may be skipped', words => {
		expect(planOfLines('# T', `- [ ] ${words}`).items[0]?.optional).toBe(true);
	});
});

describe('R10 and R11: plain bullets and commands in sentences', () => {
	const kinds = (...lines: readonly string[]) => planOfLines('# T', ...lines).items.map(item => item.kind);

	test.each(['Prerequisites', 'Release checklist', 'Verification'])('under “%s” they are checks', heading => {
		expect(kinds(`## ${heading}`, '- the VPN is up')).toEqual(['check']);
	});

	test.each(['Verify:', 'Check for:', 'Confirm:'])('after “%s” as well', sentence => {
		expect(kinds('## Deploy', sentence, '', '- the page loads')).toEqual(['check']);
	});

	test('imperative ones are steps where there are neither tasks nor numbers, else context', () => {
		expect(kinds('## Deploy', '- Stop it', '- Start it')).toEqual(['manual', 'manual']);
		expect(kinds('## Deploy', '- Stop it', '- Start it', '', '## More', '- [ ] x')).toEqual(['check']);
	});

	test('“roll back when” makes triggers', () => {
		expect(
			planOfLines('# T', '## Deploy', 'Roll back when:', '', '- errors rise').triggers.map(one => one.text),
		).toEqual(['errors rise']);
	});

	test.each(['- sudo systemctl reload patroni', '- `sudo systemctl reload patroni`'])(
		'“%s” is a command that is offered',
		line => {
			expect(planOfLines('# T', '## Do', line).items[0]?.suggested?.map(one => one.text)).toEqual([
				'sudo systemctl reload patroni',
			]);
		},
	);

	test.each(['Run', 'Execute', 'Do it by using', 'Do it with'])(
		'“%s `kubectl get pods`” offers the command and runs nothing',
		words => {
			const plan = planOfLines('# T', `1. ${words} \`kubectl get pods\``);
			expect([plan.items[0]?.suggested?.length, plan.items[0]?.runnable]).toEqual([1, false]);
		},
	);

	test.each(['kubectl', '/etc/shop.conf', 'no such program'])('“%s” in code is no command', code => {
		expect(planOfLines('# T', `1. Run \`${code}\``).items[0]?.suggested).toBeUndefined();
	});
});
