import {createHash} from 'node:crypto';
import type {Client} from 'pg';

/** What a database holds: one line a table, to be compared with another. */
export type Contents = {
	/** `schema.table` → rows and checksum, in text. */
	readonly tables: ReadonlyMap<string, string>;
	readonly rows: number;
	/** Over all of it; two databases with the same rows have the same one, in whatever order the rows lie. */
	readonly sha256: string;
};

/** A database with more tables is compared in a way of its own, not by a step. */
const tablesMax = 10_000;

/** Reads every row of every ordinary table once, in one snapshot, and adds up a hash of each. */
export async function readContents(
	client: Client,
	report: (line: string) => void = () => {},
): Promise<Contents> {
	await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
	try {
		const found = await client.query<{schema: string; name: string}>(
			`SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_t%' AND c.relpersistence = 'p' ORDER BY 1, 2 LIMIT ${tablesMax + 1}`,
		);
		if (found.rows.length > tablesMax) {
			throw new Error(`It has more than ${tablesMax} tables.`);
		}
		const tables = new Map<string, string>();
		let rows = 0;
		for (const {schema, name} of found.rows) {
			report(`reading ${schema}.${name} (${tables.size + 1} of ${found.rows.length})`);
			const table = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`;
			const sum = await client.query<{rows: string; sum: string}>(
				`SELECT count(*) AS rows, coalesce(sum(hashtextextended(t::text, 0)), 0) AS sum FROM ONLY ${table} AS t`,
			);
			const [row] = sum.rows;
			rows += Number(row?.rows ?? 0);
			tables.set(`${schema}.${name}`, `${row?.rows ?? '?'} rows, checksum ${row?.sum ?? '?'}`);
		}
		const sha256 = createHash('sha256')
			.update([...tables].map(([name, sum]) => `${name} ${sum}\n`).join(''))
			.digest('hex');
		return {tables, rows, sha256};
	} finally {
		await client.query('ROLLBACK').catch(() => {});
	}
}

/** @returns the first table that differs, in words. */
export function firstDifference(left: Contents, right: Contents): string | undefined {
	for (const name of new Set([...left.tables.keys(), ...right.tables.keys()])) {
		const [one, other] = [left.tables.get(name), right.tables.get(name)];
		if (one !== other) {
			return `${name}: ${one ?? 'missing'} against ${other ?? 'missing'}`;
		}
	}
	return undefined;
}
