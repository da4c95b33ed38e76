import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {isComplete, logicalLines} from '../../../src/runbook/shell/logical-lines.ts';
import {splitCommands} from '../../../src/runbook/shell/split.ts';

function texts(...lines: readonly string[]): readonly string[] {
	return splitCommands(lines.join('\n'), 1).map(command => command.text);
}

describe('a shell block falls into commands as the shell would read them', () => {
	test('each line is one command, with its line in the file', () => {
		const commands = splitCommands('git fetch\n\ngit status\n', 40);
		expect(commands.map(({text, line}) => [text, line])).toEqual([
			['git fetch', 40],
			['git status', 42],
		]);
	});

	test('continued lines are one command', () => {
		expect(texts('rsync -a \\', '  --delete \\', '  a/ b/', 'date')).toEqual([
			'rsync -a \\\n  --delete \\\n  a/ b/',
			'date',
		]);
	});

	test('a line that ends in a pipe or in && goes on', () => {
		expect(texts('cat app.log |', '  grep warn', 'make build &&', '  make ship')).toEqual([
			'cat app.log |\n  grep warn',
			'make build &&\n  make ship',
		]);
	});

	test('quotes hold lines together', () => {
		expect(texts('psql -c "select 1;', 'select 2"', 'date')).toEqual([
			'psql -c "select 1;\nselect 2"',
			'date',
		]);
	});

	test('a here-document belongs to the command that reads it', () => {
		expect(texts('cat <<EOF > x', 'one # two', '$(rm x)', 'EOF', 'date')).toEqual([
			'cat <<EOF > x\none # two\n$(rm x)\nEOF',
			'date',
		]);
		expect(texts("ssh web <<-'END'", '\tuptime', '\tEND', 'date')).toEqual([
			"ssh web <<-'END'\n\tuptime\n\tEND",
			'date',
		]);
	});

	test('loops, conditions, cases, functions and subshells are one command each', () => {
		const blocks = [
			'for host in a b; do\n  ping -c1 "$host"\ndone',
			'while ! nc -z db 5432\ndo\n  sleep 1\ndone',
			'if [ -f x ]; then\n  rm x\nelse\n  touch x\nfi',
			'case $1 in\n  a) echo one ;;\n  *) echo other ;;\nesac',
			'restart() {\n  systemctl restart "$1"\n}',
			'(\n  cd /srv\n  ls\n)',
		];
		expect(texts(...blocks, 'date')).toEqual([...blocks, 'date']);
	});

	test('an apostrophe that never closes does not swallow the lines after it', () => {
		expect(texts("echo don't", 'date')).toEqual(["echo don't", 'date']);
	});

	test('a loop that never ends is read line by line', () => {
		expect(texts('for example', 'date')).toEqual(['for example', 'date']);
	});

	test('a here-document without its end swallows nothing', () => {
		expect(texts('cat <<EOF', 'date')).toEqual(['cat <<EOF', 'date']);
	});

	test('a placeholder in angle brackets is a word and no redirect', () => {
		const [command] = splitCommands('kubectl logs <pod name> > /dev/null', 1);
		expect(command?.danger).toBe('read');
	});

	test('comments are no commands, also inside loops', () => {
		expect(texts('# first', 'date # now', 'for a in b; do # each', '  # nothing', '  date', 'done')).toEqual([
			'date',
			'for a in b; do # each\n  # nothing\n  date\ndone',
		]);
	});

	test('CRLF line ends are line ends', () => {
		expect(texts('date\r', 'uptime\r')).toEqual(['date', 'uptime']);
	});
});

describe('whatever the text is', () => {
	const shellish = fc
		.array(
			fc.constantFrom(
				'for ',
				'do\n',
				'done\n',
				'"',
				"'",
				'$(',
				')',
				'`',
				'<<EOF\n',
				'EOF\n',
				'\\\n',
				'#x\n',
				'|',
				'&&',
				';',
				'{',
				'}',
				'ls',
				' ',
				'\n',
				'<a b>',
				'case x in ',
				'a) ',
				'esac',
				'\t',
				'é',
				'😀',
			),
			{maxLength: 60},
		)
		.map(parts => parts.join(''));

	test('every command stands in it, in order and without overlap', () => {
		fc.assert(
			fc.property(shellish, script => {
				let at = 0;
				for (const {text} of splitCommands(script, 1)) {
					const found = script.indexOf(text, at);
					expect(found).toBeGreaterThanOrEqual(at);
					at = found + text.length;
				}
			}),
			{numRuns: 500},
		);
	});

	test('every word outside comments stands in a command', () => {
		fc.assert(
			fc.property(
				fc.array(fc.stringMatching(/^[a-z]{1,6}$/), {minLength: 1, maxLength: 20}),
				fc.infiniteStream(fc.constantFrom(' ', '\n', ' | ', ' && ', ';\n')),
				(words, gaps) => {
					const script = words.map(word => `x${word}${gaps.next().value}`).join('');
					const joined = logicalLines(script)
						.map(line => line.text)
						.join('\n');
					for (const word of words) {
						expect(joined).toContain(`x${word}`);
					}
				},
			),
			{numRuns: 200},
		);
	});

	test('lines only rise', () => {
		fc.assert(
			fc.property(shellish, script => {
				const lines = splitCommands(script, 7).map(command => command.line);
				expect(lines).toEqual(lines.toSorted((a, b) => a - b));
				expect(lines.every(line => line >= 7)).toBe(true);
			}),
		);
	});
});

test('a shell waits for more where something is open', () => {
	const open = [
		'echo "a',
		"echo 'a",
		'ls |',
		'ls &&',
		'ls \\',
		'cat <<EOF\na',
		'for a in b; do',
		'if true; then',
		'echo $(date',
	];
	expect(open.filter(isComplete)).toEqual([]);
	const whole = [
		'echo "a"',
		'ls | wc -l',
		'cat <<EOF\na\nEOF',
		'for a in b; do date; done',
		"echo it\\'s",
		'',
		'# a | b |',
	];
	expect(whole.filter(text => !isComplete(text))).toEqual([]);
});
