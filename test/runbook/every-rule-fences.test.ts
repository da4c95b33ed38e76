import {describe, expect, test} from 'vitest';
import {commandTexts, outline, planOfLines} from './plan-of.ts';

const shell = (text: string, language = 'sh'): readonly string[] => [`\`\`\`${language}`, text, '```'];
const one = (text: string, language = 'sh') => planOfLines('# Do', ...shell(text, language));

describe('R4a: a prompt makes a transcript', () => {
	test.each([
		['$ ls -l', undefined],
		['% ls -l', undefined],
		['❯ ls -l', undefined],
		['deploy@web1:~$ ls -l', 'web1'],
		['[root@web1 ~]# ls -l', 'web1'],
		['(venv) $ ls -l', undefined],
		['web1$ ls -l', 'web1'],
		['chef-repo % ls -l', 'chef-repo'],
		['workstation      $ ls -l', 'workstation'],
		['[sender] $ ls -l', 'sender'],
		['$mac ls -l', 'mac'],
		['$dev ls -l', 'dev'],
		['> ls -l', undefined],
	])(
		'“%s”: the command is what stands behind it, the rest is sample output, the name is where it runs',
		(line, host) => {
			const plan = one(`${line}\ntotal 0`, 'console');
			expect(commandTexts(plan.items)).toEqual(['ls -l']);
			expect([plan.items[0]?.expected, plan.items[0]?.host]).toEqual(['total 0', host]);
		},
	);

	test('“PS C:\\> Get-Service” too', () => {
		expect(commandTexts(one('PS C:\\shop> Get-Service shop', 'powershell').items)).toEqual([
			'Get-Service shop',
		]);
	});

	test('continuations, here-documents and “> ” lines belong to the command', () => {
		const plan = one('$ docker run \\\n>   shop\n$ cat <<EOF\nhello\nEOF\nbye', 'console');
		expect(commandTexts(plan.items)).toEqual(['docker run \\\n  shop', 'cat <<EOF\nhello\nEOF']);
		expect(plan.items[0]?.expected).toBe('bye');
	});

	test('a lone “> ” is a prompt only before a known command', () => {
		expect(commandTexts(one('> nothing that anybody knows', '').items)).toEqual([]);
	});
});

describe('R4b–c: comments and other programs’ prompts', () => {
	test('“# command” lines alone may be root’s prompt: a person is asked', () => {
		expect(one('# systemctl stop shop\n# rm -rf /var/cache/shop', '').items[0]).toMatchObject({
			mixed: true,
			runnable: false,
			rule: 'R4b',
		});
	});

	test('beside a bare command they are comments', () => {
		expect(commandTexts(one('# systemctl stop shop\nls').items)).toEqual(['ls']);
	});

	test.each([
		'mysql> select 1;',
		'shop=# select 1;',
		'10.0.0.1:6379> get a',
		'irb(main):001:0> Shop.count',
		'>>> print(1)',
		'pgbouncer=# show pools;',
	])('“%s” is typed by a person into an open session', text => {
		const plan = one(text, '');
		expect([plan.items[0]?.kind, plan.items[0]?.statements?.length, commandTexts(plan.items)]).toEqual([
			'manual',
			1,
			[],
		]);
	});
});

describe('R4d: a shell’s fence without prompts is a command, unless its first line is none', () => {
	test.each([
		'42 rows',
		'2026-01-01T10:00:00 started',
		'│ shop │',
		'status: ok',
		'{"ok": true}',
		'<shop>ready</shop>',
		'https://shop.example',
		'@shop-bot deploy',
		'/shop deploy',
		'Deploy the shop now',
		'... and so on',
	])('“%s” is shown', text => {
		const plan = one(text);
		expect([plan.items.filter(item => item.runnable).length, plan.references.length]).toEqual([0, 1]);
	});

	test.each(['Get-Service shop', 'REGION=eu shopctl deploy', 'flutter build apk'])(
		'“%s” is a command',
		text => {
			expect(one(text).items[0]?.runnable).toBe(true);
		},
	);

	test('a console without prompt and known command is output', () => {
		expect(one('shop is fine', 'console').references[0]?.kind).toBe('output');
	});

	test('comments before the first line are passed over', () => {
		expect(one('# the answer\n200 OK').references).toHaveLength(1);
	});
});

