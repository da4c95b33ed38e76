import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {aCommand, aProbe, aStep, aWorld} from './given.ts';
import {webServer} from './loopback.ts';

describe('a part that nobody has written down', () => {
	test.each(['verify', 'undo'] as const)('is not replaced by the script itself: %s', async part => {
		const world = aWorld();
		const outcome = await world.perform(aCommand('touch ran', {cwd: world.directory}), {part});
		expect(outcome).toMatchObject({result: 'unknown', why: expect.stringContaining('nothing was run')});
		expect(existsSync(join(world.directory, 'ran'))).toBe(false);
	});

	test.each(['verify', 'undo'] as const)('does not send, migrate or copy a second time: %s', async part => {
		const {url, seen} = await webServer((_, response) => response.end());
		const world = aWorld();
		const messages = {
			channels: {team: {is: 'webhook', url: {text: url}, required: true}},
			templates: {},
		} as const;
		expect(
			await world.perform(aStep('notify', {work: {channel: 'team', text: 'x', key: 'k'}}), {part, messages}),
		).toMatchObject({result: 'unknown'});
		expect(await world.perform(aStep('wait', {forMs: 600_000}), {part})).toMatchObject({result: 'unknown'});
		expect(seen).toEqual([]);
	});
});

test('a wait takes its time, says what is left, and can be ended', async () => {
	const world = aWorld();
	expect(await world.perform(aStep('wait', {forMs: 120}))).toMatchObject({
		result: 'passed',
		summary: 'waited for 120 ms',
	});
	expect(world.reports[0]).toMatch(/left$/);
	const controller = new AbortController();
	expect(
		await world.perform(aStep('wait', {forMs: 600_000}), {
			tools: {signal: controller.signal, report: () => controller.abort('operator')},
		}),
	).toMatchObject({result: 'failed', stopped: 'operator'});
});

test('a wait up to a time that has come already passes at once and says so; one that is to come says up to when', async () => {
	const past = {time: '2020-01-01 08:00', timeZone: 'Europe/Berlin'};
	expect(await aWorld().perform(aStep('wait', {forMs: 0, until: past}))).toMatchObject({
		result: 'passed',
		summary: '2020-01-01 08:00 (Europe/Berlin) had come already',
	});
	const world = aWorld();
	const controller = new AbortController();
	await world.perform(aStep('wait', {forMs: 0, until: {time: '2999-01-01 08:00', timeZone: 'UTC'}}), {
		tools: {signal: controller.signal, report: line => controller.abort(world.reports.push(line))},
	});
	expect(world.reports[0]).toMatch(/left, until 2999-01-01 08:00$/);
});

test('what a step says of itself is safe for a screen and holds no secret', async () => {
	const secret = 'correct-horse-battery';
	const {url} = await webServer((_, response) =>
		response.end(JSON.stringify({state: `\u001B]0;evil\u0007${secret}\u202E`})),
	);
	const world = aWorld({secrets: {key: secret}});
	const probe = aProbe(
		{probe: 'http', request: {method: 'GET', url, headers: {}}, expect: {json: {state: 'ok'}}, capture: {}},
		{poll: {everyMs: 50, withinMs: 2000, successes: 1}},
	);
	const outcome = await world.perform(probe);
	for (const text of [outcome.why ?? '', ...world.reports]) {
		expect(text).not.toMatch(/[\u0000-\u001F\u202E]|horse/);
	}
	expect(world.reports[0]).toContain('[masked]');
});

test('a step whose log can’t be written does not start', async () => {
	const world = aWorld();
	const directory = join(world.directory, 'no', '\0');
	expect(await world.perform(aCommand('true'), {tools: {directory}})).toMatchObject({
		result: 'failed',
		why: expect.stringContaining('nothing was started'),
	});
});
