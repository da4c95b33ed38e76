import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {noAttributes} from '../../src/runbook/annotation/attributes.ts';
import {
	readStructuredFence,
	type StructuredKind,
	structuredKinds,
	structuredMutates,
} from '../../src/runbook/annotation/structured.ts';
import {readFrontMatter} from '../../src/runbook/front-matter/front-matter.ts';

const {meta} = readFrontMatter(
	'---\nconnections: {main: {env: SHOP_DB}}\nmetrics: {errors: {prometheus: {url: "http://p", query: e}, fail: "value > 5% for 5m"}}\nnotify: {channels: {team: {copy: "#web"}}, templates: {start: Shipping}}\n---\n',
);

function read(
	kind: StructuredKind,
	body: string,
	flags: readonly string[] = [],
): ReturnType<typeof readStructuredFence> {
	return readStructuredFence(kind, body, {
		line: 10,
		attributes: {...noAttributes, flags: new Set(flags)},
		meta,
		title: 'Is it good?',
	});
}

function work(kind: StructuredKind, body: string, flags: readonly string[] = []): unknown {
	const reading = read(kind, body, flags);
	expect(reading.problems).toEqual([]);
	return reading.work;
}

describe('a structured fence is a step', () => {
	test('gate: an approval unless it names answers or roles to ask', () => {
		expect(work('gate', '')).toMatchObject({
			kind: 'gate',
			gate: 'approval',
			question: 'Is it good?',
			approvals: 1,
		});
		expect(work('gate', 'choices: {go: next, wait: soak}')).toMatchObject({
			gate: 'judgement',
			choices: {go: 'next', wait: 'soak'},
		});
		expect(work('gate', 'gate: poll\nroles: [db, web]\nprobes: health')).toMatchObject({
			gate: 'poll',
			roles: ['db', 'web'],
			probes: ['health'],
		});
	});

	test('metric: from a server, a query, a command or the front matter', () => {
		expect(
			work('metric', 'http: https://x/m\npath: .rate\nfail: value > 2 * baseline for 10m\nevery: 5s', [
				'guard',
			]),
		).toMatchObject({
			guard: true,
			work: {everyMs: 5000, baseline: true, from: {source: 'http', path: '.rate'}},
		});
		expect(work('metric', 'sql: select 1\nconnection: main\nfail: value > 3')).toMatchObject({
			guard: false,
			work: {from: {source: 'sql', connection: 'main'}},
		});
		expect(work('metric', 'command: ./count\nfail: value > 3')).toMatchObject({
			work: {from: {source: 'command', run: {script: './count'}}},
		});
		expect(
			work('metric', 'sql: select 1\nconnection: main\nfail: value > 2 * baseline\nbaseline: true'),
		).toMatchObject({work: {fail: '', baseline: true}});
		expect(work('metric', 'sql: select 1\nconnection: main\nfail: value > 3\nbaseline: true')).toMatchObject({
			work: {fail: 'value > 3'},
		});
		expect(work('metric', 'metric: errors\nfor: 30m')).toMatchObject({
			work: {fail: 'value > 5% for 5m', forMs: 1_800_000},
		});
	});

	test.each([
		[
			'http: https://x/health\nexpect: {status: 200, body: /ok/}\npoll: 5s',
			{probe: 'http', expect: {status: [200], body: 'ok'}},
		],
		[
			'http: {url: https://x, method: POST, body: "{}"}',
			{probe: 'http', request: {method: 'POST', body: '{}'}},
		],
		['sql: select 1\nconnection: main\nexpect: 1', {probe: 'sql', expect: '1'}],
		['tcp: db:5432', {probe: 'tcp', host: 'db', port: 5432}],
		['tcp: "db:{{port}}"', {probe: 'tcp', port: '{{port}}'}],
		['tls: shop.example\ndays-left: 21', {probe: 'tls', port: 443, daysLeftMin: 21}],
		['disk: /var\nfree: 20%', {probe: 'disk', freePercentMin: 20}],
		['disk: /var\nfree: 10 GiB', {probe: 'disk', freeBytesMin: 10 * 1024 ** 3}],
		['file: x.lock\nabsent: true', {probe: 'file', absent: true}],
		['command: systemctl is-active web', {probe: 'command', run: {commands: [{danger: 'read'}]}}],
		[
			'command: systemctl is-active web\nexpect: /^active/',
			{probe: 'command', run: {expectOutput: '^active'}},
		],
		['sql: select true\nconnection: main\nexpect: /^t/', {probe: 'sql', expect: '^t'}],
		['tool: docker\nversion: ">=24"', {probe: 'tool', version: '>=24'}],
	])('probe: %s', (body, expected) => {
		expect(work('probe', body)).toMatchObject({kind: 'probe', work: expected});
	});

	test('backup, restore, migration, notify and wait', () => {
		expect(work('backup', 'connection: main')).toMatchObject({work: {format: 'custom', verify: 'read'}});
		expect(work('restore', 'connection: main\nfrom: backup')).toMatchObject({
			work: {from: 'backup', aside: true},
		});
		expect(work('migration', 'connection: main\nfiles: up.sql\nphase: contract')).toMatchObject({
			work: {files: ['up.sql'], phase: 'contract', lockTimeoutMs: 5000, transaction: true},
		});
		expect(work('notify', 'channel: team\ntemplate: start')).toMatchObject({work: {key: 'team:start'}});
		expect(work('wait', '15m')).toEqual({kind: 'wait', forMs: 900_000});
		expect(work('wait', 'for: 10m\nuntil: "22:30"')).toMatchObject({
			forMs: 600_000,
			until: {time: '22:30', timeZone: 'UTC'},
		});
	});

	test('only what has to be undone is a mutation', () => {
		const mutates = (kind: StructuredKind, body: string) => {
			const reading = read(kind, body);
			return reading.work === undefined ? undefined : structuredMutates(reading.work);
		};
		expect(mutates('migration', 'connection: main\nsql: select 1')).toBe(true);
		expect(mutates('restore', 'connection: main\nfrom: b')).toBe(true);
		expect(mutates('probe', 'command: rm -rf /srv/cache')).toBe(true);
		expect(mutates('probe', 'command: sudo systemctl restart shop')).toBe(true);
		expect(mutates('probe', 'command: ./look > /srv/report')).toBe(true);
		expect(mutates('probe', 'command: ./look --all | grep ok')).toBe(false);
		expect(mutates('probe', 'command: ls')).toBe(false);
		expect(mutates('backup', 'connection: main')).toBe(false);
		expect(mutates('wait', '1m')).toBe(false);
	});
});

