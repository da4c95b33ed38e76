import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Step} from '../../src/runbook/step-model.ts';
import type {MigrationWork} from '../../src/runbook/work-model.ts';
import {startPostgres, type TestServer} from '../postgres.ts';
import {aStep, aWorld, type World} from './given.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startPostgres();
});
afterAll(() => server.stop());

const work: MigrationWork = {
	connection: 'main',
	files: [],
	phase: 'expand',
	lockTimeoutMs: 500,
	statementTimeoutMs: 10_000,
	transaction: true,
	review: 'required',
};
const migration = (sql: string, more: Partial<MigrationWork> = {}): Step =>
	aStep('migration', {work: {...work, sql, ...more}});

async function given(): Promise<World & {url: string; database: string}> {
	const url = await server.freshDatabase();
	const database = url.split('/').at(-1) ?? '';
	await server.query('CREATE TABLE orders (id int PRIMARY KEY, item text)', database);
	await server.query('CREATE TABLE revisions (revision text)', database);
	return {...aWorld({secrets: {db: url}, connections: {main: {input: 'db'}}}), url, database};
}

describe('applying a migration', () => {
	test('says the revision before and after', async () => {
		const world = await given();
		await server.query("INSERT INTO revisions VALUES ('0001')", world.database);
		const file = join(world.directory, '0002.sql');
		writeFileSync(
			file,
			"ALTER TABLE orders ADD COLUMN IF NOT EXISTS note text;\nUPDATE revisions SET revision = '0002' WHERE true;",
		);
		const outcome = await world.perform(
			aStep('migration', {work: {...work, files: [file], revision: 'SELECT max(revision) FROM revisions'}}),
		);
		expect(outcome).toMatchObject({
			result: 'passed',
			facts: {
				applied: true,
				statements: 2,
				revisionBefore: '0001',
				revisionAfter: '0002',
				sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
			},
		});
		expect(world.log('migration')).toContain('ALTER TABLE orders ADD COLUMN');
	});

	test('applies nothing while a finding of its review is open', async () => {
		const world = await given();
		expect(await world.perform(migration('DROP TABLE orders'))).toMatchObject({
			result: 'failed',
			facts: {applied: false, findings: 2},
			why: expect.stringContaining('nothing was applied'),
		});
		expect(await server.query('SELECT count(*) AS n FROM orders', world.database)).toEqual([{n: '0'}]);
		expect(await world.perform(migration('DROP TABLE orders', {review: 'done'}))).toMatchObject({
			result: 'passed',
			facts: {applied: true},
		});
	});

	test('stops at the first error and leaves nothing behind', async () => {
		const world = await given();
		const outcome = await world.perform(
			migration(
				'ALTER TABLE orders ADD COLUMN IF NOT EXISTS note text;\n\nALTER TABLE missing ADD COLUMN IF NOT EXISTS x int;',
			),
		);
		expect(outcome).toMatchObject({
			result: 'failed',
			facts: {applied: false},
			why: expect.stringMatching(
				/SQL:3: relation "missing" does not exist \(42P01\)\. Nothing of it was applied\./,
			),
		});
		await expect(server.query('SELECT note FROM orders', world.database)).rejects.toThrow('does not exist');
	});

	test('without a transaction says how many statements were applied', async () => {
		const world = await given();
		const outcome = await world.perform(
			migration(
				'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON orders (item); ALTER TABLE missing ADD COLUMN IF NOT EXISTS x int',
				{transaction: false},
			),
		);
		expect(outcome).toMatchObject({
			result: 'failed',
			facts: {statements: 1},
			why: expect.stringContaining('1 statements before it were applied'),
		});
		expect(outcome.facts?.applied).toBeUndefined();
	});

	test('waits for a lock only so long, and for a statement', async () => {
		const world = await given();
		const holder = server.query('BEGIN; LOCK TABLE orders; SELECT pg_sleep(3)', world.database);
		await expect
			.poll(() =>
				server.query(
					"SELECT count(*) AS n FROM pg_locks WHERE relation::regclass::text = 'orders' AND granted",
					world.database,
				),
			)
			.toEqual([{n: '1'}]);
		expect(
			await world.perform(migration('ALTER TABLE orders ADD COLUMN IF NOT EXISTS note text')),
		).toMatchObject({
			result: 'failed',
			facts: {applied: false},
			why: expect.stringContaining('for a lock that somebody else holds'),
		});
		await holder;
		expect(await world.perform(migration('SELECT pg_sleep(30)', {statementTimeoutMs: 300}))).toMatchObject({
			result: 'failed',
			facts: {applied: false},
			why: expect.stringContaining('limit of 300 ms'),
		});
	});

	test('is cancelled on the server when it is stopped, so that its end is known', async () => {
		const world = await given();
		const controller = new AbortController();
		const running = world.perform(migration('SELECT pg_sleep(60)', {statementTimeoutMs: 120_000}), {
			tools: {signal: controller.signal},
		});
		await expect
			.poll(() =>
				server.query(
					"SELECT count(*) AS n FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%' AND state = 'active'",
					world.database,
				),
			)
			.toEqual([{n: '1'}]);
		controller.abort('operator');
		expect(await running).toMatchObject({result: 'failed', stopped: 'operator', facts: {applied: false}});
		expect(
			await server.query(
				"SELECT count(*) AS n FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%' AND state = 'active'",
				world.database,
			),
		).toEqual([{n: '0'}]);
	});

	test('is unknown when the server dies meanwhile', async () => {
		const other = await startPostgres();
		const world = aWorld({secrets: {db: other.url()}, connections: {main: {input: 'db'}}});
		const running = world.perform(migration('SELECT pg_sleep(61)', {statementTimeoutMs: 120_000}));
		await expect
			.poll(() =>
				other.query(
					"SELECT count(*) AS n FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(61)%' AND state = 'active'",
				),
			)
			.toEqual([{n: '1'}]);
		await other.query(
			"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(61)%' AND pid <> pg_backend_pid()",
		);
		expect(await running).toMatchObject({result: 'unknown', why: expect.stringContaining('not known')});
		await other.stop();
	});

	test('a file that is missing, no text, or no SQL', async () => {
		const world = await given();
		expect(await world.perform(aStep('migration', {work: {...work, files: ['/no/such.sql']}}))).toMatchObject(
			{result: 'failed', why: expect.stringContaining('/no/such.sql can’t be read'), facts: {applied: false}},
		);
		const file = join(world.directory, 'x.sql');
		writeFileSync(file, Buffer.from([0xff, 0xfe, 0x00]));
		expect(await world.perform(aStep('migration', {work: {...work, files: [file]}}))).toMatchObject({
			result: 'failed',
		});
	});
});
