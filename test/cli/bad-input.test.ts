import {randomBytes} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {type Bench, bench} from './program.ts';

let at: Bench;

beforeEach(() => {
	at = bench();
});

afterEach(() => at.remove());

const release =
	'---\nservice: shop\nenvironments: {staging: {production: false}}\ninputs: {version: {type: semver}}\n---\n# Release\n- [ ] look\n';

function given(name: string, content: string | Buffer): string {
	writeFileSync(join(at.directory, name), content);
	return name;
}

/** Two lines: what, where and why; then what to do next. Nothing was begun. */
function refused(
	said: {code: number | null; out: string; err: string},
	code: number,
	sentence: RegExp,
): void {
	expect(said.err).toMatch(sentence);
	expect(said.err).toMatch(/^gonogo: .+\n/);
	expect(said.err).not.toMatch(/\n\s+at /);
	expect(said.code).toBe(code);
	const runs = join(at.directory, '.local/state/gonogo/runs');
	expect(existsSync(runs) ? readdirSync(runs) : []).toEqual([]);
}

describe('a runbook that can’t be walked is refused in words', () => {
	test('when it is missing', () => {
		refused(at.gonogo(['run', 'missing.md', '--plain']), 2, /missing\.md does not exist/);
	});

	test('before the terminal is, which may be missing too', () => {
		refused(at.gonogo(['run', 'missing.md']), 2, /missing\.md does not exist/);
		refused(at.gonogo(['run', given('fine.md', release)]), 2, /needs a terminal/);
	});

	test('when it is empty', () => {
		refused(at.gonogo(['run', given('empty.md', ''), '--plain']), 2, /empty\.md is empty/);
	});

	test('when it is binary', () => {
		refused(
			at.gonogo(['run', given('noise.md', Buffer.concat([Buffer.from([0]), randomBytes(2000)])), '--plain']),
			2,
			/holds binary data/,
		);
	});

	test('when it is 100 MB large, without reading it', () => {
		given('huge.md', '# Huge\n');
		truncateSync(join(at.directory, 'huge.md'), 100 * 1024 * 1024);
		refused(at.gonogo(['plan', 'huge.md']), 2, /huge\.md is 100 MB large; the limit is 16 MB/);
	});

	test('when it is a directory, or not UTF-8', () => {
		mkdirSync(join(at.directory, 'books'));
		refused(at.gonogo(['run', 'books', '--plain']), 2, /books is a directory/);
		refused(
			at.gonogo(['run', given('latin.md', Buffer.from([0x23, 0x20, 0xe4, 0x0a])), '--plain']),
			2,
			/not UTF-8/,
		);
	});

	test('when a fence is malformed: with file, line, column, the line itself and a hint', () => {
		const said = at.gonogo([
			'run',
			given('bad.md', `${release}\n\`\`\`gate\nquestion: [1\n\`\`\`\n`),
			'--plain',
		]);

		refused(said, 2, /bad\.md:\d+:\d+: error: .*YAML/);
		expect(said.err).toContain('question: [1');
	});

	test('when front matter has a key that is one slip away from a known one', () => {
		const said = at.gonogo([
			'run',
			given('slip.md', release.replace('service', 'windos: {}\nservice')),
			'--plain',
		]);

		refused(said, 2, /gonogo does not know the key “windos”/);
		expect(said.err).toContain('windows');
	});
});

describe('an argument that makes no sense is refused in words', () => {
	beforeEach(() => given('ok.md', release));

	test('an input that does not match, is not there, or is not a pair', () => {
		refused(
			at.gonogo(['run', 'ok.md', '--plain', '--input', 'version=abc']),
			2,
			/version can't be “abc”: it is not a version/,
		);
		refused(at.gonogo(['run', 'ok.md', '--plain', '--input', 'colour=red']), 2, /has no input “colour”/);
		refused(at.gonogo(['run', 'ok.md', '--plain', '--input', 'version']), 2, /takes name=value/);
	});

	test('an environment the runbook is not meant for', () => {
		refused(at.gonogo(['run', 'ok.md', '--plain', '--env', 'production']), 2, /not meant for “production”/);
	});

	test('the full screen without a terminal', () => {
		refused(at.gonogo(['run', 'ok.md']), 2, /needs a terminal/);
	});

	test('a runbook nobody has trusted, where nobody can be asked', () => {
		refused(
			at.gonogo(['run', 'ok.md', '--plain', '--input', 'version=1.2.3']),
			2,
			/has not been trusted here yet/,
		);
	});

	test('a verb, an option or a page that is not there', () => {
		refused(at.gonogo(['resum']), 2, /There is no verb “resum”; did you mean resume\?/);
		refused(at.gonogo(['log', '--jason']), 2, /unknown option '--jason'/i);
		refused(at.gonogo(['help', 'nothing']), 2, /There is no page “nothing”/);
	});

	test('two modes at once', () => {
		refused(at.gonogo(['run', 'ok.md', '--plain', '--rehearse', '--instructions']), 2, /exclude each other/);
	});
});

describe('a place that can’t be used is named', () => {
	beforeEach(() => given('ok.md', release));

	test('a state directory that can’t be made', () => {
		refused(
			at.gonogo(['run', 'ok.md', '--plain', '--trust', '--input', 'version=1.2.3'], {
				env: {GONOGO_STATE: '/proc/gonogo'},
			}),
			7,
			/\/proc\/gonogo/,
		);
	});

	test('settings that are corrupt, and they are left as they are', () => {
		mkdirSync(join(at.directory, '.config/gonogo'), {recursive: true});
		const file = join(at.directory, '.config/gonogo/config.json');
		writeFileSync(file, '{bad');

		refused(at.gonogo(['log']), 7, /can't be read/);
		expect(statSync(file).size).toBe(4);
	});

	test('no home at all', () => {
		refused(at.gonogo(['log'], {env: {HOME: ''}}), 7, /no home directory/);
	});
});

test('settings are kept readable by their owner alone', () => {
	const said = at.gonogo(['settings', 'operator', 'alice@example.com']);

	expect(said.code).toBe(0);
	expect(statSync(join(at.directory, '.config/gonogo/config.json')).mode & 0o777).toBe(0o600);
	expect(at.gonogo(['settings', 'operator']).out).toContain('alice@example.com');
	expect(at.gonogo(['settings']).out).toContain('theme      (default: auto)\n');
	expect(at.gonogo(['settings', 'theme', 'pink']).code).toBe(2);
});

test('the answers of a pipe are said to be unattended, and an end of input leaves the run to be resumed', () => {
	given('ok.md', release);
	const said = at.gonogo(['run', 'ok.md', '--plain', '--trust', '--input', 'version=1.2.3'], {input: 'y\n'});

	expect(said.code).toBe(3);
	expect(said.out).toContain('Go on with: gonogo resume');
	const resumed = at.gonogo(['resume', '--plain'], {input: 'y\n'});
	expect(resumed.code).toBe(0);
	expect(at.gonogo(['verify', 'last']).out).not.toContain('FAIL');
	expect(at.gonogo(['show', 'last']).out).toContain('closed the run: complete');
});

test('a production gate is never answered from a pipe', () => {
	given('gate.md', '---\nenvironments: {live: {}}\n---\n# Release\n\n```gate\nquestion: Go?\n```\n');
	const said = at.gonogo(['run', 'gate.md', '--plain', '--trust'], {input: 'go\nlive\n'});

	expect(said.code).toBe(3);
	expect(at.gonogo(['show', 'last']).out).not.toContain('GO at');
});
