import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {createServer, type Socket} from 'node:net';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import type {ProbeWork} from '../../src/runbook/work-model.ts';
import {bind} from '../../src/steps/sql/bind.ts';
import {startPostgres, type TestServer} from '../postgres.ts';
import {aProbe, aWorld} from './given.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startPostgres();
	await server.query('CREATE TABLE orders (id int, item text)');
	await server.query("INSERT INTO orders SELECT n, 'tea' FROM generate_series(1, 2000) n");
	await server.query('CREATE SEQUENCE numbers');
	await server.query('CREATE ROLE reader LOGIN');
	await server.query('GRANT SELECT ON orders TO reader');
});
afterAll(() => server.stop());

const sql = (text: string, more: Partial<Extract<ProbeWork, {probe: 'sql'}>> = {}): ProbeWork => ({
	probe: 'sql',
	connection: 'main',
	sql: text,
	capture: {},
	...more,
});

function world(url = server.url(), values: Record<string, string> = {}) {
	return aWorld({values, secrets: {db: url}, connections: {main: {input: 'db'}}});
}

describe('an SQL probe', () => {
	test('compares the first value, or the number of rows, with what is expected', async () => {
		const given = world();
		expect(
			await given.perform(aProbe(sql('SELECT count(*) FROM orders', {expect: 'value = 2000'}))),
		).toMatchObject({result: 'passed', facts: {rows: 1}});
		expect(
			await given.perform(aProbe(sql('SELECT count(*) FROM orders', {expect: 'value > 2000'}))),
		).toMatchObject({result: 'failed', why: 'The value is 2000, expected value > 2000.'});
		expect(await given.perform(aProbe(sql('SELECT 1 WHERE false', {expect: 'rows > 0'})))).toMatchObject({
			result: 'failed',
			why: '0 rows, expected rows > 0',
		});
		expect(
			await given.perform(aProbe(sql("SELECT 'PostgreSQL 18'", {expect: '^PostgreSQL \\d+'}))),
		).toMatchObject({result: 'passed'});
		expect(await given.perform(aProbe(sql('SELECT NULL', {expect: 'value = 0'})))).toMatchObject({
			result: 'failed',
			why: 'It gives NULL, expected value = 0.',
		});
	});

	test('gives values to later steps', async () => {
		const outcome = await world().perform(
			aProbe(sql('SELECT 7 AS revision, true AS ok', {capture: {rev: 'revision', ok: 'ok', first: 'value'}})),
		);
		expect(outcome.captured).toEqual({rev: '7', ok: 't', first: '7'});
	});

	test('takes inputs as bind parameters, wherever they stand', async () => {
		const evil = "x'; DROP TABLE orders; --";
		const given = world(server.url(), {item: evil, id: '7'});
		expect(
			await given.perform(
				aProbe(sql("SELECT {{item}}::text || '-' || 'v{{item}}' || '{{item}}'", {capture: {all: 'value'}})),
			),
		).toMatchObject({captured: {all: `${evil}-v${evil}${evil}`}});
		expect(
			await given.perform(aProbe(sql('SELECT id FROM orders WHERE id = {{id}}', {expect: 'value = 7'}))),
		).toMatchObject({result: 'passed'});
		expect(await given.perform(aProbe(sql('SELECT {{missing}}')))).toMatchObject({
			result: 'failed',
			why: 'There is no value for missing.',
		});
		expect(bind("SELECT '{{a}}' /* {{b}} */ -- {{c}}", {a: '1'})).toEqual({
			text: 'SELECT $1 /* {{b}} */ -- {{c}}',
			values: ['1'],
			missing: [],
		});
	});

	test.each([
		'COMMIT; INSERT INTO orders VALUES (0)',
		'SELECT 1; COMMIT; INSERT INTO orders VALUES (0)',
		'WITH new AS (INSERT INTO orders VALUES (0) RETURNING id) SELECT * FROM new',
		"SELECT nextval('numbers')",
		'SELECT 1; INSERT INTO orders VALUES (0)',
		'SET TRANSACTION READ WRITE',
		'INSERT INTO orders VALUES (0)',
		'COMMIT',
		'DO $$ BEGIN SET TRANSACTION READ WRITE; INSERT INTO orders VALUES (0); END $$',
		'SELECT set_config($$transaction_read_only$$, $$off$$, false)',
	])('can’t change anything: %s', async text => {
		const given = world();
		await given.perform(aProbe(sql(text)));
		expect(await server.query('SELECT count(*) AS n FROM orders')).toEqual([{n: '2000'}]);
		// What no rollback takes back.
		expect(await server.query('SELECT is_called FROM numbers')).toEqual([{is_called: false}]);
	});

	test.each([
		'COPY (SELECT 1) TO PROGRAM $$touch {{file}}$$',
		'/* SELECT */ COPY (SELECT 1) TO PROGRAM $$touch {{file}}$$',
		'/* /* */ SELECT */ COPY (SELECT 1) TO PROGRAM $$touch {{file}}$$',
		'-- SELECT\n(CHECKPOINT)',
		'NOTIFY x',
		'/* SELECT 1',
		'',
	])('is not asked at all where it begins like no reading: %s', async text => {
		const given = world();
		const file = join(given.directory, 'touched');
		expect(await given.perform(aProbe(sql(text.replace('{{file}}', file))))).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('begins with SELECT'),
		});
		expect(existsSync(file)).toBe(false);
	});

	test.each(['/* why */ -- because\n ((SELECT 1))', 'table orders', 'VALUES (1)', 'show server_version'])(
		'reads in every way there is: %s',
		async text => {
			expect(await world().perform(aProbe(sql(text)))).toMatchObject({result: 'passed'});
		},
	);

	test('says which role asked and whether it could write', async () => {
		const given = world();
		expect((await given.perform(aProbe(sql('SELECT 1')))).facts).toMatchObject({
			role: 'test',
			canWrite: true,
		});
		expect(given.log('probe')).toContain('the role test could write');
		const reader = world(server.url().replace('test:test', 'reader'));
		expect((await reader.perform(aProbe(sql('SELECT 1')))).facts).toMatchObject({
			role: 'reader',
			canWrite: false,
		});
		expect(reader.log('probe')).not.toContain('could write');
	});

	test('reads a thousand rows at most, and not endless values', async () => {
		const outcome = await world().perform(aProbe(sql('SELECT * FROM orders', {expect: 'rows > 500'})));
		expect(outcome).toMatchObject({result: 'passed', facts: {rows: 1000}});
		expect(await world().perform(aProbe(sql("SELECT repeat('x', 30000000)")))).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('sent more than 4 MiB'),
		});
	});

	test('ends in time when the answer takes for ever', async () => {
		expect(await world().perform(aProbe(sql('SELECT pg_sleep(60)'), {timeoutMs: 500}))).toMatchObject({
			result: 'failed',
			why: expect.stringMatching(/timeout|in time/),
		});
		// Not only here: the server does not go on with it either.
		const working = `SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()`;
		await expect.poll(() => server.query(working), {timeout: 5000}).toEqual([]);
	});

	test('whose database goes away in the middle of its question does not pass, and does not wait', async () => {
		const asked = world().perform(aProbe(sql('SELECT pg_sleep(59)'), {timeoutMs: 30_000}));
		const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(59)%' AND pid <> pg_backend_pid()`;
		while ((await server.query(end)).length === 0) {
			await new Promise(resolve => setTimeout(resolve, 50));
		}
		const outcome = await asked;
		expect(['failed', 'unknown']).toContain(outcome.result);
		expect(outcome.why).toMatch(/terminat|closed|lost/i);
		expect(outcome.durationMs).toBeLessThan(30_000);
	});

	test('keeps the password of its connection out of everything it writes', async () => {
		const given = world('postgres://reader:sesame-open@127.0.0.1:1/x');
		const outcome = await given.perform(aProbe(sql('SELECT 1')));
		expect(outcome.result).toBe('failed');
		expect(JSON.stringify(outcome) + given.log('probe')).not.toContain('sesame');
	});
});

