import type {Client} from 'pg';
import type {Connection} from '../sql/connection.ts';

/** Name of the database that an address means; without one it is the user's, as in libpq. */
export function databaseOf(url: string): string {
	const {pathname, username} = new URL(url);
	return decodeURIComponent(pathname.slice(1)) || decodeURIComponent(username) || 'postgres';
}

/** The same server and user, another database. */
export function withDatabase(url: string, database: string): string {
	const other = new URL(url);
	other.pathname = `/${encodeURIComponent(database)}`;
	return other.href;
}

/** Opens a connection for a piece of work and closes it in any case. */
export async function onDatabase<T>(
	open: () => Promise<Connection>,
	work: (client: Client) => Promise<T>,
): Promise<T> {
	const connection = await open();
	try {
		return await work(connection.client);
	} finally {
		await connection.end();
	}
}
