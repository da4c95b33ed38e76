import {describe, expect, test} from 'vitest';
import type {PlanItem} from '../../src/runbook/plan.ts';
import {planOfLines} from './plan-of.ts';

/** The one thing a fence under a neutral sentence is taken for: an item's kind with `mixed`, or a reference's kind. */
function fenceIs(info: string, lines: readonly string[], lead = 'See here.'): string {
	const plan = planOfLines(
		'# T',
		'## Steps',
		lead,
		'',
		`\`\`\`${info}`,
		...lines,
		'```',
		'## Else',
		'- [ ] x',
	);
	const [item] = [...plan.items, ...plan.aside];
	if (!item || item.title === 'x') return plan.references[0]?.kind ?? 'nothing';
	return item.mixed ? `${item.kind} mixed` : item.kind;
}

function firstItem(info: string, ...lines: readonly string[]): PlanItem | undefined {
	return planOfLines('# T', '## Steps', '', `\`\`\`${info}`, ...lines, '```').items[0];
}

describe('what a fence is (R4)', () => {
	test.each([
		['bash', ['systemctl restart api'], 'command'],
		['sh', ['labctl start --all'], 'command'],
		['!bash', ['make deploy'], 'command'],
		['8sh', ['make deploy'], 'command'],
		['bash Step/last', ['make deploy'], 'command'],
		['{code-block} bash', ['make deploy'], 'command'],
		['shell hl_lines="2"', ['make deploy'], 'command'],
		['sh {"name":"x","interactive":"false"}', ['make deploy'], 'command'],
		['console', ['kubectl get pods'], 'command'],
		['console', ['Hello from the server'], 'output'],
		['bash', ['2026-02-03T04:05:06Z started'], 'output'],
		['bash', ['12:00:01 started'], 'output'],
		['sh', ['apiVersion: v1', 'kind: Pod'], 'output'],
		['sh', ['├── app', '└── lib'], 'output'],
		['sh', ['https://example.com/'], 'output'],
		['sh', ['@bot deploy it'], 'output'],
		['sh', ['/deploy staging'], 'output'],
		['sh', ['Restart the server'], 'output'],
		['sh', ['{"status": "ok"}'], 'output'],
		['sh', ['<html>', '</html>'], 'output'],
		['sh', ['...'], 'output'],
		['sh', ['[ -f x ] && rm x'], 'command'],
		['sh', ['/usr/local/bin/deploy now'], 'command'],
		['sh', ['Get-Process -Name api'], 'command'],
		['sh', ['VERSION=$(git describe)'], 'command'],
		['', ['kubectl get pods', 'kubectl get svc'], 'command'],
		['', ['labctl start --all'], 'command'],
		['text', ['kubectl get pods'], 'command'],
		['', ['NAME   READY', 'web-1  1/1'], 'text'],
		['', ['A=1', 'B=2'], 'file'],
		['', ['export A=1', 'make all'], 'command'],
		['', ['IFS=","', 'kubectl get pods'], 'command'],
		['', ['make sure that the server is up'], 'text'],
		['', ['SELECT 1;'], 'manual'],
		['', ['+----+', '| db |--->', '+----+'], 'diagram'],
		['mermaid', ['graph TD'], 'diagram'],
		['sql', ['SELECT 1;'], 'manual'],
		['python', ['print(1)'], 'manual'],
		['yaml', ['a: 1'], 'file'],
		['hcl', ['x = 1'], 'file'],
		['output', ['done'], 'output'],
		['bash', ['deploy() {', '  make "$1"', '}'], 'library'],
		['bash', ['# Open the dashboard', '# Look at it'], 'manual'],
		['', ['@bot deploy it'], 'manual'],
		['', ['/deploy staging'], 'manual'],
		['markdown', ['# Hello'], 'other'],
		['promql', ['up == 0'], 'query'],
	])('“%s” with %j is %s', (info, lines, kind) => {
		expect(fenceIs(info, lines)).toBe(kind);
	});

	test('a file to be written is a person’s work when the sentence says so', () => {
		expect(fenceIs('yaml', ['replicas: 3'], 'Add this to `values.yaml`:')).toBe('manual');
		expect(fenceIs('', ['A=1', 'B=2'], 'Put this into `/etc/app.env`:')).toBe('manual');
	});

	test('of a transcript the prompt lines run and the rest is expected', () => {
		const item = firstItem(
			'console',
			'$ kubectl get pods',
			'NAME',
			'web-1',
			'$ kubectl delete pod web-1',
			'deleted',
		);
		expect(item?.commands.map(command => [command.line, command.text])).toEqual([
			[5, 'kubectl get pods'],
			[8, 'kubectl delete pod web-1'],
		]);
		expect(item?.expected).toBe('NAME\nweb-1\ndeleted');
		expect(item?.rule).toBe('R4a');
	});

	test('a prompt’s host is where it runs', () => {
		expect(firstItem('', 'deploy@web1:~$ sudo systemctl restart api')).toMatchObject({
			host: 'web1',
			runnable: true,
		});
	});

	test('nothing but `# command` lines may be root’s prompt or comments: a person picks', () => {
		expect(firstItem('', '# systemctl stop api', '# systemctl start api')).toMatchObject({
			mixed: true,
			runnable: false,
			rule: 'R4b',
		});
		expect(firstItem('', '[root@web1 ~]# systemctl stop api')).toMatchObject({runnable: true});
	});

	test('what is typed at the prompt of a database is a person’s work', () => {
		expect(firstItem('', 'shop=# SELECT 1;', ' 1')).toMatchObject({
			kind: 'manual',
			statements: ['SELECT 1;'],
			rule: 'R4c',
		});
		expect(firstItem('', '10.0.0.1:6379> INFO')).toMatchObject({kind: 'manual', statements: ['INFO']});
		expect(firstItem('sql', 'mysql> SHOW TABLES;')).toMatchObject({
			kind: 'manual',
			statements: ['SHOW TABLES;'],
		});
	});

	test('commands and output in one block without prompts: nothing runs until lines are picked', () => {
		expect(firstItem('bash', 'kubectl get pods', 'NAME   READY', 'web-1  1/1')).toMatchObject({
			kind: 'command',
			mixed: true,
			runnable: false,
			rule: 'R4f',
			inputs: [],
		});
	});

	test('the author’s word wins over the language', () => {
		expect(firstItem('python {run}', 'print(1)')).toMatchObject({kind: 'command', rule: 'R4h'});
		expect(planOfLines('# T', '## S', '```sh {show}', 'rm -rf /', '```').items).toMatchObject([
			{kind: 'manual', rule: 'R14'},
		]);
	});

	test('a fence that is never closed is shown and reported, not run', () => {
		const plan = planOfLines('# T', '## S', '- [ ] a', '', '```sh', 'rm -rf x');
		expect(plan.items).toHaveLength(1);
		expect(plan.problems).toMatchObject([{code: 'damaged.unclosed-fence', line: 5}]);
	});

	test('a block too long to be read before it is confirmed is shown, not run', () => {
		expect(
			fenceIs(
				'sh',
				Array.from({length: 30_000}, () => 'echo hello'),
			),
		).toBe('too-long');
	});

	test('a fence indented too far is still that fence; indented code may be commands', () => {
		expect(
			planOfLines('# T', '## S', 'Run:', '', '    ```sh', '    make all', '    ```').items,
		).toMatchObject([{kind: 'command', commands: [{text: 'make all', line: 6}]}]);
		expect(planOfLines('# T', '## S', 'Run:', '', '    make all').items).toMatchObject([
			{kind: 'command', commands: [{text: 'make all', line: 5}]},
		]);
	});

	test('requests that only ask are probes, others wait for a person', () => {
		expect(firstItem('http', 'GET https://shop.example.com/health')).toMatchObject({
			kind: 'probe',
			runnable: true,
		});
		expect(firstItem('http', 'POST https://shop.example.com/orders', '', '{}')).toMatchObject({
			kind: 'manual',
		});
		expect(fenceIs('http', ['HTTP/1.1 200 OK'])).toBe('http');
	});

	test('output that follows a command is what it is expected to print', () => {
		const plan = planOfLines(
			'# T',
			'## S',
			'```sh',
			'curl -sf https://a.example/health',
			'```',
			'',
			'```json',
			'{"ok": true}',
			'```',
			'',
			'Output:',
			'',
			'```',
			'done',
			'```',
		);
		expect(plan.items).toMatchObject([{expected: '{"ok": true}\ndone'}]);
	});
});