describe('what is no PostgreSQL gives a verdict all the same', () => {
	const bad: Record<string, (socket: Socket) => void> = {
		'never answers': () => {},
		'hangs up at once': socket => socket.destroy(),
		'resets the connection': socket => socket.resetAndDestroy(),
		'talks HTTP': socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
		floods: socket => {
			const push = () => {
				while (socket.writable && socket.write(Buffer.alloc(65_536, 'S'))) {}
			};
			socket.on('drain', push);
			push();
		},
	};
	test.each(Object.keys(bad))('a server that %s', async name => {
		const fake = createServer(socket => {
			socket.on('error', () => {});
			bad[name]?.(socket);
		}).listen(0, '127.0.0.1');
		await once(fake, 'listening');
		onTestFinished(() => void fake.close());
		const {port} = fake.address() as {port: number};
		const startedAt = performance.now();
		const outcome = await world(`postgres://x@127.0.0.1:${port}/x`).perform(
			aProbe(sql('SELECT 1'), {timeoutMs: 1000}),
		);
		expect(outcome.result).toBe('failed');
		expect(outcome.why).toBeTruthy();
		expect(performance.now() - startedAt).toBeLessThan(6000);
	});

	test('a connection that is not declared or not given', async () => {
		expect((await aWorld().perform(aProbe(sql('SELECT 1')))).why).toBe(
			'The runbook declares no connection “main”.',
		);
		expect(
			(await aWorld({connections: {main: {env: 'GONOGO_NO_SUCH_VARIABLE'}}}).perform(aProbe(sql('SELECT 1'))))
				.why,
		).toContain('GONOGO_NO_SUCH_VARIABLE');
	});
});
