import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readCommentAttributes, readInfoString} from '../../src/runbook/annotation/attributes.ts';
import {withCommandAttributes} from '../../src/runbook/annotation/command-attributes.ts';
import {withProbeAttributes} from '../../src/runbook/annotation/step-attributes.ts';
import {readRunbook} from '../../src/runbook/read.ts';
import type {ProbeStep} from '../../src/runbook/step-model.ts';
import {plainWork} from '../../src/runbook/work.ts';
import type {CommandWork} from '../../src/runbook/work-model.ts';

function read(info: string): {
	id: string | undefined;
	flags: readonly string[];
	values: Readonly<Record<string, string>>;
	problems: readonly string[];
} {
	const {attributes, problems} = readInfoString(info, 1);
	return {
		id: attributes.id,
		flags: [...attributes.flags],
		values: Object.fromEntries(attributes.values),
		problems: problems.map(problem => `${problem.column} ${problem.message} ${problem.hint}`),
	};
}

describe('attributes of a fence', () => {
	test('id, values, quoted values and flags', () => {
		expect(read('sh {#ship danger=prod undo="git reset \\"x y\\"" fail-on=/ERROR: \\d+/ no-return}')).toEqual(
			{
				id: 'ship',
				flags: ['no-return'],
				values: {danger: 'prod', undo: 'git reset "x y"', 'fail-on': '/ERROR: \\d+/'},
				problems: [],
			},
		);
	});

	test('true and false of a flag', () => {
		expect(read('sh {#a auto=true strict=false}')).toMatchObject({
			flags: ['auto'],
			values: {strict: 'false'},
		});
	});

	test('those of runme in both of its forms', () => {
		expect(read('sh {"name":"Ship It","interactive":"false","mimeType":"text/plain"}')).toMatchObject({
			id: 'ship-it',
			values: {interactive: 'false'},
			problems: [],
		});
		expect(read('sh { name=ship interactive=true closeTerminalOnSuccess=false }')).toMatchObject({
			id: 'ship',
			flags: ['interactive'],
			problems: [],
		});
		expect(read('sh {"id":"01HF7B0KJQ9PZ8Z3XQ5M6N7R8S","name":"ship"}').id).toBe('ship');
	});

	test('those of other programs are ignored', () => {
		for (const info of [
			'js {1,3-5}',
			'sh {.line-numbers}',
			'bash hl_lines="5-7"',
			'{code-block} bash',
			'sh {highlight=1 theme=dark}',
			'bash Step/last',
			'go template {{ .x }}',
			'',
		]) {
			expect(read(info)).toEqual({id: undefined, flags: [], values: {}, problems: []});
		}
	});

	test('a slip beside one of ours is named with what was meant', () => {
		expect(read('sh {#ship timout=5m}').problems).toEqual([
			'14 “timout” is not an attribute gonogo knows, so it does nothing. Did you mean “timeout”?',
		]);
	});

	test('an id that is none, a flag with a value and a value without one are errors', () => {
		expect(read('sh {#a/b}').problems.join()).toContain("can't be an id");
		expect(read('sh {#a auto=maybe}').problems.join()).toContain('it is true or false');
		expect(read('sh {#a timeout}').problems.join()).toContain('has no value');
	});

	test('whatever stands there, something is read', () => {
		fc.assert(
			fc.property(
				fc.string(),
				fc.string({unit: fc.constantFrom('{', '}', '#', '=', '"', "'", '/', 'a', ' ', 'id', '\\')}),
				(a, b) => read(a) !== read(`sh {${b}}`),
			),
		);
	});
});

describe('attributes of a heading or task', () => {
	test('stand in a comment of ours', () => {
		const reading = readCommentAttributes(
			'<!-- gonogo: role=lead evidence="link to the build" #tests -->',
			4,
		);
		expect(reading?.attributes).toMatchObject({id: 'tests', line: 4});
		expect(Object.fromEntries(reading?.attributes.values ?? [])).toEqual({
			role: 'lead',
			evidence: 'link to the build',
		});
	});

	test('other comments are none', () => {
		expect(readCommentAttributes('<!-- paste link -->', 1)).toBeUndefined();
		expect(readCommentAttributes('<!-- gonogoal: x -->', 1)).toBeUndefined();
	});

	test('every unknown name in a comment of ours is a problem', () => {
		expect(readCommentAttributes('<!-- gonogo: colour=blue -->', 1)?.problems).toMatchObject([
			{code: 'attribute.unknown'},
		]);
	});
});

function work(info: string): {work: CommandWork; problems: readonly string[]} {
	const {value, problems} = withCommandAttributes(
		plainWork({interpreter: 'bash', script: 'x', commands: []}),
		readInfoString(`sh {${info}}`, 3).attributes,
	);
	return {work: value, problems: problems.map(problem => `${problem.line} ${problem.message}`)};
}

describe('what attributes do to a command', () => {
	test('each sets its own', () => {
		expect(
			work(
				'on=web1,deploy@web2 cwd=/srv timeout=5m quiet-for=30s ok-exit=0,1 fail-on=/ERROR/ expect=/done/ capture="tag=/v(\\d+)/; rest" verify="./check" retry=3x10s env="A=1 B=2" batch=2 idempotent interactive strict=false',
			).work,
		).toMatchObject({
			on: ['web1', 'deploy@web2'],
			cwd: '/srv',
			timeoutMs: 300_000,
			quietForMs: 30_000,
			okExit: [0, 1],
			failOn: 'ERROR',
			expectOutput: 'done',
			capture: {tag: 'v(\\d+)', rest: 'last-line'},
			verify: './check',
			retry: {attempts: 3, delayMs: 10_000},
			env: {A: '1', B: '2'},
			batch: 2,
			idempotent: true,
			interactive: true,
			strict: false,
		});
	});

	test.each([
		'timeout=soon',
		'ok-exit=300',
		'retry=99',
		'on=-oProxyCommand',
		'fail-on=/(/',
		'capture="9=x"',
		'batch=0',
		'env="=1"',
		'expect=/(a+)+b/',
	])('%s is refused and changes nothing', info => {
		const {problems, work: given} = work(info);
		expect(problems).toHaveLength(1);
		expect({...given, env: {}, on: []}).toEqual({...work('').work, env: {}, on: []});
	});
});

test('expectations of a probe', () => {
	const step = readRunbook({text: '```http {#h}\nGET https://x.example/\n```\n', path: 'x.md'}).runbook
		.walk[0] as ProbeStep;
	const {value, problems} = withProbeAttributes(
		step,
		readInfoString(
			'http {status=200,3xx body="is up." json=".state=ok; .a.b=1" header=x-a=b latency=300ms poll=5s within=2m successes=3 fresh-for=1m}',
			1,
		).attributes,
	);
	expect(problems).toEqual([]);
	expect(value).toMatchObject({
		poll: {everyMs: 5000, withinMs: 120_000, successes: 3},
		freshForMs: 60_000,
		work: {
			expect: {
				body: 'is up\\.',
				json: {'.state': 'ok', '.a.b': '1'},
				header: {'x-a': 'b'},
				latencyMsMax: 300,
			},
		},
	});
	expect(value.work.probe === 'http' && value.work.expect.status?.slice(0, 3)).toEqual([200, 300, 301]);
	expect(withProbeAttributes(step, readInfoString('http {status=ok}', 1).attributes).problems).toHaveLength(
		1,
	);
});
