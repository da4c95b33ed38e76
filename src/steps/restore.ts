import type {Client} from 'pg';
import type {RestoreStep} from '../runbook/step-model.ts';
import {formatDuration} from '../text/duration.ts';
import {findBackup, type TakenBackup} from './backup/taken.ts';
import {loadDump} from './backup/try-restore.ts';
import {databaseOf, onDatabase, withDatabase} from './backup/url.ts';
import {type Attempt, type Finding, failed, passed, unknown} from './finding.ts';
import {connect, isRefusal, sqlReason, urlOf} from './sql/connection.ts';
import {type Contents, readContents} from './sql/tables.ts';

const connectMs = 15_000;

type Restoring = {
	readonly url: string;
	/** The database that is to hold what the backup holds. */
	readonly target: string;
	readonly backup: TakenBackup;
	/** Name under which what is there now is kept. */
	readonly aside: string;
};

/**
Brings a backup back. What is there is never written over: it has to be empty, or is moved aside under another name and
stays. Everything written since the backup is missing afterwards, and the outcome says how much time that is.
*/
export async function performRestore(attempt: Attempt, step: RestoreStep): Promise<Finding> {
	const {order, log} = attempt;
	const url = urlOf(attempt, step.work.connection);
	const backup = url.ok ? await findBackup(order.facts, step.work.from) : url.why;
	if (!url.ok || typeof backup === 'string') {
		return failed(String(backup));
	}
	const target = databaseOf(url.url);
	const aside = `${target.slice(0, 40)}_aside_${order.run.slice(9, 15)}_${order.attempt}`;
	const lossMs = Math.max(0, Date.now() - Date.parse(backup.at));
	log.note(
		`restoring ${target} from ${backup.is === 'copy' ? `the copy ${backup.database}` : backup.file}, made ${backup.at}: what was written in the ${formatDuration(lossMs)} since will be missing`,
	);
	const facts = {database: target, dataLossMs: lossMs, backupAt: backup.at};
	const made = await makeRoom(attempt, {url: url.url, target, backup, aside}, step.work.aside);
	if (made.result !== 'passed') {
		return {...made, facts: {...facts, ...made.facts}};
	}
	const filled = await fill(attempt, {url: url.url, target, backup, aside});
	return {...filled, facts: {...facts, ...made.facts, ...filled.facts}};
}

function maintenance<T>(attempt: Attempt, url: string, work: (client: Client) => Promise<T>): Promise<T> {
	return onDatabase(
		() => connect(withDatabase(url, 'postgres'), {timeoutMs: connectMs, signal: attempt.tools.signal}),
		work,
	);
}

function contentsOf(attempt: Attempt, url: string): Promise<Contents> {
	return onDatabase(
		() => connect(url, {timeoutMs: connectMs, signal: attempt.tools.signal}),
		client => readContents(client, attempt.tools.report),
	);
}

/** Moves what is there out of the way. Until this has passed, nothing was changed. */
async function makeRoom(
	attempt: Attempt,
	{url, target, aside}: Restoring,
	mayMove: boolean,
): Promise<Finding> {
	try {
		const isThere = await maintenance(
			attempt,
			url,
			async client =>
				(await client.query('SELECT FROM pg_database WHERE datname = $1', [target])).rowCount === 1,
		);
		if (!isThere) {
			return passed('', {facts: {aside: 'nothing was there'}});
		}
		const {tables} = await contentsOf(attempt, url);
		if (tables.size > 0 && !mayMove) {
			return failed(
				`${target} is not empty (${tables.size} tables), and a restore into it would mix old and new rows. Set \`aside: true\` to keep it under another name.`,
			);
		}
		await maintenance(attempt, url, client =>
			client.query(
				`ALTER DATABASE ${client.escapeIdentifier(target)} RENAME TO ${client.escapeIdentifier(aside)}`,
			),
		);
		attempt.log.note(`what was there is kept as ${aside}`);
		return passed('', {facts: {aside}});
	} catch (error) {
		const isBusy = error instanceof Error && 'code' in error && error.code === '55006';
		return failed(
			`${sqlReason(error)}${isBusy ? ' Stop what uses the database first.' : ''} Nothing was changed.`,
		);
	}
}

async function fill(attempt: Attempt, restoring: Restoring): Promise<Finding> {
	const {url, target, backup, aside} = restoring;
	const kept = `What was there before is kept as ${aside}.`;
	try {
		await maintenance(attempt, url, async client => {
			const owner = await client.query<{owner: string}>(
				'SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = $1',
				[aside],
			);
			const [before] = owner.rows;
			const template = backup.is === 'copy' ? backup.database : 'template0';
			await client.query(
				`CREATE DATABASE ${client.escapeIdentifier(target)} TEMPLATE ${client.escapeIdentifier(template)}${before === undefined ? '' : ` OWNER ${client.escapeIdentifier(before.owner)}`}`,
			);
		});
		const loaded = backup.is === 'copy' ? ({ok: true} as const) : await loadDump(attempt, backup, url);
		if (!loaded.ok) {
			return failed(`The backup could not be loaded: ${loaded.why}. ${target} is incomplete. ${kept}`);
		}
		return compared(await contentsOf(attempt, url), restoring);
	} catch (error) {
		const why = `${sqlReason(error)} ${kept}`;
		attempt.log.note(`! ${why}`);
		return isRefusal(error) ? failed(why) : unknown(`${why} How ${target} stands is not known.`);
	}
}

function compared(held: Contents, {target, backup}: Restoring): Finding {
	const facts = {tables: held.tables.size, rows: held.rows, sha256: held.sha256};
	const isSame = backup.is === 'dump' || backup.sha256 === undefined || backup.sha256 === held.sha256;
	return isSame
		? passed(`${target}: ${held.tables.size} tables, ${held.rows} rows`, {facts})
		: failed(`${target} does not hold what the backup held when it was made.`, {facts});
}
