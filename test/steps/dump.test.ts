import {existsSync, readdirSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Step} from '../../src/runbook/step-model.ts';
import type {BackupWork, RestoreWork} from '../../src/runbook/work-model.ts';
import {verifyDump} from '../../src/steps/backup/ladder.ts';
import {libpqEnvironment} from '../../src/steps/backup/libpq.ts';
import {openLog} from '../../src/steps/log.ts';
import {openPool} from '../../src/steps/sql/pool.ts';
import {startPostgres, type TestServer} from '../postgres.ts';
import {aStep, aWorld, type World} from './given.ts';

/** A server with its own client programs: pg_dump refuses servers newer than itself. */
const installed = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt']
	.flatMap(parent => (existsSync(parent) ? readdirSync(parent).map(name => join(parent, name)) : []))
	.toSorted()
	.findLast(home =>
		['initdb', 'postgres', 'pg_dump', 'pg_restore', 'psql'].every(name =>
			existsSync(join(home, 'bin', name)),
		),
	);

const backup = (more: Partial<BackupWork> = {}): Step =>
	aStep('backup', {work: {connection: 'main', format: 'custom', verify: 'read', ...more}});
const restore = (more: Partial<RestoreWork> = {}): Step =>
	aStep('restore', {work: {connection: 'main', from: 'backup', aside: false, ...more}});

async function given(server: TestServer): Promise<World & {database: string; url: string}> {
	const url = await server.freshDatabase();
	const database = url.split('/').at(-1) ?? '';
	await server.query('CREATE TABLE orders (id int, item text)', database);
	await server.query('INSERT INTO orders SELECT n, md5(n::text) FROM generate_series(1, 5000) n', database);
	return {...aWorld({secrets: {db: url}, connections: {main: {input: 'db'}}}), database, url};
}

/** While another `pg_dump` comes first. */
async function withDumper<T>({directory}: World, script: string, work: () => Promise<T>): Promise<T> {
	const before = process.env.PATH;
	writeFileSync(join(directory, 'pg_dump'), `#!/bin/sh\n${script}\n`, {mode: 0o755});
	process.env.PATH = `${directory}:${before}`;
	try {
		return await work();
	} finally {
		process.env.PATH = before;
	}
}

