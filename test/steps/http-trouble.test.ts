import type {Socket} from 'node:net';
import {describe, expect, test} from 'vitest';
import type {HttpExpectation, ProbeWork} from '../../src/runbook/work-model.ts';
import {aProbe, aWorld} from './given.ts';
import {flood, rawServer, webServer} from './loopback.ts';

function http(url: string, expected: HttpExpectation = {}): ProbeWork {
	return {probe: 'http', request: {method: 'GET', url, headers: {}}, expect: expected, capture: {}};
}

describe('whatever answers, there is a verdict in time', () => {
	const bad: Record<string, [(socket: Socket) => void, RegExp]> = {
		'that hangs': [() => {}, /No whole answer came in time/],
		'that hangs after its headers': [
			socket => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nab'),
			/No whole answer came in time/,
		],
		'that resets': [socket => socket.resetAndDestroy(), /reset|closed/],
		'that hangs up in the middle': [
			socket => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nab'),
			/cut off|closed/,
		],
		'that hangs up': [socket => socket.end(), /closed|other side/],
		'that talks something else': [socket => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), /not HTTP/],
		'with endless headers': [
			socket => {
				socket.write('HTTP/1.1 200 OK\r\n');
				flood(socket, Buffer.from(`x-a: ${'b'.repeat(1000)}\r\n`.repeat(50)));
			},
			/headers are longer/,
		],
		'that sends garbage': [socket => flood(socket, Buffer.from([0, 255, 254, 10, 13])), /not HTTP|in time/],
	};
	test.each(Object.keys(bad))('a server %s', async name => {
		const [each, why] = bad[name] ?? [() => {}, /./];
		const port = await rawServer(each);
		const startedAt = performance.now();
		const outcome = await aWorld().perform(aProbe(http(`http://127.0.0.1:${port}/`), {timeoutMs: 800}));
		expect(outcome).toMatchObject({result: 'failed', why: expect.stringMatching(why)});
		expect(performance.now() - startedAt).toBeLessThan(15_000);
	});

	test('a body without an end is read up to its limit', async () => {
		const port = await rawServer(socket => {
			socket.write('HTTP/1.1 200 OK\r\n\r\n');
			flood(socket);
		});
		const before = process.memoryUsage.rss();
		const world = aWorld();
		expect(await world.perform(aProbe(http(`http://127.0.0.1:${port}/`, {json: {a: '1'}})))).toMatchObject({
			result: 'failed',
			why: 'The answer is no JSON (longer than 1 MiB).',
		});
		expect(process.memoryUsage.rss() - before).toBeLessThan(100_000_000);
		expect(world.log('probe').length).toBeLessThan(20_000);
	});

	test('a closed port, an unknown name', async () => {
		expect((await aWorld().perform(aProbe(http('http://127.0.0.1:9/')))).why).toContain('refused');
		expect((await aWorld().perform(aProbe(http('http://gonogo.invalid/')))).why).toMatch(
			/not known|does not answer/,
		);
	});
});

describe('a polled probe', () => {
	test('passes once it was good so often in a row', async () => {
		let asked = 0;
		const {url} = await webServer((_, response) => {
			asked += 1;
			response.writeHead([2, 4, 5].includes(asked) ? 200 : 503).end();
		});
		const world = aWorld();
		const outcome = await world.perform(
			aProbe(http(url), {poll: {everyMs: 10, withinMs: 10_000, successes: 2}}),
		);
		expect(outcome).toMatchObject({result: 'passed', facts: {asked: 5, status: 200}});
		expect(world.reports).toContain('HTTP 503; asking again (1)');
	});

	test('fails with its last answer when the time is up (D5)', async () => {
		const {url} = await webServer((_, response) => response.writeHead(503).end());
		const outcome = await aWorld().perform(
			aProbe(http(url), {poll: {everyMs: 50, withinMs: 300, successes: 1}}),
		);
		expect(outcome).toMatchObject({
			result: 'failed',
			stopped: 'timeout',
			why: expect.stringMatching(/^Not good within 300 ms \(asked \d+ times\): HTTP 503$/),
		});
	});

	test('whose last request hangs up to the deadline has failed: it was seen not to be good by then', async () => {
		let asked = 0;
		const {url} = await webServer((_, response) => {
			asked += 1;
			if (asked === 1) {
				response.writeHead(503).end();
			}
		});
		const outcome = await aWorld().perform(
			aProbe(http(url), {timeoutMs: 60_000, poll: {everyMs: 20, withinMs: 400, successes: 1}}),
		);
		expect(outcome).toMatchObject({
			result: 'failed',
			stopped: 'timeout',
			why: 'Not good within 400 ms (asked 2 times): No whole answer came in time.',
		});
	});

	test('is unknown only where no question was ever answered', async () => {
		const {url} = await webServer((_, response) => response.end('x'));
		const odd = aProbe(http(url, {body: '('}), {poll: {everyMs: 10, withinMs: 60, successes: 1}});
		expect(await aWorld().perform(odd)).toMatchObject({result: 'unknown', stopped: 'timeout'});
	});

	test('can be stopped', async () => {
		const {url} = await webServer((_, response) => response.writeHead(503).end());
		const controller = new AbortController();
		const running = aWorld().perform(
			aProbe(http(url), {poll: {everyMs: 60_000, withinMs: 600_000, successes: 1}}),
			{tools: {signal: controller.signal, report: () => controller.abort('operator')}},
		);
		expect(await running).toMatchObject({result: 'failed', stopped: 'operator'});
	});
});
