import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Step} from '../../src/runbook/step-model.ts';
import type {BackupWork} from '../../src/runbook/work-model.ts';
import {beyond} from '../../src/steps/backup/keep.ts';
import {openPool} from '../../src/steps/sql/pool.ts';
import {startPostgres, type TestServer} from '../postgres.ts';
import {aStep, aWorld, type World} from './given.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startPostgres();
});
afterAll(() => server.stop());

const backup = (more: Partial<BackupWork> = {}): Step =>
	aStep('backup', {work: {connection: 'main', format: 'copy', verify: 'read', ...more}});

async function given(): Promise<World & {database: string; url: string}> {
	const url = await server.freshDatabase();
	const database = url.split('/').at(-1) ?? '';
	await server.query('CREATE TABLE orders (id int, item text)', database);
	await server.query("INSERT INTO orders SELECT n, 'tea' FROM generate_series(1, 500) n", database);
	await server.query('CREATE SCHEMA "odd name"', database);
	await server.query('CREATE TABLE "odd name"."Quoted""Table" (x jsonb)', database);
	return {...aWorld({secrets: {db: url}, connections: {main: {input: 'db'}}}), database, url};
}

describe('a backup as a copy', () => {
	test('holds the same rows, and says where it is', async () => {
		const world = await given();
		const outcome = await world.perform(backup());
		expect(outcome).toMatchObject({
			result: 'passed',
			facts: {
				database: `${world.database}_backup_20261121_000000_1`,
				of: world.database,
				tables: 2,
				rows: 500,
				verified: 'read',
				sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
				bytes: expect.any(Number),
			},
		});
		expect(await server.query('SELECT count(*) AS n FROM orders', String(outcome.facts?.database))).toEqual([
			{n: '500'},
		]);
	});

	test('is refused while somebody uses the database, and says what to do', async () => {
		const world = await given();
		const user = await openPool(world.url, {connectionsMax: 1, withinMs: 5000});
		await user.query('SELECT 1');
		expect(await world.perform(backup())).toMatchObject({
			result: 'failed',
			why: expect.stringMatching(/being accessed by other users.*pause what uses it/),
		});
		await user.close();
		expect(await world.perform(backup())).toMatchObject({result: 'passed'});
	});

	test('never overwrites one that is there', async () => {
		const world = await given();
		await world.perform(backup(), {attempt: 1});
		expect(await world.perform(backup(), {attempt: 1})).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('already exists'),
		});
	});

	test('removes the older ones that it made itself, and nothing else', async () => {
		const world = await given();
		const {database} = world;
		await server.query(`CREATE DATABASE ${database}_backup_by_hand`);
		for (const attempt of [1, 2, 3]) {
			await world.perform(backup({keep: 2}), {attempt});
		}
		const left = await server.query(
			`SELECT datname FROM pg_database WHERE datname LIKE '${database}\\_backup%' ORDER BY 1`,
		);
		expect(left.map(row => row.datname)).toEqual([
			`${database}_backup_20261121_000000_2`,
			`${database}_backup_20261121_000000_3`,
			`${database}_backup_by_hand`,
		]);
	});

	test.each([
		[
			[
				'shop-20261121-101010-abcdef.1.dump',
				'shop-20261120-101010-abcdef.1.dump',
				'shop-20261119-101010-abcdef.2.dump',
				'shop2-20261101-101010-abcdef.1.dump',
				'notes.dump',
				'shop-20261101-101010-abcdef.1.sql',
			],
			'shop-20261121-101010-abcdef.1.dump',
			1,
			['shop-20261120-101010-abcdef.1.dump', 'shop-20261119-101010-abcdef.2.dump'],
		],
		[['shop-20261121-101010-abcdef.1.dump'], 'shop-20261121-101010-abcdef.1.dump', 0, []],
	])('of %j, %s and so many kept', (names, made, keep, gone) => {
		expect(beyond(names, made, keep)).toEqual(gone);
	});

	test('without a server fails in words', async () => {
		const world = aWorld({
			secrets: {db: 'postgres://x@127.0.0.1:1/shop'},
			connections: {main: {input: 'db'}},
		});
		expect(await world.perform(backup())).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('refused'),
		});
	});
});