describe.skipIf(installed === undefined)('a dump', () => {
	let server: TestServer;
	const path = process.env.PATH;
	beforeAll(async () => {
		process.env.PATH = `${installed ?? ''}/bin:${path}`;
		server = await startPostgres(installed);
	});
	afterAll(async () => {
		process.env.PATH = path;
		await server.stop();
	});

	test.each(['custom', 'plain', 'directory'] as const)(
		'in the format %s is written, read and restored on trial',
		async format => {
			const world = await given(server);
			const outcome = await world.perform(backup({format, verify: 'restore'}));
			expect(outcome).toMatchObject({
				result: 'passed',
				facts: {
					format,
					verified: 'restore',
					tables: 1,
					rows: 5000,
					sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
					bytes: expect.any(Number),
				},
			});
			const file = String(outcome.facts?.file);
			expect(dirname(file)).toBe(join(world.directory, 'backups'));
			expect(statSync(file).mode & 0o077).toBe(0);
			expect(
				await server.query("SELECT count(*) AS n FROM pg_database WHERE datname LIKE '%verify%'"),
			).toEqual([{n: '0'}]);
		},
	);

	test('never shows the password to anybody', async () => {
		const world = await given(server);
		await world.perform(backup());
		expect(world.log('backup')).not.toMatch(/test:test|password=/);
		expect(libpqEnvironment('postgres://u%40x:p%3Aw@[::1]:5433/d%20b?sslmode=require')).toMatchObject({
			PGHOST: '::1',
			PGPORT: '5433',
			PGUSER: 'u@x',
			PGPASSWORD: 'p:w',
			PGDATABASE: 'd b',
			PGSSLMODE: 'require',
		});
	});

	test.each(['custom', 'plain', 'directory'] as const)(
		'in the format %s that was cut off is caught (D2, D3)',
		async format => {
			const world = await given(server);
			const made = await world.perform(backup({format}));
			const file = String(made.facts?.file);
			const cut =
				format === 'directory'
					? join(file, readdirSync(file).find(name => name.endsWith('.gz')) ?? '')
					: file;
			truncateSync(cut, statSync(cut).size - 200);
			const log = openLog(world.directory, 'ladder', []);
			const attempt = {
				order: {} as never,
				tools: {signal: new AbortController().signal, report: () => {}} as never,
				log,
			};
			const level = format === 'plain' ? 'list' : 'read';
			expect(await verifyDump(attempt, {file, format, url: world.url}, level)).toMatchObject({
				ok: false,
				why: expect.stringMatching(/cut off|can’t be read to its end/),
				facts: {verified: 'no'},
			});
			writeFileSync(cut, '');
			expect(await verifyDump(attempt, {file, format, url: world.url}, 'read')).toMatchObject({ok: false});
			log.close();
		},
	);

	test('that has no place to lie fails before anything is dumped', async () => {
		const world = await given(server);
		expect(await world.perform(backup({into: '/dev/null/backups'}))).toMatchObject({
			result: 'failed',
			why: expect.stringContaining("/dev/null/backups can't be made, so nothing was dumped"),
		});
	});

	test('that can’t be made says why', async () => {
		const world = aWorld({secrets: {db: server.url('no_such_database')}, connections: {main: {input: 'db'}}});
		expect(await world.perform(backup())).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('does not exist'),
		});
		const before = process.env.PATH;
		process.env.PATH = '/bin:/usr/bin/no';
		const gone = existsSync('/bin/pg_dump') ? undefined : await (await given(server)).perform(backup());
		process.env.PATH = before;
		expect(gone?.why ?? 'format: copy').toContain('format: copy');
	});

	test.each(['custom', 'plain', 'directory'] as const)(
		'in the format %s that finds no more room fails, and nothing of it is there to be restored',
		async format => {
			const world = await given(server);
			const outcome = await withDumper(
				world,
				`trap '' XFSZ\nulimit -f 16\nexec '${installed ?? ''}/bin/pg_dump' "$@"`,
				() => world.perform(backup({format})),
			);
			expect(outcome).toMatchObject({result: 'failed', why: expect.stringMatching(/too large/i)});
			expect(outcome.facts?.verified ?? 'no').toBe('no');
			expect(readdirSync(join(world.directory, 'backups')), 'and takes no room').toEqual([]);
			expect(await world.perform(restore())).toMatchObject({result: 'failed'});
			expect(
				await server.query('SELECT count(*) AS n FROM orders', world.database),
				'what was there is untouched',
			).toEqual([{n: '5000'}]);
		},
	);

	test('that is no good has no name of a backup, and no good one is removed for it', async () => {
		const world = await given(server);
		const good = await world.perform(backup({keep: 2}), {attempt: 1});
		const bad = await withDumper(
			world,
			`'${installed ?? ''}/bin/pg_dump' "$@" && for file; do :; done && truncate -s -200 "$file"`,
			() => world.perform(backup({keep: 2}), {attempt: 2}),
		);
		expect(bad).toMatchObject({result: 'failed', why: expect.stringMatching(/\.unverified is no good/)});
		expect(await world.perform(restore())).toMatchObject({
			result: 'failed',
			why: expect.stringContaining('was found to be no good'),
		});
		const last = await world.perform(backup({keep: 2}), {attempt: 3});
		const dumps = readdirSync(join(world.directory, 'backups')).filter(name => name.endsWith('.dump'));
		expect(dumps).toEqual([good, last].map(made => basename(String(made.facts?.file))));
	});

	describe('is brought back', () => {
		test.each(['custom', 'plain', 'copy'] as const)(
			'from the format %s, and what was there is kept aside',
			async format => {
				const world = await given(server);
				await world.perform(backup({format}));
				await server.query("UPDATE orders SET item = 'broken'", world.database);
				const outcome = await world.perform(restore({aside: true}));
				expect(outcome).toMatchObject({
					result: 'passed',
					facts: {rows: 5000, dataLossMs: expect.any(Number), aside: expect.stringContaining('_aside_')},
				});
				expect(
					await server.query("SELECT count(*) AS n FROM orders WHERE item = 'broken'", world.database),
				).toEqual([{n: '0'}]);
				expect(
					await server.query(
						"SELECT count(*) AS n FROM orders WHERE item = 'broken'",
						String(outcome.facts?.aside),
					),
				).toEqual([{n: '5000'}]);
			},
		);

		test('never into a database that holds something (D20)', async () => {
			const world = await given(server);
			await world.perform(backup());
			expect(await world.perform(restore())).toMatchObject({
				result: 'failed',
				why: expect.stringContaining('is not empty'),
			});
			expect(await server.query('SELECT count(*) AS n FROM orders', world.database)).toEqual([{n: '5000'}]);
		});

		test('never while somebody uses it, and nothing is changed', async () => {
			const world = await given(server);
			await world.perform(backup());
			const user = await openPool(world.url, {connectionsMax: 1, withinMs: 5000});
			await user.query('SELECT 1');
			expect(await world.perform(restore({aside: true}))).toMatchObject({
				result: 'failed',
				why: expect.stringContaining('Nothing was changed'),
			});
			await user.close();
		});

		test('only from a backup that is still what was made (D1)', async () => {
			const world = await given(server);
			expect(await world.perform(restore({aside: true}))).toMatchObject({
				result: 'failed',
				why: expect.stringContaining('has made no backup'),
			});
			const made = await world.perform(backup());
			truncateSync(String(made.facts?.file), 1000);
			expect(await world.perform(restore({aside: true}))).toMatchObject({
				result: 'failed',
				why: expect.stringContaining('SHA-256 differs'),
			});
			expect(await server.query('SELECT count(*) AS n FROM orders', world.database)).toEqual([{n: '5000'}]);
		});
	});
});
