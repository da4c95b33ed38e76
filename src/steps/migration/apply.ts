import type {Client} from 'pg';
import type {MigrationWork} from '../../runbook/work-model.ts';
import {formatDuration} from '../../text/duration.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {type Attempt, type Finding, failed, passed, stoppedBy, unknown} from '../finding.ts';
import {connect, isRefusal, sqlReason, urlOf} from '../sql/connection.ts';
import {cancelOn} from './cancel.ts';
import type {Migration} from './read.ts';

export type Applying = {
	readonly work: MigrationWork;
	readonly migration: Migration;
	/** What the review said, for the outcome. */
	readonly facts: NonNullable<Finding['facts']>;
};

const connectMs = 15_000;

/** Applies the statements in order and stops at the first error. Inside a transaction an error leaves nothing behind. */
export async function applyMigration(attempt: Attempt, applying: Applying): Promise<Finding> {
	const {log, tools} = attempt;
	const {work, facts} = applying;
	const url = urlOf(attempt, work.connection);
	if (!url.ok) {
		return failed(url.why, {facts: {...facts, applied: false}});
	}
	const never = new AbortController().signal;
	const connection = await connect(url.url, {timeoutMs: connectMs, signal: never}).catch((error: unknown) =>
		sqlReason(error),
	);
	if (typeof connection === 'string') {
		log.note(`! ${connection}`);
		return failed(connection, {facts: {...facts, applied: false}});
	}
	const {client} = connection;
	client.on('notice', notice => log.note(`${notice.severity ?? 'NOTICE'}: ${notice.message ?? ''}`));
	const stop = cancelOn(tools.signal, {url: url.url, connection});
	try {
		return await applyAll({attempt, client}, applying);
	} finally {
		stop.forget();
		await connection.end();
	}
}

type Open = {readonly attempt: Attempt; readonly client: Client};

async function applyAll({attempt, client}: Open, {work, migration, facts}: Applying): Promise<Finding> {
	const {log, tools} = attempt;
	const progress: Progress = {applied: 0, at: ''};
	const before = await revision(client, work).catch((error: unknown) => new Error(sqlReason(error)));
	if (before instanceof Error) {
		return failed(`The revision before can’t be asked: ${before.message}`, {
			facts: {...facts, applied: false},
		});
	}
	log.note(`revision before: ${before ?? '(not asked)'}`);
	const known = {...facts, ...(before === undefined ? {} : {revisionBefore: before})};
	try {
		await applyEach({attempt, client}, {work, migration}, progress);
	} catch (error) {
		const isRolledBack = await client.query('ROLLBACK').then(
			() => isRefusal(error),
			() => false,
		);
		const left = work.transaction || progress.applied === 0;
		const why = `${progress.at}: ${reason(error, work)}`;
		log.note(`! ${why}`);
		const stopped = tools.signal.aborted ? {stopped: stoppedBy(tools.signal)} : {};
		return isRolledBack
			? {
					...failed(
						`${why}${left ? ' Nothing of it was applied.' : ` ${progress.applied} statements before it were applied.`}`,
						{facts: {...known, ...(left ? {applied: false} : {}), statements: left ? 0 : progress.applied}},
					),
					...stopped,
				}
			: {...unknown(`${why} What was applied is not known.`, {facts: known}), ...stopped};
	}
	const after = await revision(client, work).catch(() => undefined);
	log.note(`applied ${progress.applied} statements; revision after: ${after ?? '(not asked)'}`);
	return passed(
		`${progress.applied} statements applied${after === undefined ? '' : `, revision ${before ?? '?'} → ${after}`}`,
		{
			facts: {
				...known,
				applied: true,
				statements: progress.applied,
				...(after === undefined ? {} : {revisionAfter: after}),
			},
		},
	);
}

/** How far it got: statements done, and the place of the one that is being run. */
type Progress = {applied: number; at: string};

async function applyEach(
	{attempt, client}: Open,
	{work, migration}: Pick<Applying, 'work' | 'migration'>,
	progress: Progress,
): Promise<void> {
	progress.at = 'before the first statement';
	await client.query(`SET lock_timeout = ${Math.round(work.lockTimeoutMs)}`);
	await client.query(`SET statement_timeout = ${Math.round(work.statementTimeoutMs)}`);
	if (work.transaction) {
		await client.query('BEGIN');
	}
	for (const source of migration.sources) {
		for (const statement of source.statements) {
			progress.at = `${source.name}:${statement.line}`;
			attempt.tools.report(`${progress.at}: ${sanitiseLine(statement.text.split('\n')[0] ?? '', 100)}`);
			const startedAt = performance.now();
			await client.query(statement.text);
			attempt.log.note(
				`${progress.at}: ${statement.text.trim()}\n-- ${formatDuration(performance.now() - startedAt)}`,
			);
			progress.applied += 1;
		}
	}
	progress.at = 'at COMMIT';
	if (work.transaction) {
		await client.query('COMMIT');
	}
}

/** The schema's revision, as the author's query names it: its first cell. */
async function revision(client: Client, work: MigrationWork): Promise<string | undefined> {
	if (work.revision === undefined) {
		return undefined;
	}
	const answer = await client.query({text: work.revision, rowMode: 'array'});
	const cell: unknown = (answer.rows[0] as readonly unknown[] | undefined)?.[0];
	return cell === undefined || cell === null ? '(none)' : String(cell);
}

function reason(error: unknown, work: MigrationWork): string {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	switch (code) {
		case '55P03':
			return `it waited ${formatDuration(work.lockTimeoutMs)} for a lock that somebody else holds (${sqlReason(error)}).`;
		case '57014':
			return `it was cancelled, by its limit of ${formatDuration(work.statementTimeoutMs)} or by a person (${sqlReason(error)}).`;
		default:
			return `${sqlReason(error)}.`;
	}
}
