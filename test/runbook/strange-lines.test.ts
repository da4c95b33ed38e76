import {describe, expect, test} from 'vitest';
import {commandTexts, outline, planOfLines} from './plan-of.ts';

const shell = (text: string, language = 'sh'): readonly string[] => [`\`\`\`${language}`, text, '```'];

describe('what stands in one fence with commands (R4, R5)', () => {
	test('“# Expected response:” with what is printed below is no command', () => {
		const plan = planOfLines(
			'# Look',
			...shell('# Look\ncurl -s https://shop.example/health\n\n# Expected response:\n{\n  "ok": true\n}'),
		);
		expect(commandTexts(plan.items)).toEqual(['curl -s https://shop.example/health']);
		expect(plan.items[0]).toMatchObject({expected: '{\n  "ok": true\n}', runnable: true});
	});

	test('below it a command stays a command', () => {
		expect(commandTexts(planOfLines('# Look', ...shell('ls a\n# Output:\nls b')).items)).toEqual([
			'ls a',
			'ls b',
		]);
	});

	test('commands before and after another program’s prompts: nothing is lost, and a person picks', () => {
		const plan = planOfLines(
			'# Look',
			...shell('php artisan tinker\n>>> DB::ping()\n\nsudo systemctl status db'),
		);
		expect([commandTexts(plan.items).length, plan.items[0]?.mixed, plan.items[0]?.runnable]).toEqual([
			3,
			true,
			false,
		]);
	});

	test('paths of files are no commands', () => {
		const plan = planOfLines(
			'# Edit',
			'- [ ] Edit these:',
			'',
			'  ```sh',
			'  /etc/apache2/sites/a.conf',
			'  /etc/apache2/sites/b.conf',
			'  ```',
		);
		expect([commandTexts(plan.items), plan.references.length]).toEqual([[], 1]);
	});

	test('a label that says “(Optional)” makes its part optional', () => {
		const plan = planOfLines(
			'# Start',
			...shell('# 1. Base\nmake base\n# Open the page\n\n# 2. (Optional) API\nmake api'),
		);
		expect(plan.items[0]?.children.map(item => [item.title, item.optional ?? false])).toEqual([
			['1. Base', false],
			['Open the page', false],
			['2. (Optional) API', true],
		]);
	});
});

describe('quotes that hold nothing but a command (R11)', () => {
	test('are offered, called by the sentence above', () => {
		const plan = planOfLines(
			'# Certificate',
			'Log in first',
			'',
			'> az login',
			'',
			'Make the request:',
			'',
			'> ./make-request',
		);
		expect(plan.items.map(item => [item.title, item.suggested?.map(one => one.text), item.runnable])).toEqual(
			[
				['Log in first', ['az login'], false],
				['Make the request', ['./make-request'], false],
			],
		);
	});

	test('another quote stays a note', () => {
		expect(outline(planOfLines('# Certificate', '> Take your time.', '', ...shell('ls')).items)).toEqual([
			'command Certificate',
		]);
	});
});

test('options behind the host leave a login a login, and “xx-xx” is a gap (R12, R16)', () => {
	const plan = planOfLines('# Go', ...shell('ssh -A admin@ec2-xx-xx-xx-xx.example.com -p 50422'));
	expect([plan.items[0]?.commands[0]?.tty, plan.inputs.map(input => input.name)]).toEqual([
		'interactive',
		['value'],
	]);
});

test('what a check has to be typed into a session for stands in it (R4c, R9)', () => {
	const plan = planOfLines(
		'# Look',
		'- [ ] Look at the clients',
		'',
		'  ```sh',
		'  pgbouncer=# show clients;',
		'  ```',
	);
	expect(plan.items[0]).toMatchObject({kind: 'check', statements: ['show clients;']});
});

test('“Confirm that folder is there” tells to confirm, whatever sentence leads on to the fence', () => {
	const plan = planOfLines(
		'# Look',
		'- [ ] Confirm Archive/ folder is there. Where to look:',
		'',
		'  ```sh',
		'  ls Archive',
		'  ```',
	);
	expect(plan.items[0]?.title).toBe('Confirm Archive/ folder is there');
});

test('each trouble under “Common issues” is an entry of its own (R3)', () => {
	const plan = planOfLines(
		'# T',
		'## Troubleshooting',
		'### Common issues',
		'#### Slow',
		...shell('ls'),
		'',
		'#### Down',
		...shell('ls'),
	);
	expect(plan.troubleshooting.map(one => one.title)).toEqual(['Slow', 'Down']);
});

test('a bullet with nothing but an empty fence still has a title', () => {
	const plan = planOfLines('- ```gate {#go}', '    ```');
	expect(plan.items.every(item => item.title !== '')).toBe(true);
});

describe('what must never be run (R6)', () => {
	const standing = (...lines: readonly string[]) => {
		const plan = planOfLines('# Roll back', ...lines);
		return plan.items.concat(plan.aside).map(item => [item.title, item.forbidden ?? false, item.runnable]);
	};

	test('bullets below “NEVER run any of the following” are shown and never walked', () => {
		expect(
			standing(
				'**NEVER** run any of the following during a rollback — they damage other tenants:',
				'',
				'- `docker system prune -a` — removes every image.',
				'- `docker volume prune`',
				'',
				'Then bring the service back:',
				'',
				...shell('docker compose up -d shop'),
			),
		).toEqual([
			['Then bring the service back', false, true],
			['docker system prune -a — removes every image', true, false],
			['docker volume prune', true, false],
		]);
	});

	test('numbered items below “Do not do any of these” neither', () => {
		expect(
			standing('Do not do any of these:', '', '1. Delete the volume', '2. Restart the host').filter(
				([, forbidden]) => forbidden !== true,
			),
		).toEqual([]);
	});

	test('a heading that forbids a command forbids the fence right under it', () => {
		expect(
			standing(
				'## Do NOT use `kubectl rollout undo`',
				'',
				...shell('kubectl rollout undo deployment/shop'),
				'',
				'## Do this',
				'',
				...shell('kubectl set image deployment/shop shop=shop:1'),
			).map(([, ...rest]) => rest),
		).toEqual([
			[false, true],
			[true, false],
		]);
	});

	test('a heading that tells what to do instead forbids nothing', () => {
		expect(
			standing('## Never use `docker rm`, stop it instead', '', ...shell('docker stop shop')).map(
				([, ...rest]) => rest,
			),
		).toEqual([[false, true]]);
	});
});
