import {describe, expect, test} from 'vitest';
import type {HttpExpectation, HttpRequest, ProbeWork} from '../../src/runbook/work-model.ts';
import {checkAddress, checkedLookup} from '../../src/steps/http/address.ts';
import {aProbe, aWorld} from './given.ts';
import {webServer} from './loopback.ts';

function http(
	url: string,
	expect: HttpExpectation = {},
	more: Partial<HttpRequest> & {capture?: Record<string, string>} = {},
): ProbeWork {
	const {capture = {}, ...request} = more;
	return {probe: 'http', request: {method: 'GET', url, headers: {}, ...request}, expect, capture};
}

const secret = 'correct-horse-battery';

describe('an HTTP probe', () => {
	test('passes on 2xx, and its log shows what was asked and answered', async () => {
		const {url} = await webServer((_, response) =>
			response.setHeader('x-version', '1.5.0').end('{"status":"ok"}'),
		);
		const world = aWorld();
		const outcome = await world.perform(aProbe(http(`${url}/health`)));
		expect(outcome).toMatchObject({
			result: 'passed',
			facts: {status: 200, latencyMs: expect.any(Number)},
			summary: expect.stringMatching(/^HTTP 200 in \d+ ms$/),
		});
		expect(world.log('probe')).toContain(`> GET ${url}/health`);
		expect(world.log('probe')).toContain('x-version: 1.5.0');
		expect(world.log('probe')).toContain('{"status":"ok"}');
	});

	test('compares status, headers, JSON, body and time', async () => {
		const {url} = await webServer((_, response) =>
			response
				.writeHead(201, {'content-type': 'application/json; charset=utf-8'})
				.end('{"status":"ok","checks":[{"name":"db","ms":12}],"version":"1.5.0"}'),
		);
		const world = aWorld({values: {version: '1.5.0'}});
		const result = async (expected: HttpExpectation) =>
			(await world.perform(aProbe(http(url, expected)))).result;
		expect(await result({status: [200]})).toBe('failed');
		expect(await result({status: [201], header: {'Content-Type': 'application/json'}})).toBe('passed');
		expect(await result({header: {etag: 'x'}})).toBe('failed');
		expect(
			await result({
				json: {'$.status': 'ok', 'checks[0].ms': '< 100', 'checks.length': '1', version: '{{version}}'},
			}),
		).toBe('passed');
		expect(await result({json: {'checks[0].ms': '< 10'}})).toBe('failed');
		expect(await result({json: {'no.such': 'ok'}})).toBe('failed');
		expect(await result({json: {'a b': 'ok'}})).toBe('unknown');
		expect(await result({body: '"version":"\\d+\\.\\d+'})).toBe('passed');
		expect(await result({body: '"{{version}}"'})).toBe('passed');
		expect(await result({body: 'down'})).toBe('failed');
		expect(await result({body: '('})).toBe('unknown');
		expect(await result({latencyMsMax: 10_000})).toBe('passed');
	});

	test('says what was wrong', async () => {
		const {url} = await webServer((_, response) => response.writeHead(503).end('{"status":"starting"}'));
		const world = aWorld();
		expect((await world.perform(aProbe(http(url)))).why).toBe('HTTP 503');
		expect((await world.perform(aProbe(http(url, {status: [503], json: {status: 'ok'}})))).why).toBe(
			'status is “starting”, expected “ok”.',
		);
	});

	test('gives values to later steps', async () => {
		const {url} = await webServer((_, response) =>
			response.setHeader('x-live', 'blue').end('{"live":{"colour":"blue"}} rev 77'),
		);
		const outcome = await aWorld().perform(
			aProbe(http(url, {}, {capture: {status: 'status', header: 'header x-live', rev: 'rev (\\d+)'}})),
		);
		expect(outcome.captured).toEqual({status: '200', header: 'blue', rev: '77'});
		const json = await webServer((_, response) => response.end('{"live":{"colour":"green"}}'));
		expect(
			(await aWorld().perform(aProbe(http(json.url, {}, {capture: {colour: '$.live.colour'}})))).captured,
		).toEqual({colour: 'green'});
		expect(
			await aWorld().perform(aProbe(http(json.url, {}, {capture: {colour: '$.nothing'}}))),
		).toMatchObject({result: 'failed', why: 'The answer gives no value for colour.'});
	});

	test('puts inputs where they belong and nowhere else', async () => {
		const {url, seen} = await webServer((_, response) => response.end());
		const world = aWorld({values: {base: url, name: 'a/../b?c=d&e#f', text: 'say "hi"\n', count: '3'}});
		await world.perform(
			aProbe(
				http(
					'{{base}}/items/{{name}}?q={{name}}',
					{},
					{
						method: 'POST',
						headers: {'Content-Type': 'application/json', 'x-name': '{{name}}'},
						body: '{"text": "{{text}}", "count": {{count}}, "name": {{name}}}',
					},
				),
			),
		);
		expect(seen[0]).toMatchObject({
			method: 'POST',
			url: '/items/a%2F..%2Fb%3Fc%3Dd%26e%23f?q=a%2F..%2Fb%3Fc%3Dd%26e%23f',
			headers: {'x-name': 'a/../b?c=d&e#f'},
		});
		expect(JSON.parse(seen[0]?.body ?? '')).toEqual({text: 'say "hi"\n', count: 3, name: 'a/../b?c=d&e#f'});
		expect((await world.perform(aProbe(http(url, {}, {headers: {'x-text': '{{text}}'}})))).why).toContain(
			'line break',
		);
		expect((await world.perform(aProbe(http('{{base}}/{{nothing}}')))).why).toBe(
			'There is no value for nothing.',
		);
	});

	test('follows redirects within the origin only, and takes no secret elsewhere', async () => {
		const other = await webServer((_, response) => response.end('stolen'));
		const {url, seen} = await webServer((request, response) => {
			const to: Record<string, string> = {
				'/old': '/new',
				'/away': `${other.url}/x`,
				'/loop': '/loop',
				'/post': '/new',
			};
			const target = to[request.url ?? ''];
			response
				.writeHead(
					target === undefined ? 200 : request.url === '/post' ? 303 : 307,
					target === undefined ? {} : {location: target},
				)
				.end('here');
		});
		const world = aWorld({secrets: {key: secret}});
		expect(await world.perform(aProbe(http(`${url}/old`)))).toMatchObject({result: 'passed'});
		expect(await world.perform(aProbe(http(`${url}/old`, {status: [307]})))).toMatchObject({
			result: 'passed',
			facts: {status: 307},
		});
		expect(
			await world.perform(aProbe(http(`${url}/away`, {}, {headers: {'x-api-key': '{{key}}'}}))),
		).toMatchObject({result: 'failed', why: expect.stringContaining('another origin')});
		expect(other.seen).toEqual([]);
		expect(await world.perform(aProbe(http(`${url}/loop`)))).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('more than 5 times'),
		});
		await world.perform(aProbe(http(`${url}/post`, {}, {method: 'POST', body: 'x'})));
		expect(seen.at(-1)).toMatchObject({method: 'GET', url: '/new', body: ''});
	});

	test('sends a secret over plain http to this machine only, and never writes it down', async () => {
		const {url, seen} = await webServer((request, response) =>
			response.end(`you sent ${request.headers.authorization}`),
		);
		const world = aWorld({secrets: {key: secret}});
		const outcome = await world.perform(aProbe(http(url, {}, {headers: {Authorization: 'Bearer {{key}}'}})));
		expect(outcome.result).toBe('passed');
		expect(seen[0]?.headers.authorization).toBe(`Bearer ${secret}`);
		expect(world.log('probe')).not.toContain('horse');
		expect(
			await world.perform(aProbe(http('http://192.0.2.1/', {}, {headers: {Authorization: '{{key}}'}}))),
		).toMatchObject({result: 'failed', why: expect.stringContaining('in the open')});
	});

	test('never asks addresses where cloud credentials are served', async () => {
		const world = aWorld();
		for (const url of [
			'http://169.254.169.254/latest/meta-data/',
			'http://[fe80::1]/',
			'http://[::ffff:169.254.169.254]/',
			'http://0.0.0.0/',
		]) {
			expect(await world.perform(aProbe(http(url), {timeoutMs: 500}))).toMatchObject({
				result: 'failed',
				why: expect.stringContaining('never asked'),
			});
		}
		expect(() => checkAddress('10.0.0.1', {loopback: false})).not.toThrow();
	});

	test.each([
		['169.254.169.254', false, 'never asked'],
		['192.0.2.1', true, 'in the open'],
	])(
		'checks the address that a name was found to have, when it is used: %s',
		async (found, loopback, why) => {
			const {promise, resolve} = Promise.withResolvers<Error | null>();
			// An address stands for a name that leads to it.
			checkedLookup({loopback})(found, {all: true}, error => resolve(error));
			expect((await promise)?.message).toContain(why);
		},
	);

	test('refuses what is no web address', async () => {
		const world = aWorld();
		expect((await world.perform(aProbe(http('file:///etc/passwd')))).why).toContain('only http: and https:');
		expect((await world.perform(aProbe(http('http://user:pass@127.0.0.1/')))).why).toContain('Authorization');
		expect((await world.perform(aProbe(http('nonsense')))).why).toContain('no address');
	});
});
