import type {BackupWork} from '../../runbook/work-model.ts';
import {formatBytes} from '../../text/bytes.ts';
import {type Attempt, type Finding, failed, passed, stoppedBy, unknown} from '../finding.ts';
import {connect, isRefusal, sqlReason, urlOf} from '../sql/connection.ts';
import {type Contents, firstDifference, readContents} from '../sql/tables.ts';
import {beyond} from './keep.ts';
import {backupLevels} from './level.ts';
import {databaseOf, onDatabase, withDatabase} from './url.ts';

/** Reading and copying a database take as long as they take; what hangs longer than this does not move any more. */
const connectMs = 15_000;

/**
Copies a database beside the first on the same server (`CREATE DATABASE … TEMPLATE`) and shows that both hold the same
rows. Nobody may be connected to the first meanwhile: PostgreSQL refuses then, and nothing was made.
*/
export async function copyDatabase(attempt: Attempt, work: BackupWork): Promise<Finding> {
	const {log, tools} = attempt;
	const url = urlOf(attempt, work.connection);
	if (!url.ok) {
		return failed(url.why);
	}
	const source = databaseOf(url.url);
	const copy = copyName(source, attempt);
	log.note(`backup of ${source} as a copy, ${copy}`);
	let isAsked = false;
	try {
		const before = await contentsOf(url.url, attempt);
		log.note(`${before.tables.size} tables, ${before.rows} rows in ${source}`);
		const madeAt = new Date().toISOString();
		await onMaintenance(url.url, attempt, async client => {
			tools.report(`copying ${source}`);
			isAsked = true;
			await client.query(
				`CREATE DATABASE ${client.escapeIdentifier(copy)} TEMPLATE ${client.escapeIdentifier(source)}`,
			);
		});
		log.note(`made ${copy}`);
		return await verify(attempt, {work, url: url.url, source, copy, before, madeAt});
	} catch (error) {
		const why = `${sqlReason(error)}${busyHint(error)}`;
		log.note(`! ${why}`);
		if (tools.signal.aborted && isAsked) {
			return {
				...unknown('It was stopped; a copy may have been made.', {facts: {database: copy}}),
				stopped: stoppedBy(tools.signal),
			};
		}
		return isRefusal(error) || !isAsked
			? failed(why)
			: unknown(`${why} Whether ${copy} was made is not known.`);
	}
}

type Made = {
	readonly work: BackupWork;
	readonly url: string;
	readonly source: string;
	readonly copy: string;
	readonly before: Contents;
	readonly madeAt: string;
};

async function verify(attempt: Attempt, made: Made): Promise<Finding> {
	const {copy, source, before, madeAt, work} = made;
	const facts = {
		database: copy,
		of: source,
		format: 'copy',
		at: madeAt,
		tables: before.tables.size,
		rows: before.rows,
	};
	const bytes = await onMaintenance(made.url, attempt, async client => {
		const answer = await client.query<{bytes: string}>('SELECT pg_database_size($1) AS bytes', [copy]);
		return Number(answer.rows[0]?.bytes ?? 0);
	});
	attempt.log.note(`${copy} has ${formatBytes(bytes)}`);
	if (backupLevels.indexOf(work.verify) < backupLevels.indexOf('list')) {
		return passed(`${copy}, ${formatBytes(bytes)}, not read`, {facts: {...facts, bytes, verified: 'size'}});
	}
	const held = await contentsOf(withDatabase(made.url, copy), attempt);
	for (const [name, sum] of held.tables) {
		attempt.log.note(`${copy} ${name}: ${sum}`);
	}
	const difference = firstDifference(before, held);
	if (difference !== undefined && firstDifference(await contentsOf(made.url, attempt), held) !== undefined) {
		return failed(
			`The copy ${copy} does not hold what ${source} held (${difference}); somebody may have written to it meanwhile.`,
			{facts: {...facts, bytes, verified: 'no'}},
		);
	}
	await removeOlderCopies(attempt, made);
	return passed(`${copy}: ${held.tables.size} tables, ${held.rows} rows, the same as in ${source}`, {
		facts: {...facts, bytes, rows: held.rows, sha256: held.sha256, verified: 'read'},
	});
}

async function removeOlderCopies(attempt: Attempt, {work, url, copy}: Made): Promise<void> {
	const {keep} = work;
	if (keep === undefined) {
		return;
	}
	await onMaintenance(url, attempt, async client => {
		const all = await client.query<{datname: string}>(
			'SELECT datname FROM pg_database WHERE NOT datistemplate',
		);
		for (const name of beyond(
			all.rows.map(row => row.datname),
			copy,
			keep,
		)) {
			const words = await client
				.query(`DROP DATABASE ${client.escapeIdentifier(name)}`)
				.then(() => 'dropped', sqlReason);
			attempt.log.note(`older than the newest ${keep}: ${name}: ${words}`);
		}
	});
}

async function contentsOf(url: string, attempt: Attempt): Promise<Contents> {
	return onDatabase(
		() => connect(url, {timeoutMs: connectMs, signal: attempt.tools.signal}),
		client => readContents(client, attempt.tools.report),
	);
}

/** Runs on another database of the same server: a database can't be copied or renamed from within. */
async function onMaintenance<T>(
	url: string,
	attempt: Attempt,
	work: Parameters<typeof onDatabase<T>>[1],
): Promise<T> {
	return onDatabase(
		() => connect(withDatabase(url, 'postgres'), {timeoutMs: connectMs, signal: attempt.tools.signal}),
		work,
	);
}

/** `shop_backup_20261121_093000_1`: of this run and attempt, within PostgreSQL's 63 bytes. */
function copyName(source: string, {order}: Attempt): string {
	const tail = `_backup_${order.run.slice(0, 15).replace('-', '_')}_${order.attempt}`;
	return `${source.slice(0, 63 - tail.length)}${tail}`;
}

function busyHint(error: unknown): string {
	const isBusy = error instanceof Error && 'code' in error && error.code === '55006';
	return isBusy ? ' A copy needs the database to itself: pause what uses it, then try again.' : '';
}
