import {expect, onTestFinished, test} from 'vitest';
import {aCommand, aWorld} from './given.ts';
import {leftByItsDriver} from './lonely.ts';

const secret = 'correct-horse-battery';

test('a secret never stands in a log, however it is written', async () => {
	const world = aWorld({secrets: {token: secret}});
	const outcome = await world.perform(
		aCommand(
			'echo "$token"; echo "$TOKEN" >&2; printf "%s" "${token:0:9}"; sleep 0.1; printf "%s\\n" "${token:9}"; echo "x$token" > /dev/stderr; printf %s "$token" | base64; printf %s "$token" | xxd -p 2>/dev/null || true; exit 4',
		),
	);
	expect(outcome).toMatchObject({result: 'failed', exit: 4});
	expect(world.log('command')).not.toContain('horse');
	expect(world.log('command')).toContain('x[masked]\n');
	expect(JSON.stringify(outcome)).not.toContain('horse');
});

test('a secret that the program was given is not handed to a step that does not name it', async () => {
	process.env.GONOGO_INPUT_OTHER = 'staple-battery';
	onTestFinished(() => {
		delete process.env.GONOGO_INPUT_OTHER;
	});
	const world = aWorld({secrets: {token: secret}});
	const outcome = await world.perform(aCommand('env | grep -c "^GONOGO_INPUT_\\|^OTHER=" || true'));
	expect(outcome.result).toBe('passed');
	expect(world.log('command')).toBe('0\n');
});

test('a captured value that holds a secret is not kept', async () => {
	const world = aWorld({secrets: {token: secret}});
	const outcome = await world.perform(
		aCommand('echo "auth=$token"; echo "id=7"', {capture: {auth: 'auth=(.*)', id: 'id=(.*)'}}),
	);
	expect(outcome).toMatchObject({result: 'failed', why: expect.stringContaining('auth holds a secret')});
	expect(outcome.captured).toBeUndefined();
});

test('output through the masker keeps its order and all of its bytes', async () => {
	const world = aWorld({secrets: {token: secret}});
	const outcome = await world.perform(
		aCommand('for i in $(seq 20000); do echo "line $i of much output"; done'),
	);
	expect(outcome.result).toBe('passed');
	const lines = world.log('command').trimEnd().split('\n');
	expect(lines).toHaveLength(20_000);
	expect(lines.at(-1)).toBe('line 20000 of much output');
});

test('a step that is waited for by nobody any more still ends, and its log is whole and masked', async () => {
	const world = aWorld({secrets: {token: secret}});
	const log = await leftByItsDriver(world.directory, secret);
	await expect.poll(log).toBe('started [masked]\nend [masked]\n');
});