describe('R4e–f: fences without a language, and mixed ones', () => {
	test.each([
		['ls -l', true],
		['shoptool --deploy eu', true],
		['shoptool deploy eu', false],
		['ls -l\nthe first answer\nthe second answer\nthe third', false],
	])('“%s” is a command: %s', (text, isCommand) => {
		expect(commandTexts(one(text, '').items).length > 0).toBe(isCommand);
	});

	test('NAME=value lines are a file’s content', () => {
		expect(one('HOST=web1\nPORT=80', '').references[0]?.kind).toBe('file');
	});

	test('with export or $( ) they are commands', () => {
		expect(commandTexts(one('HOST=$(hostname)\necho "$HOST"', '').items)).toHaveLength(2);
	});

	test('SQL is a statement', () => {
		expect(one('select count(*) from orders;', '').items[0]?.statements).toHaveLength(1);
	});

	test('output between commands without prompts: nothing runs until a person picks lines', () => {
		expect(one('systemctl status shop\nActive: running\nsystemctl restart shop').items[0]).toMatchObject({
			mixed: true,
			runnable: false,
		});
	});
});

describe('R4g–i: other languages', () => {
	test('sql is a step only where a connection is known, else a person types it', () => {
		expect(one('select 1;', 'sql').items[0]?.kind).toBe('manual');
		expect(
			planOfLines(
				'---',
				'connections: {main: {env: DATABASE_URL}}',
				'---',
				'# Do',
				...shell('select 1;', 'sql'),
			).items[0]?.kind,
		).toBe('probe');
	});

	test.each(['yaml', 'json', 'hcl', 'toml', 'ini', 'env', 'diff', 'nginx', 'systemd'])(
		'%s is a file’s content and never run',
		language => {
			const plan = one('a = 1', language);
			expect([plan.items.filter(item => item.commands.length > 0).length, plan.references[0]?.kind]).toEqual([
				0,
				'file',
			]);
			expect(planOfLines('# Do', 'Put this in the file:', ...shell('a = 1', language)).items[0]?.kind).toBe(
				'manual',
			);
		},
	);

	test.each(['python', 'ruby', 'js'])('%s is for a person', language => {
		expect(one('print(1)', language).items.map(item => [item.kind, item.runnable])).toEqual([
			['manual', false],
		]);
	});

	test('mermaid and boxes of ASCII are diagrams', () => {
		expect(
			[one('graph LR', 'mermaid'), one('+----+\n| db |\n+----+', '')].map(plan => plan.references[0]?.kind),
		).toEqual(['diagram', 'diagram']);
	});

	test.each(['/shop deploy eu', '@shop-bot deploy eu'])('“%s” is a message to copy', text => {
		expect(
			planOfLines('# Do', 'Say in the channel:', ...shell(text, '')).items.map(item => [
				item.kind,
				item.runnable,
			]),
		).toEqual([['manual', false]]);
	});

	test('an interpreter in the fence wins over its language', () => {
		expect(one('puts 1', 'sh {interpreter=ruby}').items[0]).toMatchObject({kind: 'command', rule: 'R4h'});
	});

	test('functions alone are a library, comments alone are notes for a person', () => {
		expect(one('wait_up() {\n  sleep 1\n}').references[0]?.kind).toBe('library');
		expect(one('# Look at the board\n# Tell the team').items[0]).toMatchObject({
			kind: 'manual',
			points: ['Look at the board', 'Tell the team'],
		});
	});
});

describe('R5: groups in one fence', () => {
	test('comments label groups; “# 1.” as well', () => {
		expect(
			one('# 1. Stop\nsystemctl stop a\n# 2. Start\nsystemctl start a').items[0]?.commands.map(
				command => command.group,
			),
		).toEqual(['1. Stop', '2. Start']);
	});

	test.each([
		'# With compose\nls a\n# Or with make\nls b',
		'# One way\nls a\n# Alternatively\nls b',
		'# First\nls a\n# Optional: more\nls b',
		'# Look\nls a\n# If it is full\nls b',
		'# AWS\nls a\n# GCP\nls b',
		'# staging\nls a\n# production\nls b',
		'# dry run\nls a\n# real\nls b',
	])('%j is a choice with nothing preselected', text => {
		expect(one(text).items[0]).toMatchObject({choice: true});
	});

	test('a comment that tells to do something and has no command below is a manual step', () => {
		expect(outline(one('systemctl stop a\n# Open the board and wait\n').items)).toContain(
			'  manual Open the board and wait',
		);
	});

	test('what starts and stops the same thing in one fence is a demo: line by line only', () => {
		expect(one('docker compose up -d\ndocker compose down').items[0]).toMatchObject({
			mixed: true,
			runnable: false,
		});
	});
});
