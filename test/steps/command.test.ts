import {createHash} from 'node:crypto';
import {existsSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {aCommand, aWorld} from './given.ts';

describe('a command', () => {
	test('that exits with 0 passes, and its log is what it wrote on both channels, in order', async () => {
		const world = aWorld();
		const outcome = await world.perform(aCommand('echo one; echo two >&2; echo three'));
		expect(outcome).toMatchObject({result: 'passed', exit: 0, summary: 'exit 0'});
		expect(world.log('command')).toBe('one\ntwo\nthree\n');
		expect(outcome.output).toEqual({
			bytes: 14,
			sha256: createHash('sha256').update('one\ntwo\nthree\n').digest('hex'),
		});
		expect(statSync(join(world.directory, 'output/command.1.log')).mode & 0o777).toBe(0o600);
	});

	test('stops at its first failing line (D9)', async () => {
		const world = aWorld();
		expect(await world.perform(aCommand('false\necho next'))).toMatchObject({result: 'failed', exit: 1});
		expect(world.log('command')).toBe('');
		expect(await world.perform(aCommand('false | cat\necho next'))).toMatchObject({result: 'failed'});
		expect(await world.perform(aCommand('echo "$nothing"\necho next'))).toMatchObject({result: 'failed'});
		expect(await world.perform(aCommand('false\necho next', {strict: false}))).toMatchObject({
			result: 'passed',
		});
	});

	test('says how it ended in words, with its last line', async () => {
		const world = aWorld();
		expect((await world.perform(aCommand('echo no such release; exit 3'))).why).toBe(
			'exit 3: no such release',
		);
		expect((await world.perform(aCommand('gonogo-has-no-such-program'))).why).toMatch(
			/^exit 127 \(a command was not found\): .*command not found$/,
		);
		expect(await world.perform(aCommand('kill -9 $$'))).toMatchObject({
			result: 'failed',
			signal: 'SIGKILL',
			why: 'It was ended by SIGKILL (often: out of memory)',
		});
		expect((await world.perform(aCommand('bash -c "kill -TERM \\$\\$"'))).why).toMatch(
			/exit 143 \(ended by SIGTERM\)/,
		);
	});

	test('can count other exit codes as good (D6, D7)', async () => {
		const world = aWorld();
		expect(await world.perform(aCommand('diff <(echo a) <(echo b)', {okExit: [0, 1]}))).toMatchObject({
			result: 'passed',
			exit: 1,
			summary: 'exit 1, which counts as good here',
		});
	});

	test('fails when its output says so, whatever its exit code (D4)', async () => {
		const world = aWorld();
		const outcome = await world.perform(
			aCommand('printf "CREATE TABLE\\n\\e[31mERROR: relation exists\\e[0m\\nCREATE INDEX\\n"', {
				failOn: '^ERROR:',
			}),
		);
		expect(outcome).toMatchObject({
			result: 'failed',
			why: 'Its output says so (fail-on): ERROR: relation exists',
		});
	});

	test('must show what is expected of its output', async () => {
		const world = aWorld();
		expect(await world.perform(aCommand('echo healthy', {expectOutput: '^healthy$'}))).toMatchObject({
			result: 'passed',
		});
		expect(await world.perform(aCommand('echo starting', {expectOutput: '^healthy$'}))).toMatchObject({
			result: 'failed',
			why: 'No line of its output matches ^healthy$.',
		});
	});

	test('gives values to later steps', async () => {
		const world = aWorld();
		const outcome = await world.perform(
			aCommand('echo digest: sha256:abc; echo digest: sha256:def; echo; echo done', {
				capture: {digest: 'digest: (\\S+)', state: 'last-line'},
			}),
		);
		expect(outcome.captured).toEqual({digest: 'sha256:def', state: 'done'});
		expect(await world.perform(aCommand('echo "$digest $DIGEST"', {id: 'later'}))).toMatchObject({
			result: 'passed',
		});
		expect(world.log('later')).toBe('sha256:def sha256:def\n');
		expect(await world.perform(aCommand('echo', {capture: {digest: 'digest: (\\S+)'}}))).toMatchObject({
			result: 'failed',
			why: 'Nothing in its output gives a value for digest.',
		});
	});

	test('has its own session and nothing to read from', async () => {
		const world = aWorld();
		const outcome = await world.perform(
			aCommand('cat; [ "$(ps -o sid= -p $$ | tr -d " ")" = "$$" ]; ! echo y > /dev/tty'),
		);
		expect(outcome).toMatchObject({result: 'passed'});
	});

	test('runs with other interpreters too', async () => {
		const world = aWorld();
		expect(
			await world.perform(aCommand('import os\nprint(os.environ["region"] * 2)', {interpreter: 'python3'}), {
				values: {region: 'eu'},
			}),
		).toMatchObject({result: 'passed'});
		expect(world.log('command')).toBe('eueu\n');
		expect(await world.perform(aCommand('x', {interpreter: 'gonogo-no-such-shell'}))).toMatchObject({
			result: 'failed',
			exit: 127,
		});
	});

	test('may have a terminal of its own', async () => {
		const world = aWorld();
		const outcome = await world.perform(aCommand('[ -t 1 ] && stty size; exit 3', {tty: true, okExit: [3]}));
		expect(outcome).toMatchObject({result: 'passed', exit: 3});
		expect(world.log('command')).toBe('40 120\r\n');
	});
});

describe('inputs of a command', () => {
	test('reach it as variables and never as text', async () => {
		const world = aWorld({values: {'api-url': '$(touch oops); "`id`'}});
		const outcome = await world.perform(aCommand('printf "%s|%s" "$api_url" "$API_URL"'));
		expect(outcome.result).toBe('passed');
		expect(world.log('command')).toBe('$(touch oops); "`id`|$(touch oops); "`id`');
		expect(existsSync('oops')).toBe(false);
	});

	test('that would change how programs run are refused, honest ones are not', async () => {
		expect(await aWorld({values: {LD_PRELOAD: '/x.so'}}).perform(aCommand('true'))).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('LD_PRELOAD'),
		});
		const world = aWorld({values: {path: '/srv/app', GIT_SHA: 'abc', SSH_HOST: 'web1', env: 'staging'}});
		expect(
			await world.perform(aCommand('echo "$path $GIT_SHA $SSH_HOST $env"; ls / > /dev/null')),
		).toMatchObject({result: 'passed'});
		expect(world.log('command')).toBe('/srv/app abc web1 staging\n');
	});

	test('are not joined by what would change every shell of this program', async () => {
		const world = aWorld();
		const file = join(world.directory, 'before-all');
		writeFileSync(file, 'echo sourced\n');
		const before = {...process.env};
		Object.assign(process.env, {BASH_ENV: file, ENV: file, 'BASH_FUNC_ls%%': '() { echo not ls; }'});
		try {
			expect(await world.perform(aCommand('bash -c "ls /dev/null"'))).toMatchObject({result: 'passed'});
		} finally {
			for (const name of ['BASH_ENV', 'ENV', 'BASH_FUNC_ls%%']) {
				delete process.env[name];
			}
			Object.assign(process.env, before);
		}
		expect(world.log('command')).toBe('/dev/null\n');
	});

	test('that no program can be given are refused before anything starts', async () => {
		expect((await aWorld({values: {a: 'x\0y'}}).perform(aCommand('true'))).why).toContain('NUL');
		expect((await aWorld({values: {a: 'x'.repeat(140_000)}}).perform(aCommand('true'))).why).toContain(
			'128 KiB',
		);
	});
});