describe('a fence that says too little or something wrong is no step', () => {
	test.each([
		['gate', 'gate: judgement', 10, 'needs choices'],
		['gate', 'question: x\napproval: 2', 11, 'Did you mean “approvals”?'],
		['metric', 'fail: value > 1', 10, 'says nowhere where its number comes from'],
		['metric', 'metric: latency', 10, 'There is no metric “latency”'],
		['metric', 'command: x\nfail: rises', 11, "can't be read"],
		['metric', 'http: https://x\nfail: value > 1', 10, 'needs “path”'],
		['probe', '', 10, 'says nowhere what to look at'],
		['probe', 'tcp: db:5432\ntls: db', 10, 'make it one probe each'],
		['probe', 'http: {{url}}/health', 10, 'Quote a value that begins with {{'],
		['probe', 'disk: /var\nfree: lots', 11, 'must be a percentage'],
		['probe', 'http: https://x\npoll: often', 11, 'must be a duration'],
		['probe', 'sql: select 1', 10, 'needs “connection”'],
		['backup', 'connection: other', 10, 'There is no connection “other”'],
		['backup', '- a', 10, 'a set of keys and values'],
		['migration', 'connection: main', 10, 'needs files or sql'],
		['notify', 'channel: team', 10, 'needs template or text'],
		['notify', 'channel: team\ntemplate: end', 11, 'There is no template “end”'],
		['wait', 'for: a while', 10, 'must be a duration'],
	] as const)('%s: %s', (kind, body, line, says) => {
		const [problem] = read(kind, body).problems;
		expect(`${problem?.message} ${problem?.hint}`).toContain(says);
		expect(problem?.line).toBe(line);
	});

	test('whatever stands there, a reading comes back', () => {
		const yamlish = fc
			.array(
				fc.constantFrom(
					'http: ',
					'expect: ',
					'command: ',
					'for: ',
					'sql: ',
					'connection: main',
					'\n',
					'  ',
					'- ',
					'{',
					'}',
					'[',
					']',
					'"',
					': ',
					'x',
					'1',
					'5m',
					'value > 1',
					'&a',
					'*a',
				),
				{maxLength: 25},
			)
			.map(parts => parts.join(''));
		fc.assert(
			fc.property(fc.constantFrom(...structuredKinds), yamlish, (kind, body) => {
				const {work: found, problems} = read(kind, body);
				expect(found !== undefined || problems.length > 0).toBe(true);
			}),
			{numRuns: 500},
		);
	});
});
