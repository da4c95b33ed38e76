import {type Attempt, wordsOf} from '../finding.ts';
import {connect, sqlReason} from '../sql/connection.ts';
import {readContents} from '../sql/tables.ts';
import type {Dump} from './dump-file.ts';
import {runTool, type ToolEnd} from './libpq.ts';
import {databaseOf, onDatabase, withDatabase} from './url.ts';

const connectMs = 15_000;

export type Tried =
	| {readonly ok: true; readonly tables: number; readonly rows: number}
	| {readonly ok: false; readonly why: string};

/** Restores a dump into a database made for it, reads every row there, and drops it again. */
export async function tryRestore(attempt: Attempt, dump: Dump): Promise<Tried> {
	const {order, tools} = attempt;
	const scratch = `${databaseOf(dump.url).slice(0, 30)}_verify_${order.run.slice(-6)}_${order.attempt}`;
	const open = (database: string) => () =>
		connect(withDatabase(dump.url, database), {timeoutMs: connectMs, signal: tools.signal});
	try {
		await onDatabase(open('postgres'), client =>
			client.query(`CREATE DATABASE ${client.escapeIdentifier(scratch)} TEMPLATE template0`),
		);
	} catch (error) {
		return {ok: false, why: `no database could be made to try it in: ${sqlReason(error)}`};
	}
	try {
		const loaded = await loadDump(attempt, dump, withDatabase(dump.url, scratch));
		if (!loaded.ok) {
			return {ok: false, why: `it can’t be restored (${loaded.why})`};
		}
		const {tables, rows} = await onDatabase(open(scratch), client => readContents(client, tools.report));
		return {ok: true, tables: tables.size, rows};
	} catch (error) {
		return {ok: false, why: `what was restored can’t be read: ${sqlReason(error)}`};
	} finally {
		await onDatabase(open('postgres'), client =>
			client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(scratch)}`),
		).catch((error: unknown) => {
			attempt.log.note(`! ${scratch} is left behind: ${wordsOf(error)}`);
		});
	}
}

/** Loads a dump into an empty database: all of it, or it stops at the first error. */
export function loadDump(
	attempt: Attempt,
	dump: Pick<Dump, 'file' | 'format'>,
	url: string,
): Promise<ToolEnd> {
	return dump.format === 'plain'
		? runTool(
				attempt,
				[
					'psql',
					'--no-psqlrc',
					'--quiet',
					'--no-password',
					'--set',
					'ON_ERROR_STOP=1',
					'--single-transaction',
					'--file',
					dump.file,
				],
				url,
			)
		: runTool(
				attempt,
				['pg_restore', '--exit-on-error', '--no-password', '--dbname', databaseOf(url), dump.file],
				url,
			);
}
