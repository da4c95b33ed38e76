import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startWorld, type World} from '../../src/cli/practice/world.ts';
import {openPool, type SqlPool} from '../../src/steps/sql/pool.ts';
import {errorRate, json, makeRun, shop, until} from './place.ts';

/** What the practice runbook's migration does. */
const migration = "ALTER TABLE orders ADD COLUMN IF NOT EXISTS delivery text NOT NULL DEFAULT 'standard'";

async function withPool<T>(world: World, work: (pool: SqlPool) => Promise<T>): Promise<T> {
	const pool = await openPool(world.env.PRACTICE_DATABASE_URL ?? '', {connectionsMax: 1, withinMs: 10_000});
	try {
		return await work(pool);
	} finally {
		await pool.close();
	}
}

async function migrateAndDeploy(world: World): Promise<void> {
	await withPool(world, pool => pool.query(migration));
	await shop(world.inputs, 'deploy', 'green', '1.5.0');
}

async function copyDatabase(world: World, name: string): Promise<void> {
	const url = new URL(world.env.PRACTICE_DATABASE_URL ?? '');
	url.pathname = '/postgres';
	const pool = await openPool(url.href, {connectionsMax: 1, withinMs: 10_000});
	try {
		await pool.query(`CREATE DATABASE ${name} TEMPLATE shop`);
	} finally {
		await pool.close();
	}
}

describe('a release in the practice world', () => {
	let world: World;
	beforeAll(async () => {
		world = await startWorld(makeRun());
	});
	afterAll(() => world.end(false));

	test('a copy of the database needs its connections, and a pause gives them without one failed request', async () => {
		await json(`${world.inputs.live_url}/orders`);
		await expect(copyDatabase(world, 'too_early')).rejects.toThrow(/being accessed by other users/);

		await shop(world.inputs, 'pause');
		const waiting = json(`${world.inputs.router_url}/orders`);
		await copyDatabase(world, 'shop_copy');
		await shop(world.inputs, 'resume');
		expect(await waiting).toMatchObject({http: 200, colour: 'blue'});
		expect(await errorRate(world.inputs, 30)).toBe(0);
	});

	test('a pause that is forgotten ends by itself', async () => {
		await json(`${world.inputs.admin_url}/database/pause?seconds=1`, {method: 'POST'});
		expect(await json(`${world.inputs.live_url}/health`)).toMatchObject({database: 'paused'});
		expect(await json(`${world.inputs.router_url}/orders`)).toMatchObject({http: 200});
		expect(await json(`${world.inputs.live_url}/health`)).toMatchObject({database: 'ok'});
	});

	test('the live colour takes no new version', async () => {
		await expect(shop(world.inputs, 'deploy', 'blue', '1.5.0')).rejects.toThrow(/blue is live/);
	});

	test('the new version fails on the old schema, and works once the migration is applied', async () => {
		expect(await shop(world.inputs, 'deploy', 'green', '1.5.0')).toBe('green: 1.4.2 -> 1.5.0');
		expect(await json(`${world.inputs.idle_url}/version`)).toMatchObject({colour: 'green', version: '1.5.0'});
		expect(await json(`${world.inputs.idle_url}/orders`)).toMatchObject({
			http: 500,
			error: expect.stringContaining('delivery'),
		});
		await withPool(world, pool => pool.query(migration));
		expect(await json(`${world.inputs.idle_url}/orders`)).toMatchObject({http: 200, version: '1.5.0'});
	});

	test('what a client sees changes with the switch, both ways', async () => {
		const seen = async () => (await json(`${world.inputs.router_url}/version`)).version;
		expect(await seen()).toBe('1.4.2');
		expect(await shop(world.inputs, 'switch', 'green')).toBe('live: blue -> green');
		expect(await seen()).toBe('1.5.0');
		await shop(world.inputs, 'switch', 'blue');
		expect(await seen()).toBe('1.4.2');
		expect(await errorRate(world.inputs)).toBe(0);
	});
});

describe('a drill', () => {
	test('a bad release answers every smoke test, fails real clients after the switch, and recovers with the way back', async () => {
		const world = await startWorld(makeRun(), {drill: 'bad-release'});
		await migrateAndDeploy(world);
		for (const path of ['/health', '/version', '/orders']) {
			expect(await json(`${world.inputs.idle_url}${path}`)).toMatchObject({http: 200});
		}
		expect(await errorRate(world.inputs)).toBe(0);
		await shop(world.inputs, 'switch', 'green');
		await until(async () => (await errorRate(world.inputs)) > 0.05, 10_000, 'the error rate rises over 5 %');
		await shop(world.inputs, 'switch', 'blue');
		await until(async () => (await errorRate(world.inputs)) === 0, 10_000, 'the error rate falls to nothing');
		await world.end(false);
	});

	test('a crashing version dies under real orders and is started again', async () => {
		const world = await startWorld(makeRun(), {drill: 'crash'});
		await migrateAndDeploy(world);
		await shop(world.inputs, 'switch', 'green');
		await until(
			async () => /green +1\.5\.0 +not running/.test(await shop(world.inputs, 'status')),
			10_000,
			'green dies',
		);
		await until(async () => (await errorRate(world.inputs)) > 0.05, 10_000, 'the error rate rises over 5 %');
		await until(
			async () => (await json(`${world.inputs.idle_url}/version`).catch(() => ({}))) !== undefined,
			10_000,
			'green is started again',
		);
		await world.end(false);
	});

	test('a failing migration meets a report that holds the table, and passes once that is ended', async () => {
		const world = await startWorld(makeRun(), {drill: 'failing-migration'});
		await shop(world.inputs, 'pause');
		await copyDatabase(world, 'shop_copy');
		await shop(world.inputs, 'resume');
		const migrate = () =>
			withPool(world, async pool => {
				await pool.query("SET lock_timeout = '500ms'");
				return pool.query(migration);
			});
		await until(
			() =>
				migrate().then(
					() => false,
					(error: Error) => /lock timeout/.test(error.message),
				),
			5_000,
			'the migration gives up on its lock',
		);
		expect(await shop(world.inputs, 'report', 'stop')).toBe('reports ended: 1');
		await migrate();
		await world.end(false);
	});

	test('a lost database takes the service down after the switch, and comes back when it is started again', async () => {
		const world = await startWorld(makeRun(), {drill: 'lost-database'});
		await migrateAndDeploy(world);
		await shop(world.inputs, 'switch', 'green');
		await until(
			async () => (await json(`${world.inputs.router_url}/health`)).http === 503,
			15_000,
			'the database is lost',
		);
		expect(await errorRate(world.inputs, 2)).toBeGreaterThan(0);
		expect(await shop(world.inputs, 'database', 'start')).toBe('database: running');
		await until(
			async () => (await json(`${world.inputs.router_url}/health`)).http === 200,
			15_000,
			'the database is back',
		);
		await world.end(false);
	});
});
