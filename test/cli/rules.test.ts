import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {type Bench, bench} from './program.ts';

let desk: Bench;

beforeEach(() => {
	desk = bench();
});

afterEach(() => {
	desk.remove();
});

function write(name: string, text: string): string {
	const path = join(desk.directory, name);
	mkdirSync(join(path, '..'), {recursive: true});
	writeFileSync(path, text);
	return path;
}

function read(name: string): string {
	return readFileSync(join(desk.directory, name), 'utf8');
}

function run(
	front: string,
	body: string,
	more: {args?: readonly string[]; input?: string; env?: Readonly<Record<string, string>>} = {},
) {
	write(
		'release.md',
		`---\ntitle: Release\nservice: shop\nenvironments:\n  staging: {production: false}\n  production: {}\n${front}\n---\n\n# Release\n\n${body}`,
	);
	return desk.gonogo(['run', 'release.md', '--plain', '--trust', ...(more.args ?? ['--env', 'staging'])], {
		input: more.input ?? '',
		env: more.env ?? {},
	});
}

const touch = '```sh\ntouch done\n```\n';

describe('before the first step', () => {
	test('what a runbook requires is measured for real, and each thing that is not there is asked about', () => {
		const said = run(
			"requires:\n  tools: {bash: '>=3', no-such-tool: '*', sed: '>=99'}\n  env: [SHOP_TOKEN, SHOP_URL]\n  rehearsal: 30d",
			touch,
			{env: {SHOP_URL: 'https://shop.example'}},
		);

		expect(said.out).toMatch(/✓ bash >=3: \d/);
		expect(said.out).toContain('✗ no-such-tool: no-such-tool is not on this machine.');
		expect(said.out).toMatch(/✗ sed >=99: sed is \d+\.\d+/);
		expect(said.out).toContain('✗ $SHOP_TOKEN: $SHOP_TOKEN is not set.');
		expect(said.out).toContain('✓ $SHOP_URL: set');
		expect(said.out).not.toContain('https://shop.example');
		expect(said.out).toContain('This version was never rehearsed here');
		expect(said.out).toContain('STOP no-such-tool: this runbook requires it');
		expect(said.code).toBe(3);
	});

	test('a rehearsal of this very version counts, and one of another version does not', () => {
		const front = 'requires:\n  rehearsal: 30d';
		run(front, touch, {args: ['--env', 'staging', '--rehearse'], input: 'y\ny\n'});

		expect(run(front, touch).out).toMatch(/✓ last rehearsal: \d{4}-\d\d-\d\d/);
		expect(run(front, `${touch}\n- [ ] And look\n`).out).toContain(
			'✗ last rehearsal: This version was never rehearsed here',
		);
	});

	test('in CI a requirement that does not hold ends with exit code 3, and nothing was touched', () => {
		const said = run('requires:\n  env: [SHOP_TOKEN]', touch, {args: ['--env', 'staging', '--ci']});

		expect(said.code).toBe(3);
		expect(() => read('done')).toThrow();
	});
});

describe('the context', () => {
	const front = 'context:\n  cluster: {command: cat cluster}\n  where: directory';
	const body = '- [ ] Look\n\n```sh\ntouch first; echo prod > cluster\n```\n\n```sh\ntouch second\n```\n';

	test('that a step itself changes stops the next change, shows both values, and stands in the record', () => {
		write('cluster', 'staging\n');
		const said = run(front, body, {input: 'y\ny\ny\n2\nthe cluster was renamed\ny\ny\n'});

		expect(said.out).toContain('✓ context “cluster”: staging');
		expect(said.out).toContain('STOP context “cluster” is not what it has to be');
		expect(said.out).toContain('It was “staging” and is “prod” now.');
		expect(said.code).toBe(0);
		const id = /gonogo verify (\S+)/.exec(said.out)?.[1] ?? '';
		const log = desk.gonogo(['show', id]).out;
		expect(log).toContain('goes on although context.cluster does not hold');
		expect(desk.gonogo(['verify', id]).code).toBe(0);
	});

	test('that can’t be measured stops the run before the first step', () => {
		const said = run(front, body);

		expect(said.out).toContain('STOP context “cluster” is not known');
		expect(said.code).toBe(3);
	});
});

describe('an emergency', () => {
	const body = '- [ ] The docs are right <!-- gonogo: emergency=defer -->\n\n- [ ] It answers\n';

	test('needs its reason and its incident', () => {
		expect(run('', body, {args: ['--env', 'staging', '--emergency']})).toMatchObject({
			code: 2,
			err: expect.stringContaining('its reason and its incident'),
		});
		expect(run('', body, {args: ['--env', 'staging', '--reason', 'x']}).code).toBe(2);
	});

	test('leaves for later what is marked so; the review and that step are shown at the next run, and in reviews', () => {
		const args = ['--env', 'staging', '--emergency', '--reason', 'checkout is down', '--incident', 'INC-42'];
		const said = run('owner: Shop', body, {args, input: 'y\ny\n'});

		expect(said.out).toContain('EMERGENCY');
		expect(said.out).toContain('Emergency: checkout is down (INC-42)');
		expect(said.code).toBe(0);
		const next = run('owner: Shop', body);
		expect(next.out).toMatch(
			/Left to do: Emergency run: to be reviewed by someone who did not take part\., due/,
		);
		expect(next.out).toMatch(/Left to do: Deferred: The docs are right \(Shop\), due/);
		expect(run('owner: Shop', body, {args: ['--env', 'production']}).out).not.toContain('Left to do');
		expect(desk.gonogo(['reviews']).out).toContain('Emergency run');
	});
});

describe('an input from a command', () => {
	const front = 'inputs:\n  sha: {from: {command: cat sha}, pattern: "[0-9a-f]{7}"}';
	const body = '```sh\necho "it is $SHA"\n```\n';

	test('is run after the runbook was trusted, shown, and its value used', () => {
		write('sha', 'abc1234\n');
		const said = run(front, body, {input: 'y\ny\n'});

		expect(said.out).toContain('sha: $ cat sha\n  abc1234');
		expect(said.out).toContain('| it is abc1234');
	});

	test('that fails, or says what is not allowed, is asked for, and why is said', () => {
		expect(run(front, body).out).toMatch(/sha: \$ cat sha\n {2}no value: it ended with exit code 1/);
		write('sha', 'not a sha\n');
		const said = run(front, body);
		expect(said.out).toMatch(/no value: /);
		expect(said.code).toBe(3);
	});

	test('is never run by looking, and not by instructions either', () => {
		const spy = 'inputs:\n  sha: {from: {command: touch spied}}';
		run(spy, body, {args: ['--env', 'staging', '--instructions']});
		desk.gonogo(['plan', 'release.md']);
		desk.gonogo(['lint', 'release.md']);

		expect(() => read('spied')).toThrow();
	});
});

test('a way back that is not ready keeps a declared production environment from being changed', () => {
	const said = run(
		'',
		`${touch}\n## Roll back\n\n\`\`\`sh {precheck="test -d /no/such/backup"}\ntrue\n\`\`\`\n`,
		{args: ['--env', 'production'], input: 'y\n'},
	);

	expect(said.out).toMatch(/STOP way back: .* is not ready/);
	expect(said.code).toBe(3);
	rmSync(join(desk.directory, 'release.md'));
	expect(() => read('done')).toThrow();
});
