import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {outputOf} from '../../src/steps/step-output.ts';
import {sshdPath, startSshd, type TestSshd} from '../sshd.ts';
import {aCommand, aWorld} from './given.ts';

const secret = 'correct-horse-battery';

describe.skipIf(sshdPath === undefined)('a command on a host', () => {
	let sshd: TestSshd;
	beforeAll(async () => {
		sshd = await startSshd();
	});
	afterAll(() => sshd.stop());

	test('runs there with its inputs, its exit code and its output', async () => {
		const world = aWorld({values: {text: `it's "$HOME" \`id\`\nü`}});
		const outcome = await world.perform(
			aCommand('echo "$SSH_CONNECTION" | cut -d" " -f3; echo "$text" >&2; exit 3', {
				on: ['web1'],
				okExit: [3],
			}),
		);
		expect(outcome).toMatchObject({result: 'passed', exit: 3});
		expect(world.log('command')).toBe(`127.0.0.1\nit's "$HOME" \`id\`\nü\n`);
	});

	test('ends when its script does, though what it started there goes on', {timeout: 20_000}, async () => {
		const world = aWorld();
		const outcome = await world.perform(
			aCommand('setsid sleep 300 >/dev/null 2>&1 </dev/null &\necho "left $!"', {
				on: ['web1'],
				capture: {left: 'left (\\d+)'},
			}),
		);
		process.kill(Number(outcome.captured?.left), 'SIGKILL');
		expect(outcome).toMatchObject({result: 'passed', exit: 0});
	});

	test('is strict there too, and a command that reads can’t swallow the rest of the script', async () => {
		const world = aWorld();
		expect(await world.perform(aCommand('false; echo next', {on: ['web1']}))).toMatchObject({
			result: 'failed',
			exit: 1,
		});
		expect(await world.perform(aCommand('cat\nread -r x || true\necho after', {on: ['web1']}))).toMatchObject(
			{result: 'passed'},
		);
		expect(world.log('command')).toBe('after\n');
	});

	test('hands its variables and directory on, per host and without secrets', async () => {
		const world = aWorld({secrets: {token: secret}});
		await world.perform(
			aCommand('cd /usr; export LEVEL=3; AUTH="Bearer $token"; list=(a "b c")', {id: 'one', on: ['web1']}),
		);
		await world.perform(
			aCommand('pwd; echo "$LEVEL ${AUTH-none} ${list[1]} ${#token}"', {id: 'two', on: ['web1']}),
		);
		expect(world.log('two')).toBe(`/usr\n3 none b c ${secret.length}\n`);
		await world.perform(aCommand('echo "${LEVEL-none}"', {id: 'three', on: ['web2']}));
		await world.perform(aCommand('echo "${LEVEL-none}"', {id: 'four'}));
		expect([world.log('three'), world.log('four')]).toEqual(['none\n', 'none\n']);
		expect(readFileSync(join(world.directory, 'shell/one.1@web1.env'), 'utf8')).not.toContain('horse');
	});

	test('with other interpreters, prechecks and verifies', async () => {
		const world = aWorld({values: {n: '20'}});
		expect(
			await world.perform(
				aCommand('import os, sys\nprint(int(os.environ["n"]) + 1)\nsys.exit(0)', {
					interpreter: 'python3',
					on: ['web1'],
				}),
			),
		).toMatchObject({result: 'passed'});
		expect(world.log('command')).toBe('21\n');
		expect(
			await world.perform(aCommand('echo no', {precheck: '[ -d /no/such/place ]', on: ['web1']})),
		).toMatchObject({result: 'failed', why: expect.stringContaining('nothing was run')});
		expect(await world.perform(aCommand('x=5', {verify: '[ "$x" = 5 ]', on: ['web1']}))).toMatchObject({
			result: 'passed',
		});
	});

	test('keeps secrets out of its log and off command lines', async () => {
		const world = aWorld({secrets: {token: secret}});
		const outcome = await world.perform(
			aCommand('echo "$token"; ps axww -o args | grep -c "[h]orse-battery" || true', {on: ['web1']}),
		);
		expect(outcome.result).toBe('passed');
		expect(world.log('command')).toBe('[masked]\n0\n');
	});

	test('whose connection is cut is unknown', async () => {
		const world = aWorld();
		const outcome = await world.perform(
			aCommand('echo begun; kill -9 $PPID; sleep 5; echo never', {on: ['cut']}),
		);
		expect(outcome).toMatchObject({
			result: 'unknown',
			stopped: 'lost',
			// Cut so early that not even its beginning was told, that is what it says.
			why: expect.stringMatching(/^(?:The connection was lost|No word came back).* not known\.$/),
		});
	});

	test('that is stopped is unknown, and ended there as well as can be', async () => {
		const world = aWorld();
		const controller = new AbortController();
		const file = join(world.directory, 'alive');
		const running = world.perform(
			aCommand(`while true; do date > ${file}; sleep 0.1; done`, {on: ['web1']}),
			{tools: {signal: controller.signal}},
		);
		await expect.poll(() => existsSync(file), {timeout: 10_000}).toBe(true);
		controller.abort('operator');
		expect(await running).toMatchObject({
			result: 'unknown',
			stopped: 'operator',
			why: expect.stringContaining('not known'),
		});
		writeFileSync(file, 'mark');
		await expect.poll(() => readFileSync(file, 'utf8'), {interval: 300}).toBe('mark');
	});

	test('is refused with an unknown or changed host key, and nothing is run', async () => {
		const world = aWorld();
		const file = join(world.directory, 'ran');
		sshd.forget();
		expect(await world.perform(aCommand(`touch ${file}`, {on: ['fresh1']}))).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('host key is not known'),
		});
		sshd.mistake();
		expect(await world.perform(aCommand(`touch ${file}`, {on: ['fresh2']}))).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('host key has changed'),
		});
		sshd.remember();
		expect(existsSync(file)).toBe(false);
	});

	test('fails in words when nobody is there or lets us in', async () => {
		const world = aWorld();
		expect(await world.perform(aCommand('true', {on: ['127.0.0.1:9']}))).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('refused'),
		});
		expect(await world.perform(aCommand('true', {on: ['nobody@web1']}))).toMatchObject({
			result: 'failed',
			why: expect.stringMatching(/permission denied|hangs up|authentication/),
		});
		expect(await world.perform(aCommand('true', {on: ['-oProxyCommand=x']}))).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('no host'),
		});
	});

	test('that is interactive has a terminal there, without its secrets on a command line', async () => {
		const world = aWorld({values: {name: "it's me"}, secrets: {token: secret}});
		const file = join(world.directory, 'seen');
		const script = `[ -t 0 ] && printf '%s|%s|%s' "$name" "\${#token}" "$(ls "$0" 2>/dev/null)" > ${file}; exit 5`;
		const outcome = await world.perform(aCommand(script, {on: ['web1'], interactive: true, okExit: [5]}), {
			tools: {handOver: work => work()},
		});
		expect(outcome).toMatchObject({result: 'passed', exit: 5});
		expect(readFileSync(file, 'utf8')).toBe(`it's me|${secret.length}|`);
	});

	test('that is interactive takes over what the step before left there, and hands its own on', async () => {
		const world = aWorld({secrets: {token: secret}});
		const there = {on: ['web1'], interactive: true};
		const lent = {tools: {handOver: (work: () => Promise<void>) => work()}};
		await world.perform(aCommand('cd /tmp; SEEN=1', {id: 'one', on: ['web1']}));
		const asked = await world.perform(
			aCommand('NAME="$SEEN $PWD"; KEY=$token; cd /', {id: 'two', ...there}),
			lent,
		);
		expect(asked).toMatchObject({result: 'passed', shell: 'two.1'});
		await world.perform(aCommand('echo "$NAME $PWD ${KEY-none}"', {id: 'three', on: ['web1']}));
		expect(world.log('three')).toBe('1 /tmp / none\n');
	});

	describe('on several hosts', () => {
		test('runs on one after the other and shows who said what', async () => {
			const world = aWorld();
			const outcome = await world.perform(
				aCommand('echo hello; echo "v=$((40 + 2))"', {on: ['a1', 'b2', 'c3'], capture: {v: 'v=(.*)'}}),
			);
			expect(outcome).toMatchObject({
				result: 'passed',
				facts: {a1: 'passed', b2: 'passed', c3: 'passed'},
				captured: {v: '42'},
				summary: 'passed on 3 hosts',
			});
			expect(world.log('command')).toBe(
				`${['a1', 'b2', 'c3']
					.flatMap(host => [`${host} │ hello`, `${host} │ v=42`, ''])
					.filter(line => line !== '')
					.join('\n')}\n`,
			);
		});

		test('stops at the first host where it does not pass', async () => {
			const world = aWorld();
			const counter = join(world.directory, 'count');
			const outcome = await world.perform(
				aCommand(`echo x >> ${counter}; [ "$(wc -l < ${counter})" != 2 ]`, {on: ['a1', 'b2', 'c3']}),
			);
			expect(outcome).toMatchObject({
				result: 'failed',
				facts: {a1: 'passed', b2: 'failed', c3: 'not started'},
				why: expect.stringContaining('not started on 1'),
			});
			expect(readFileSync(counter, 'utf8')).toBe('x\nx\n');
		});

		test('says of each host when it begins and how it ends, and keeps its output by itself', async () => {
			const told: string[] = [];
			const world = aWorld();
			await world.perform(aCommand('echo "here"; false', {on: ['web1', 'web2'], batch: 1}), {
				tools: {reportHost: (host, is) => told.push(`${host} ${is}`)},
			});
			expect(told).toEqual(['web1 running', 'web1 failed']);
			expect(outputOf(world.directory, {step: 'command', attempt: 1, host: 'web1'}).tail(5).lines).toEqual([
				'here',
			]);
		});

		test('runs on as many at once as the batch says, and keeps what they agree on', async () => {
			const world = aWorld();
			const meet = join(world.directory, 'meet');
			const outcome = await world.perform(
				aCommand(
					`mktemp ${meet}.XXXXXX >/dev/null; for i in $(seq 100); do [ "$(ls ${meet}.* | wc -l)" -ge 2 ] && break; sleep 0.1; done; [ "$(ls ${meet}.* | wc -l)" -ge 2 ]; echo "at $RANDOM$RANDOM"`,
					{on: ['a1', 'b2'], batch: 2, capture: {at: 'at (\\d+)'}},
				),
			);
			expect(outcome).toMatchObject({
				result: 'warned',
				why: expect.stringContaining('different values for at'),
			});
			expect(outcome.captured).toBeUndefined();
		});
	});
});
