/** A session of a program other than a shell: what was typed into it, and what came back. */
export type ReplTranscript = {
	/** Which program, e.g. `psql`, `mysql`, `redis-cli`, `python`. */
	readonly repl: string;
	readonly statements: readonly {readonly text: string; readonly line: number}[];
	readonly output: string;
};

type Known = {readonly repl: string; readonly prompt: RegExp; readonly more?: RegExp};

const known: readonly Known[] = [
	{
		repl: 'psql',
		prompt:
			/^\s*(?:[\w.-]{1,63}(?:@[\w.-]{1,60})?[=!^][*!?]?[#>](?=\s|$)|[a-z][\w-]{0,62}#(?=\s+(?:select|insert into|update|delete from|show|alter|create|drop|vacuum|begin|commit|explain|\\\w)\b))/i,
		more: /^\s*[\w.-]{0,63}[-('"$*][#>](?=\s|$)/,
	},
	{
		repl: 'mysql',
		prompt: /^\s*(?:mysql|MySQL(?:\s[\w.:-]+)*(?:\s+\[?[\w() -]+\]?)?|MariaDB \[[^\]]{1,60}\])>/,
		more: /^\s*(?:->|'>|">)/,
	},
	{
		repl: 'redis-cli',
		prompt:
			/^\s*(?:redis(?:\s[\w./:-]+)?|valkey|(?:\d{1,3}\.){3}\d{1,3}:\d+(?:\[\d+\])?|localhost:\d+|not connected)>/,
	},
	{
		repl: 'irb',
		prompt:
			/^\s*(?:irb(?:\([^)]{1,40}\))?(?::\d+(?::\d+)?)?[>*"']|(?:\[\d+\]\s*)?pry\([^)]{1,40}\)>|[\w-]{1,40}\((?:dev|prod|staging|production|development|test)\)>|\d\.\d\.\d :\d{3} >)/,
	},
	{repl: 'python', prompt: /^\s*>>>(?=\s|$)/, more: /^\s*\.\.\.(?=\s|$)/},
	{repl: 'ipython', prompt: /^\s*In \[\d+\]:/, more: /^\s*\.{3,}:/},
	{repl: 'sqlite3', prompt: /^\s*sqlite>/, more: /^\s*\.\.\.>/},
	{
		repl: 'mongosh',
		prompt:
			/^\s*(?:(?:mongo|mongos|mongosh|test|admin)>|[\w-]{1,40}:(?:PRIMARY|SECONDARY|ARBITER|OTHER)>|[\w-]{1,40} \[(?:primary|secondary|direct: \w+|mongos)\] [\w-]{1,40}>)/,
	},
	{repl: 'cqlsh', prompt: /^\s*(?:\w{1,40}@)?cqlsh(?::\w{1,48})?>/},
	{repl: 'iex', prompt: /^\s*iex(?:\([^)]{1,60}\)\d*)?>/, more: /^\s*\.\.\.(?:\([^)]{1,60}\)\d*)?>/},
	{repl: 'clickhouse-client', prompt: /^\s*(?:[\w.-]{1,60} )?:\)/, more: /^\s*:-\]/},
	{repl: 'sqlplus', prompt: /^\s*SQL>/, more: /^\s*\d+\s{2}/},
	{repl: 'sftp', prompt: /^\s*(?:sftp|ftp|lftp [^>]{1,80})>/},
	{repl: 'gdb', prompt: /^\s*\((?:gdb|lldb|pdb|Pdb|parted)\)\s/},
	{
		repl: 'console',
		prompt:
			/^\s*(?:scala|hive|jshell|ghci|hbase\([^)]{1,40}\)[:\d]*|hbase:\d+:\d+|spark-sql|spark-shell|telnet|grub|consul|influx|impala|beeline|[\w.-]{1,40}@ksql|ksql|trino(?::\w+)?|presto|zk: [\w.:-]+\([A-Z]+\) \d+\]|fdisk|nft|julia|rabbitmq)>/,
	},
];

/**
Recognises the prompts of databases, consoles and interpreters (rule R4c): their lines are typed into a session that a
person holds open, never run by a shell.

@returns undefined when no line carries such a prompt.
*/
export function replOf(lines: readonly string[], firstLine = 1): ReplTranscript | undefined {
	if (!lines.some(line => line.length < lineMax && anyMark.test(line))) return;
	const found = known.find(({prompt}) => lines.some(line => line.length < lineMax && prompt.test(line)));
	return found === undefined ? undefined : read(lines, found, firstLine);
}

/** Every prompt above has one of these; most scripts have none. */
const anyMark = /[>#]|:\)|^\s*In \[\d|^\s*\(\w{2,8}\)\s/;
/** Longer lines carry no prompt. */
const lineMax = 4000;

function read(lines: readonly string[], {repl, prompt, more}: Known, firstLine: number): ReplTranscript {
	const statements: {text: string; line: number}[] = [];
	const output: string[] = [];
	let typing = false;
	for (const [index, line] of lines.entries()) {
		const last = statements.at(-1);
		if (prompt.test(line)) {
			statements.push({text: line.replace(prompt, '').trim(), line: index + firstLine});
			typing = true;
		} else if (typing && last !== undefined && more?.test(line) === true) {
			last.text = `${last.text}\n${line.replace(more, '').replace(/^ /, '')}`.trim();
		} else {
			output.push(line);
			typing = false;
		}
	}
	return {
		repl,
		statements: statements.filter(statement => statement.text !== ''),
		output: output.join('\n').trim(),
	};
}
