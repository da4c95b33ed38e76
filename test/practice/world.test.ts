import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, statSync} from 'node:fs';
import {request} from 'node:http';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {findWorld, startWorld, type World} from '../../src/cli/practice/world.ts';
import {openPool} from '../../src/steps/sql/pool.ts';
import {
	errorRate,
	isAlive,
	isListening,
	json,
	makeRun,
	pidOf,
	portsOf,
	processesOf,
	shop,
	until,
} from './place.ts';

const run = makeRun();
let world: World;

beforeAll(async () => {
	world = await startWorld(run);
});
afterAll(() => world.end(false));

describe('a practice world', () => {
	test('answers its clients with orders that lie in a real PostgreSQL', async () => {
		const {inputs, env} = world;
		const placed = await json(`${inputs.router_url}/orders`, {
			method: 'POST',
			body: '{"item": "tea", "quantity": 3}',
		});
		expect(placed).toMatchObject({
			http: 201,
			colour: 'blue',
			version: '1.4.2',
			order: {item: 'tea', quantity: 3},
		});

		const {id} = placed.order as {id: number};
		const pool = await openPool(env.PRACTICE_READ_URL ?? '', {connectionsMax: 1, withinMs: 5_000});
		const [row] = await pool.query('SELECT item, quantity, version() FROM orders WHERE id = $1', [id]);
		await pool.close();
		expect(row).toMatchObject({item: 'tea', quantity: 3, version: expect.stringContaining('PostgreSQL 18')});
	});

	test('says in /health that its database answers, and in /version what runs where', async () => {
		const {inputs} = world;
		expect(await json(`${inputs.live_url}/health`)).toMatchObject({
			status: 'ok',
			colour: 'blue',
			database: 'ok',
		});
		expect(await json(`${inputs.idle_url}/version`)).toMatchObject({colour: 'green', version: '1.4.2'});
	});

	test('has clients of its own, and while all is well none of them gets an error', async () => {
		const {inputs} = world;
		await until(
			async () => Number((await json(`${inputs.admin_url}/metrics`)).requests) > 10,
			10_000,
			'ten requests',
		);
		expect(await json(`${inputs.admin_url}/metrics`)).toMatchObject({
			live: 'blue',
			windowSeconds: 10,
			errors: 0,
			errorRate: 0,
		});
	});

	test('gives a role that can read everything and write nothing', async () => {
		const pool = await openPool(world.env.PRACTICE_READ_URL ?? '', {connectionsMax: 1, withinMs: 5_000});
		await expect(pool.query("INSERT INTO orders (item, quantity) VALUES ('tea', 1)")).rejects.toThrow();
		await pool.query('SET default_transaction_read_only = off');
		await expect(pool.query('DELETE FROM orders')).rejects.toThrow(/permission denied/);
		await pool.close();
	});

	test('asks everyone who connects for a password', async () => {
		const url = new URL(world.env.PRACTICE_DATABASE_URL ?? '');
		url.password = 'guessed';
		const pool = await openPool(url.href, {connectionsMax: 1, withinMs: 5_000});
		await expect(pool.query('SELECT 1')).rejects.toThrow(/password authentication failed/);
		await pool.close();
	});

	test('keeps its passwords in files of its owner alone, and out of the list of processes', async () => {
		const directory = join(run, 'practice');
		const modes = ['world.json', 'kept.json', 'world.log'].map(
			name => statSync(join(directory, name)).mode & 0o077,
		);
		expect(modes).toEqual([0, 0, 0]);

		const secrets = Object.values(world.env).map(url => new URL(url).password);
		const lines = execFileSync('ps', ['-wweo', 'args='], {encoding: 'utf8'}).split('\n');
		expect(lines.filter(line => line.includes(run)).length).toBeGreaterThan(1);
		expect(lines.filter(line => secrets.some(secret => line.includes(secret)))).toEqual([]);
	});

	test('is found again by its run, and is the same one', async () => {
		const found = await findWorld(run);
		expect(found?.inputs).toEqual(world.inputs);
		expect(found?.env).toEqual(world.env);
		found?.release();
		expect((await startWorld(run)).inputs).toEqual(world.inputs);
	});

	test('does not listen to a web page', async () => {
		const answer = await fetch(`${world.inputs.admin_url}/switch?to=green`, {
			method: 'POST',
			headers: {origin: 'https://example.com'},
		});
		expect(answer.status).toBe(403);
		expect(await statusFor(`${world.inputs.admin_url}/status`, 'shop.example.com')).toBe(403);
		expect(await statusFor(`${world.inputs.admin_url}/status`, 'localhost')).toBe(200);
		expect(await shop(world.inputs, 'live')).toBe('blue');
	});

	test('ends only for whoever holds its token', async () => {
		const answer = await fetch(`${world.inputs.admin_url}/end`, {method: 'POST'});
		expect(answer.status).toBe(404);
		expect(await shop(world.inputs, 'live')).toBe('blue');
	});
});