describe('precheck, verify and undo', () => {
	test('a precheck that fails keeps the script from running', async () => {
		const world = aWorld();
		const outcome = await world.perform(aCommand('echo ran', {precheck: 'echo no source; exit 1'}));
		expect(outcome).toMatchObject({
			result: 'failed',
			why: 'The check before it did not pass, so nothing was run: exit 1: no source',
		});
		expect(world.log('command')).not.toContain('ran');
	});

	test('a verify that fails makes the step failed', async () => {
		const world = aWorld();
		expect(await world.perform(aCommand('x=1', {verify: '[ "$x" = 2 ]'}))).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('It ran, and its check afterwards did not pass'),
		});
		expect(await world.perform(aCommand('x=2', {verify: '[ "$x" = 2 ]'}))).toMatchObject({result: 'passed'});
	});

	test('the parts can be run alone', async () => {
		const world = aWorld();
		const step = aCommand('echo script', {verify: 'echo verify', undo: 'echo undo'});
		await world.perform(step, {part: 'verify'});
		await world.perform(step, {part: 'undo'});
		expect([world.log('command', 1), world.log('command', 2)]).toEqual(['verify\n', 'undo\n']);
	});

	test('only an idempotent script is tried again', async () => {
		const world = aWorld();
		const script = 'echo x >> tries; [ "$(wc -l < tries)" = 3 ]';
		const retry = {attempts: 5, delayMs: 1};
		expect(await world.perform(aCommand(script, {retry, cwd: world.directory}))).toMatchObject({
			result: 'failed',
		});
		expect(
			await world.perform(aCommand(script, {retry, idempotent: true, cwd: world.directory})),
		).toMatchObject({result: 'passed', facts: {tries: 2}});
	});
});

test('no script is left behind in the run’s directory', async () => {
	const world = aWorld();
	await world.perform(aCommand('true'));
	expect(readdirSync(join(world.directory, 'shell')).filter(name => name.endsWith('.sh'))).toEqual([]);
});
