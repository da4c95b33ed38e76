import {describe, expect, test} from 'vitest';
import {commandTexts, outline, planOfLines} from './plan-of.ts';

const shell = (text: string, language = 'sh'): readonly string[] => [`\`\`\`${language}`, text, '```'];

describe('nothing an author wrote vanishes', () => {
	test('a box without words is the check of the fence below it (R9)', () => {
		const plan = planOfLines(
			'# Try it',
			'- Do this on any machine:',
			'',
			'  - [ ]',
			'    ```sh',
			'    shopctl --version',
			'    ```',
		);
		expect(outline(plan.items)).toEqual(['check shopctl --version']);
		expect(plan.items[0]?.runnable).toBe(true);
	});

	test('an empty box is a row nobody filled in, and no check (R9)', () => {
		expect(outline(planOfLines('# Try it', '- [ ]', '- [ ] Pack the van').items)).toEqual([
			'check Pack the van',
		]);
	});

	test('a fence inside a detail that asks for nothing is listed as shown (R4)', () => {
		const plan = planOfLines(
			'# Slow answers',
			'## Diagnosis',
			'* Open the metrics page and look at:',
			'  * version 4 and above',
			'',
			'    ```console',
			'    sum by (job) (rate(orders_total{code!~"200"}[15m])) > 0',
			'    ```',
		);
		expect(commandTexts(plan.items)).toEqual([]);
		expect(plan.references.map(({kind, line}) => [kind, line])).toEqual([['output', 6]]);
	});

	test('a fence among bullets that are only read is listed as shown (R4)', () => {
		const plan = planOfLines(
			'# Release',
			'- build notes:',
			'',
			'```',
			'XXX',
			'```',
			'',
			'## Do',
			'- [ ] Tell the team',
		);
		expect(plan.references.map(reference => reference.line)).toEqual([4]);
	});
});

describe('what only looks like a command (R4d)', () => {
	test.each([
		['an address whose last word is a program', 'https://ci.example.com/shop/rails', ''],
		['a query for a monitoring system', 'min_over_time(clock_in_step[5m])', 'console'],
		['a call in some language', 'println("hello")', 'sh'],
		['a path that ends in a program’s name', 'docs/guide/make', ''],
	])('%s is shown and never run', (_, text, language) => {
		const plan = planOfLines('# Look', ...shell(text, language));
		expect(plan.items.filter(item => item.runnable)).toEqual([]);
		expect(plan.references).toHaveLength(1);
	});

	test('a shell function has nothing between its parentheses and stays a command', () => {
		expect(commandTexts(planOfLines('# Do', ...shell('wait_up() { sleep 1; }\nwait_up')).items)).toHaveLength(
			2,
		);
	});
});

describe('PowerShell is a shell (R4)', () => {
	test('its fences are commands for pwsh, with or without a prompt', () => {
		const plan = planOfLines(
			'# Restart',
			...shell('Restart-Service shop', 'powershell'),
			'',
			...shell('PS C:\\shop> Get-Service shop\nStatus   Name', 'pwsh'),
		);
		expect(commandTexts(plan.items)).toEqual(['Restart-Service shop', 'Get-Service shop']);
		expect(plan.items[1]?.expected).toBe('Status   Name');
	});
});

describe('sentences before a fence (R6)', () => {
	test.each(['Make a list and post a message with the output:', 'You can see the queue by running:'])(
		'“%s” announces a command, not what it prints',
		sentence => {
			expect(commandTexts(planOfLines('# Do', sentence, ...shell('scripts/list open')).items)).toEqual([
				'scripts/list open',
			]);
		},
	);

	test('a remark in parentheses does not come between a sentence and its fence', () => {
		const plan = planOfLines(
			'# Fetch',
			'Copy the archive to your machine with:',
			'',
			'(Put in another number if needed)',
			'',
			...shell('kubectl cp shop-0:/dump.tgz dump.tgz'),
		);
		expect(plan.items.map(item => [item.title, item.contingent])).toEqual([
			['Copy the archive to your machine with', undefined],
		]);
	});

	test('“tell you if you need to” is no condition', () => {
		const plan = planOfLines(
			'# Change a page',
			'Whoever is on call will tell you if you need to change a page.',
			'',
			'1. Stop the worker:',
			'',
			'   ```sh',
			'   systemctl stop worker',
			'   ```',
		);
		expect(plan.items[0]?.contingent).toBeUndefined();
	});

	test('“Or alternatively” begins another way, whatever sentence follows', () => {
		const plan = planOfLines(
			'# Update',
			'Take the small steps:',
			...shell('make update'),
			'',
			'Or alternatively, take the big ones. This breaks more often:',
			...shell('make update-all'),
		);
		expect(plan.items.map(item => item.contingent ?? false)).toEqual([false, true]);
	});

	test('“each cache machine” names the machine', () => {
		const plan = planOfLines('# Stop', 'SSH into each cache machine:', ...shell('ssh cache-1'));
		expect(plan.items[0]?.host).toBe('cache machine');
	});
});

describe('lists that are only read (R7, R10)', () => {
	test('“This will:” tells what happens', () => {
		expect(
			planOfLines(
				'# Stop',
				...shell('shopctl stop'),
				'',
				'This will:',
				'',
				'1. Set the state to stopped',
				'2. Drop all sessions',
			).items.map(item => item.kind),
		).toEqual(['command']);
	});

	test('“See …” with nothing but a link is a reference', () => {
		expect(
			planOfLines(
				'# Alert',
				'## Mitigation',
				...shell('shopctl fix'),
				'',
				'* See [nodes](https://example.com/a)',
				'* See [pods](https://example.com/b)',
			).items.map(item => item.kind),
		).toEqual(['command']);
	});

	test.each(['Deficiencies', 'Known limitations', 'Future work', 'Not supported', 'Out of scope'])(
		'a section “%s” is reference',
		heading => {
			expect(planOfLines('# Swap', `## ${heading}`, '- x').sections.at(-1)?.role).toBe('reference');
		},
	);

	test('“contact those authors” is no panel of contacts (R3)', () => {
		expect(planOfLines('# Swap', '## Forks? Contact those authors', 'x').sections.at(-1)?.role).toBe(
			'procedure',
		);
	});
});

test('an item that holds its own command does not take the fence below it (R8, R11)', () => {
	const plan = planOfLines(
		'# Ship',
		'1. Build it',
		'2. Run `kubectl apply -f shop.yaml`',
		'',
		...shell('systemctl restart edge'),
	);
	expect(outline(plan.items)).toEqual([
		'manual Build it',
		'manual Run kubectl apply -f shop.yaml',
		'command Run kubectl apply -f shop.yaml',
	]);
	expect(plan.items[1]?.suggested?.map(command => command.text)).toEqual(['kubectl apply -f shop.yaml']);
});
