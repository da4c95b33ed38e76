/** A few connections to one PostgreSQL database, for programs that live longer than a step: the practice world. */
export type SqlPool = {
	/** Runs one statement with bind parameters; rejects with what PostgreSQL said. */
	query(text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
	/** Waits for what is under way, then closes every connection. */
	close(): Promise<void>;
};

/**
Opens a pool; connections are made when they are first needed.

@param url `postgres://user:password@host:port/database`
@param limits `connectionsMax` 1 to 20; a statement that takes longer than `withinMs` is cancelled and rejects.
*/
export async function openPool(
	url: string,
	limits: {readonly connectionsMax: number; readonly withinMs: number},
): Promise<SqlPool> {
	const {Pool} = await import('pg');
	const pool = new Pool({
		connectionString: url,
		max: limits.connectionsMax,
		connectionTimeoutMillis: limits.withinMs,
		statement_timeout: limits.withinMs,
		idleTimeoutMillis: 10_000,
		allowExitOnIdle: true,
	});
	// A connection that breaks while nobody uses it is replaced at the next query; without a listener it ends the process.
	pool.on('error', () => {});
	return {
		async query(text, values = []) {
			const answer = await pool.query<Record<string, unknown>>(text, [...values]);
			return answer.rows;
		},
		close: () => pool.end(),
	};
}
