import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readTranscript} from '../../../src/runbook/shell/prompts.ts';
import {replOf} from '../../../src/runbook/shell/repl.ts';

function typed(...lines: readonly string[]): readonly string[] | undefined {
	return readTranscript(lines)?.commands.map(command => command.text);
}

describe('a pasted terminal session', () => {
	test('prompt lines are the commands, the rest is what came back', () => {
		const transcript = readTranscript(
			['$ kubectl get pods', 'NAME    READY', 'shop-1  1/1', '', '$ date', 'Sat Nov 21'],
			30,
		);
		expect(transcript).toEqual({
			commands: [
				{text: 'kubectl get pods', line: 30},
				{text: 'date', line: 34},
			],
			output: 'NAME    READY\nshop-1  1/1\n\nSat Nov 21',
			root: false,
			unsure: false,
		});
	});

	test.each([
		['$ date'],
		['% date'],
		['❯ date'],
		['deploy@web-1:~$ date'],
		['[root@web-1 ~]# date'],
		['(venv) $ date'],
		['web$ date'],
		['chef-repo % date'],
		['workstation      $ date'],
		['[sender] $ date'],
		['PS C:\\> date'],
		['$web date'],
		['bash-5.1$ date'],
		['sh-4.2# date'],
		['root@web:/srv# date'],
		['➜  shop git:(main) ✗ date'],
		['> date'],
		['  $ date'],
		['C:\\ops> date'],
	])('%s', line => {
		expect(typed(line, 'some output')).toEqual(['date']);
	});

	test('the prompt says where it runs', () => {
		expect(readTranscript(['deploy@db-2:~$ date'])?.promptHost).toBe('db-2');
		expect(readTranscript(['[root@db-2 etc]# date'])).toMatchObject({
			promptHost: 'db-2',
			root: true,
			unsure: false,
		});
	});

	test('continuations, here-documents and second prompts belong to the command above', () => {
		expect(typed('$ docker run \\', '>   --rm \\', '>   shop', 'started')).toEqual([
			'docker run \\\n  --rm \\\n  shop',
		]);
		expect(typed('$ cat <<EOF', 'a', 'EOF', 'a')).toEqual(['cat <<EOF\na\nEOF']);
		expect(typed('$ for a in 1 2', '> do', '> echo $a', '> done', '1')).toEqual([
			'for a in 1 2\ndo\necho $a\ndone',
		]);
	});

	test('an open quote does not swallow the next prompt', () => {
		expect(typed("$ echo it's", 'x', '$ date')).toEqual(["echo it's", 'date']);
	});

	test('comments are no root prompts', () => {
		expect(readTranscript(['# Restart the web server', 'systemctl restart web'])).toBeUndefined();
		expect(readTranscript(['# find the pod', 'kubectl get pods'])).toBeUndefined();
		expect(readTranscript(['# make sure that nobody is logged in'])).toBeUndefined();
	});

	test('lines that are all `# command` may be a root prompt: ask', () => {
		expect(readTranscript(['# systemctl restart nginx', '# journalctl -u nginx -n 5'])).toMatchObject({
			root: true,
			unsure: true,
			commands: [{text: 'systemctl restart nginx'}, {text: 'journalctl -u nginx -n 5'}],
		});
	});

	test('a block without prompts is no session', () => {
		for (const lines of [
			['kubectl get pods'],
			['price: $ 5'],
			['> quoted words of a letter'],
			['100 % sure'],
			['a@b.example is the address'],
			['PATH=$HOME/bin'],
			[''],
		]) {
			expect(readTranscript(lines)).toBeUndefined();
		}
	});

	test('whatever the lines are, nothing is made up', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.oneof(
						fc.string(),
						fc.constantFrom('$ ls', '> a', 'EOF', '$ cat <<EOF', '$ echo "', 'root@a:~# ls'),
					),
					{maxLength: 12},
				),
				lines => {
					const transcript = readTranscript(lines);
					for (const {text, line} of transcript?.commands ?? []) {
						expect(lines[line - 1]).toContain(text.split('\n')[0]);
					}
				},
			),
		);
	});
});

describe('a session of another program', () => {
	test.each([
		['psql', ['shop=# select 1;', ' ?column? ', 'shop=# \\q'], ['select 1;', '\\q']],
		['psql', ['postgres=> select 1', 'postgres-> from a;'], ['select 1\nfrom a;']],
		['psql', ['pgbouncer=# show pools;'], ['show pools;']],
		['mysql', ['mysql> show slave status\\G', '*** 1. row ***'], ['show slave status\\G']],
		['mysql', ['MariaDB [(none)]> select 1', '    -> from a;'], ['select 1\nfrom a;']],
		['redis-cli', ['10.0.0.1:6379> info', 'role:master'], ['info']],
		['irb', ['irb(main):001:0> User.count', '=> 3'], ['User.count']],
		['python', ['>>> for a in b:', '...     print(a)', '1'], ['for a in b:\n    print(a)']],
		['sqlite3', ['sqlite> .tables'], ['.tables']],
		['mongosh', ['rs0:PRIMARY> rs.status()'], ['rs.status()']],
	] as const)('%s', (repl, lines, statements) => {
		const found = replOf(lines, 5);
		expect(found?.repl).toBe(repl);
		expect(found?.statements.map(statement => statement.text)).toEqual(statements);
	});

	test('a shell session is none', () => {
		for (const lines of [
			['$ psql shop'],
			['user@host:~$ ls'],
			['root@host:~# ls'],
			['[root@host ~]# ls'],
			['host# ls'],
			['kubectl get pods'],
		]) {
			expect(replOf(lines)).toBeUndefined();
		}
	});
});
