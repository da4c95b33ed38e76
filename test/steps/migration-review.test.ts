import {describe, expect, test} from 'vitest';
import type {MigrationWork} from '../../src/runbook/work-model.ts';
import {readMigration} from '../../src/steps/migration/read.ts';
import {reviewMigration} from '../../src/steps/migration/review.ts';

const work: MigrationWork = {
	connection: 'main',
	files: [],
	phase: 'expand',
	lockTimeoutMs: 500,
	statementTimeoutMs: 10_000,
	transaction: true,
	review: 'required',
};

async function rules(sql: string, more: Partial<MigrationWork> = {}): Promise<readonly string[]> {
	const read = await readMigration({files: [], sql});
	return read.ok
		? reviewMigration(read.migration, {...work, ...more})
				.findings.filter(finding => finding.accepted === undefined)
				.map(finding => finding.rule)
		: [read.why];
}

describe('the review of a migration', () => {
	test.each<[string, readonly string[]]>([
		['ALTER TABLE orders ADD COLUMN IF NOT EXISTS note text', []],
		['ALTER TABLE orders ADD COLUMN note text', ['not-idempotent']],
		['DROP TABLE IF EXISTS orders', ['contract-before-expand']],
		['ALTER TABLE orders DROP COLUMN IF EXISTS note', ['contract-before-expand']],
		['TRUNCATE orders', ['contract-before-expand']],
		['ALTER TABLE orders RENAME COLUMN item TO thing', ['contract-before-expand']],
		['ALTER TABLE orders ALTER COLUMN id TYPE bigint', ['contract-before-expand']],
		['ALTER TABLE orders ALTER COLUMN item SET NOT NULL', ['contract-before-expand']],
		['ALTER TABLE orders ADD COLUMN IF NOT EXISTS n int NOT NULL', ['not-null-without-default']],
		['ALTER TABLE orders ADD COLUMN IF NOT EXISTS n int NOT NULL DEFAULT 0', []],
		['ALTER TABLE orders ADD COLUMN IF NOT EXISTS n uuid DEFAULT gen_random_uuid()', ['blocks-writes']],
		['CREATE INDEX IF NOT EXISTS i ON orders (item)', ['index-not-concurrent']],
		['CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON orders (item)', ['concurrent-in-transaction']],
		['CREATE INDEX i ON orders (item)', ['index-not-concurrent', 'not-idempotent']],
		['DROP INDEX IF EXISTS i', ['index-not-concurrent']],
		[
			'CREATE TABLE IF NOT EXISTS fresh (id int); CREATE INDEX IF NOT EXISTS i ON fresh (id); ALTER TABLE fresh ADD COLUMN n int NOT NULL',
			[],
		],
		['CREATE TABLE fresh (id int)', ['not-idempotent']],
		['ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0)', ['blocks-writes', 'not-idempotent']],
		['ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0) NOT VALID', ['not-idempotent']],
		['UPDATE orders SET item = 1', ['every-row']],
		['DELETE FROM orders WHERE id = 1', []],
		['BEGIN; SELECT 1; COMMIT', ['own-transaction', 'own-transaction']],
		['COPY orders FROM STDIN', ['copy-from-stdin']],
		["DO $$ BEGIN EXECUTE 'drop table orders'; END $$", ['unseen']],
		['SELECT 1', []],
	])('%s', async (sql, expected) => {
		expect(await rules(sql)).toEqual(expected);
	});

	test('calls what takes away destructive where it is expected', async () => {
		expect(await rules('DROP TABLE IF EXISTS orders', {phase: 'contract'})).toEqual(['destructive']);
		expect(
			await rules('CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON orders (item)', {transaction: false}),
		).toEqual([]);
	});

	test('takes an accepted finding with its reason, but nothing that can’t work', async () => {
		expect(
			await rules(
				'-- gonogo: accept index-not-concurrent because the table has 10 rows\nCREATE INDEX IF NOT EXISTS i ON orders (item);\nCREATE INDEX IF NOT EXISTS j ON orders (id);',
			),
		).toEqual(['index-not-concurrent']);
		expect(await rules('-- gonogo: accept copy-from-stdin because I say so\nCOPY orders FROM STDIN')).toEqual(
			['copy-from-stdin'],
		);
	});

	test('names the line of a syntax error, and commands of psql', async () => {
		expect(await rules('SELECT 1;\nSELEC 2;')).toEqual([expect.stringContaining('in line 2')]);
		expect(await rules('\\set x 1\nSELECT 1;')).toEqual([expect.stringContaining('Commands of psql')]);
		expect(await rules('-- nothing\n')).toEqual(['There is no statement in it.']);
	});

	test('names the line where a statement begins, also behind comments and beyond ASCII', async () => {
		const read = await readMigration({
			files: [],
			sql: "-- größe\nSELECT 'ü';\n\n-- next\n/* two\nlines */ DROP TABLE orders;",
		});
		expect(read.ok && read.migration.sources[0]?.statements.map(({line, text}) => [line, text])).toEqual([
			[2, "SELECT 'ü'"],
			[6, 'DROP TABLE orders'],
		]);
	});
});
