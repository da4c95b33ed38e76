import {openPool, type SqlPool} from '../../steps/sql/pool.ts';

/** Setting a fresh cluster up takes a second; DDL on a given server may wait for its other users. */
const limits = {connectionsMax: 1, withinMs: 20_000} as const;

/** The tables as version 1.4.2 knows them; the runbook's migration adds what 1.5.0 needs. */
const tables = [
	`CREATE TABLE IF NOT EXISTS orders (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		item text NOT NULL,
		quantity int NOT NULL CHECK (quantity > 0),
		placed_at timestamptz NOT NULL DEFAULT now()
	)`,
	`CREATE TABLE IF NOT EXISTS schema_revisions (
		revision text PRIMARY KEY,
		applied_at timestamptz NOT NULL DEFAULT now()
	)`,
	`INSERT INTO schema_revisions (revision) VALUES ('0001-orders') ON CONFLICT DO NOTHING`,
	`INSERT INTO orders (item, quantity)
		SELECT (ARRAY['tea', 'coffee', 'honey', 'bread'])[1 + n % 4], 1 + n % 5
		FROM generate_series(1, 400) AS n
		WHERE NOT EXISTS (SELECT FROM orders)`,
];

/** Who may do what in the practice database. Names are ours, passwords hex digits: nothing needs quoting. */
export type ShopRoles = {
	readonly owner: {readonly name: string; readonly password: string};
	readonly reader: {readonly name: string; readonly password: string};
};

/**
Makes the database with its owner and a role that can only read, or brings their passwords up to date.

@param urlOf the superuser's connection to a database of this server.
*/
export async function layOutServer(
	urlOf: (database: string) => string,
	database: string,
	{owner, reader}: ShopRoles,
): Promise<void> {
	await using(urlOf('postgres'), async server => {
		for (const {name, password} of [owner, reader]) {
			const [known] = await server.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
			await server.query(
				`${known === undefined ? 'CREATE' : 'ALTER'} ROLE ${name} LOGIN PASSWORD '${password}'`,
			);
		}
		await server.query(`ALTER ROLE ${owner.name} CREATEDB`);
		await server.query(`GRANT pg_read_all_data TO ${reader.name}`);
		await server.query(`ALTER ROLE ${reader.name} SET default_transaction_read_only = on`);
		await makeDatabase(server, database, owner.name);
		await server.query(`REVOKE TEMPORARY ON DATABASE ${database} FROM PUBLIC`);
	});
}

/** Makes the database where it is missing. @param owner absent: the connection's own role. */
export async function makeDatabase(server: SqlPool, database: string, owner?: string): Promise<void> {
	const [known] = await server.query('SELECT FROM pg_database WHERE datname = $1', [database]);
	if (known === undefined) {
		await server.query(`CREATE DATABASE ${database}${owner === undefined ? '' : ` OWNER ${owner}`}`);
	}
}

/** Lays out the shop's tables with a few hundred orders; leaves those of an earlier world as they are. */
export async function layOutTables(url: string): Promise<void> {
	await using(url, async shop => {
		for (const statement of tables) {
			await shop.query(statement);
		}
	});
}

/** Deletes the practice database and the copies that were made of it on a given server. */
export async function dropDatabases(serverUrl: string, database: string): Promise<void> {
	await using(serverUrl, async server => {
		const mine = await server.query('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [
			database,
		]);
		for (const {datname} of mine) {
			await server.query(`DROP DATABASE IF EXISTS "${String(datname).replaceAll('"', '""')}" WITH (FORCE)`);
		}
	});
}

export async function using<T>(url: string, work: (pool: SqlPool) => Promise<T>): Promise<T> {
	const pool = await openPool(url, limits);
	try {
		return await work(pool);
	} finally {
		await pool.close();
	}
}
