import type {Client, QueryConfig} from 'pg';
import type {ProbeWork} from '../../runbook/work-model.ts';
import {readPattern, withinReason} from '../../text/pattern.ts';
import {isAsExpected} from '../compare.ts';
import {fillPlain} from '../fill.ts';
import {type Asking, type Finding, failed, passed, unknown} from '../finding.ts';
import {secretsOf} from '../http/request.ts';
import {type Bound, bind} from './bind.ts';
import {type Connection, connect, sqlReason, urlOf} from './connection.ts';
import {beginsToRead} from './reading.ts';

/** What a question gave: text as PostgreSQL writes it, `undefined` is NULL. */
export type Rows = {
	readonly columns: readonly string[];
	readonly rows: readonly (readonly (string | undefined)[])[];
	/** There were more than were read. */
	readonly isCut: boolean;
	/** Who asked, and whether that role could have written. */
	readonly role: string;
	readonly canWrite: boolean;
};

export type SqlAnswer =
	| {readonly ok: true; readonly rows: Rows; readonly latencyMs: number}
	| {readonly ok: false; readonly why: string};

/** A probe looks at a value or counts a few rows; more is an export. */
const rowsMax = 1000;
/** Bytes a probe's answer may have altogether. */
const bytesMax = 4_194_304;

export async function askSql(asking: Asking, work: Extract<ProbeWork, {probe: 'sql'}>): Promise<Finding> {
	const answer = await query(asking, work.connection, work.sql);
	if (!answer.ok) {
		return failed(answer.why);
	}
	const {rows} = answer;
	const facts = {rows: rows.rows.length, ms: answer.latencyMs, role: rows.role, canWrite: rows.canWrite};
	const value = rows.rows[0]?.[0];
	const why =
		work.expect === undefined
			? undefined
			: whyNotRows(rows, fillPlain(work.expect, asking.attempt.order.values));
	if (why !== undefined) {
		return why.isUnknown ? unknown(why.words, {facts}) : failed(why.words, {facts});
	}
	const captured = captureRows(rows, work.capture);
	if (captured.missing.length > 0) {
		return failed(`The answer gives no value for ${captured.missing.join(', ')}.`, {facts});
	}
	const words =
		rows.rows.length === 1 && value !== undefined
			? value.slice(0, 100)
			: `${rows.rows.length}${rows.isCut ? ' or more' : ''} rows`;
	return passed(`${words} in ${answer.latencyMs} ms`, {
		facts,
		...(Object.keys(work.capture).length === 0 ? {} : {captured: captured.values}),
	});
}

/** Asks one question that can't change anything: see safety rules below, in order. */
export async function query(asking: Asking, connection: string, sql: string): Promise<SqlAnswer> {
	const {attempt, signal, timeoutMs} = asking;
	const {log} = attempt;
	log.note(`? ${connection}: ${sql.trim()}`);
	const url = urlOf(attempt, connection);
	const bound = bind(sql, {...attempt.order.values, ...secretsOf(attempt)});
	const problem = url.ok ? whyNotAsked(bound) : url.why;
	if (!url.ok || problem !== undefined) {
		log.note(`! ${problem ?? ''}`);
		return {ok: false, why: problem ?? ''};
	}
	let open: Connection | undefined;
	const startedAt = performance.now();
	try {
		open = await connect(url.url, {timeoutMs, signal, bytesMax});
		const rows = await readOnly(open.client, bound, timeoutMs);
		const flood = open.tooMuch();
		if (flood !== undefined) {
			throw flood;
		}
		const latencyMs = Math.round(performance.now() - startedAt);
		log.note(tableOf(rows));
		return {ok: true, rows, latencyMs};
	} catch (error) {
		const why = signal.aborted ? 'No answer came in time.' : sqlReason(error);
		log.note(`! ${why}`);
		return {ok: false, why};
	} finally {
		await open?.end();
	}
}

function whyNotAsked({text, missing}: Bound): string | undefined {
	if (missing.length > 0) {
		return `There is no value for ${missing.join(', ')}.`;
	}
	return beginsToRead(text)
		? undefined
		: 'A question only reads: it begins with SELECT, WITH, TABLE, VALUES, SHOW or EXPLAIN. What changes something is a step of its own.';
}

/**
A liveness question first; then a read-only transaction with its own limits that is always rolled back. The extended
protocol takes one statement only, so `COMMIT; INSERT …` can't leave the transaction.
*/
async function readOnly(
	client: Client,
	bound: {text: string; values: readonly string[]},
	timeoutMs: number,
): Promise<Rows> {
	const limitMs = Math.max(1, Math.round(timeoutMs));
	await client.query({text: 'SELECT 1', query_timeout: limitMs} as QueryConfig);
	await client.query('BEGIN READ ONLY');
	await client.query(`SET LOCAL statement_timeout = ${limitMs}`);
	await client.query(`SET LOCAL lock_timeout = ${limitMs}`);
	await client.query(`SET LOCAL idle_in_transaction_session_timeout = ${limitMs + 1000}`);
	const {role, canWrite} = await roleOf(client);
	try {
		return {...(await readRows(client, bound)), role, canWrite};
	} finally {
		await client.query('ROLLBACK').catch(() => {});
	}
}