test('no world is found where none was started', async () => {
	expect(await findWorld(makeRun())).toBeUndefined();
});

test('two worlds at once have nothing in common', async () => {
	const secondRun = makeRun();
	const second = await startWorld(secondRun);
	const ports = [...portsOf(world), ...portsOf(second)];
	expect(new Set(ports).size).toBe(10);

	await shop(second.inputs, 'switch', 'green');
	expect(await shop(second.inputs, 'live')).toBe('green');
	expect(await shop(world.inputs, 'live')).toBe('blue');
	expect(pidOf(secondRun)).not.toBe(pidOf(run));

	await second.end(false);
	expect(readdirSync(secondRun)).toEqual([]);
	expect(await errorRate(world.inputs)).toBe(0);
});

test('a world that is told to end leaves no process, port or file', async () => {
	const shortRun = makeRun();
	const short = await startWorld(shortRun);
	const pids = await processesOf(shortRun);
	await short.end(false);
	await short.gone;
	await until(() => !pids.some(isAlive), 5_000, 'its processes end');
	expect(await Promise.all(portsOf(short).map(isListening))).toEqual([false, false, false, false, false]);
	expect(readdirSync(shortRun)).toEqual([]);
});

test('a practice can use a PostgreSQL server that is there already, and leaves it as it was', async () => {
	const serverUrl = world.env.PRACTICE_DATABASE_URL ?? '';
	const before = await databasesOf(serverUrl);
	const guest = await startWorld(makeRun(), {databaseUrl: serverUrl});
	expect(new URL(guest.env.PRACTICE_DATABASE_URL ?? '').pathname).toMatch(/^\/gonogo_practice_/);
	expect(await json(`${guest.inputs.router_url}/health`)).toMatchObject({database: 'ok'});
	await guest.end(false);
	expect(await databasesOf(serverUrl)).toEqual(before);
});

test('a server that can not be used is named, and the practice goes on without a database', async () => {
	const guest = await startWorld(makeRun(), {databaseUrl: 'postgres://nobody:x@127.0.0.1:1/none'});
	expect(guest.database).toMatchObject({
		is: 'none',
		why: expect.stringContaining('--database'),
		hint: expect.stringContaining('postgres://'),
	});
	expect(guest.inputs.database).toBe('no');
	expect(await json(`${guest.inputs.router_url}/orders`, {method: 'POST'})).toMatchObject({http: 201});
	expect(await json(`${guest.inputs.router_url}/health`)).toMatchObject({http: 200, database: 'none'});
	await guest.end(false);
});

test('a drill that happens to the database is refused where there is none to lose', async () => {
	const noServer = startWorld(makeRun(), {
		drill: 'failing-migration',
		databaseUrl: 'postgres://nobody:x@127.0.0.1:1/none',
	});
	await expect(noServer).rejects.toMatchObject({
		code: 'practice.world',
		message: expect.stringContaining('needs a database'),
	});
	const foreign = startWorld(makeRun(), {
		drill: 'lost-database',
		databaseUrl: world.env.PRACTICE_DATABASE_URL ?? '',
	});
	await expect(foreign).rejects.toMatchObject({hint: expect.stringContaining('Leave --database out')});
});

/** A name that leads to this computer does not make its bearer one of us. */
async function statusFor(url: string, host: string): Promise<number | undefined> {
	const sent = request(url, {headers: {host}}).end();
	const [answer] = await once(sent, 'response');
	answer.resume();
	return answer.statusCode;
}

async function databasesOf(url: string): Promise<readonly string[]> {
	const pool = await openPool(url, {connectionsMax: 1, withinMs: 5_000});
	const rows = await pool.query('SELECT datname FROM pg_database ORDER BY 1');
	await pool.close();
	return rows.map(row => String(row.datname));
}