/** Whether the role could write if it were let: a superuser, or anyone with such a right on any table. */
async function roleOf(client: Client): Promise<{role: string; canWrite: boolean}> {
	const answer = await client.query<{role: string; can_write: string}>(
		`SELECT current_user AS role, NOT pg_is_in_recovery() AND ((SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
			OR EXISTS (SELECT FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
				AND has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))) AS can_write`,
	);
	const row = answer.rows[0];
	return {role: row?.role ?? '', canWrite: row?.can_write === 't'};
}

async function readRows(
	client: Client,
	bound: {text: string; values: readonly string[]},
): Promise<Pick<Rows, 'columns' | 'rows' | 'isCut'>> {
	const {Query} = await import('pg');
	const config = {text: bound.text, values: [...bound.values], rowMode: 'array', queryMode: 'extended'};
	const {promise, resolve, reject} = Promise.withResolvers<Pick<Rows, 'columns' | 'rows' | 'isCut'>>();
	const rows: (string | undefined)[][] = [];
	const question = client.query(new Query(config as QueryConfig));
	let columns: readonly string[] = [];
	question.on('row', (row: unknown, result?: {fields: readonly {name: string}[]}) => {
		columns = result?.fields.map(field => field.name) ?? columns;
		if (rows.length === rowsMax) {
			resolve({columns, rows, isCut: true});
			client.connection.stream.destroy();
		} else {
			rows.push((row as unknown as readonly (string | null)[]).map(cell => cell ?? undefined));
		}
	});
	question.on('end', result =>
		resolve({columns: result.fields.map(field => field.name), rows, isCut: false}),
	);
	question.on('error', reject);
	return promise;
}

type WhyNot = {readonly words: string; readonly isUnknown: boolean};

/** `rows > 0`, `value = 3` (first cell of the first row), or a regular expression over that cell. */
function whyNotRows({rows, isCut}: Rows, expect: string): WhyNot | undefined {
	const [, what, comparison] = /^\s*(rows|value)\s*((?:[<>=!]=?).+)$/is.exec(expect) ?? [];
	const value = rows[0]?.[0];
	if (what?.toLowerCase() === 'rows' && comparison !== undefined) {
		return isAsExpected(String(rows.length), comparison) && !(isCut && /^\s*(?:<|=)/.test(comparison))
			? undefined
			: no(`${rows.length}${isCut ? ' or more' : ''} rows, expected ${expect}`);
	}
	if (value === undefined) {
		return no(
			rows.length === 0 ? `It gives no row, expected ${expect}.` : `It gives NULL, expected ${expect}.`,
		);
	}
	if (comparison !== undefined) {
		return isAsExpected(value, comparison)
			? undefined
			: no(`The value is ${value.slice(0, 200)}, expected ${expect}.`);
	}
	const pattern = readPattern(expect);
	const found = pattern.ok ? withinReason(() => pattern.regex.test(value)) : undefined;
	if (!pattern.ok || found === undefined) {
		return {words: pattern.ok ? `The pattern ${expect} took longer than 2 s.` : pattern.why, isUnknown: true};
	}
	return found.value ? undefined : no(`The value is ${value.slice(0, 200)}, expected ${expect}.`);
}

const no = (words: string): WhyNot => ({words, isUnknown: false});

/** A name is taken from the column it names (`value`: the first one; `rows`: their number) of the first row. */
function captureRows(
	{columns, rows}: Rows,
	capture: Readonly<Record<string, string>>,
): {values: Record<string, string>; missing: readonly string[]} {
	const values: Record<string, string> = {};
	for (const [name, from] of Object.entries(capture)) {
		const column = columns.indexOf(from);
		const value =
			from === 'rows' && column === -1
				? String(rows.length)
				: rows[0]?.[from === 'value' && column === -1 ? 0 : column];
		if (value !== undefined) {
			values[name] = value.slice(0, 4096);
		}
	}
	return {values, missing: Object.keys(capture).filter(name => values[name] === undefined)};
}

/** Rows that a log shows of an answer. */
const rowsShown = 50;

function tableOf({columns, rows, isCut, role, canWrite}: Rows): string {
	const lines = rows
		.slice(0, rowsShown)
		.map(row => row.map(cell => (cell ?? 'NULL').slice(0, 500)).join(' | '));
	const more = rows.length > rowsShown || isCut ? [`… (${rows.length}${isCut ? ' or more' : ''} rows)`] : [];
	const warning = canWrite
		? [`(the role ${role} could write; a role that can only read would be safer for a probe)`]
		: [];
	return [columns.join(' | '), ...lines, ...more, ...warning].join('\n');
}
