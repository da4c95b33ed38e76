import {open} from 'node:fs/promises';
import type {MigrationWork} from '../../runbook/work-model.ts';
import {sha256Hex} from '../../text/digest.ts';
import {wordsOf} from '../finding.ts';
import {homePath} from '../probes/path.ts';

export type Statement = {
	readonly text: string;
	/** 1-based line in its file. */
	readonly line: number;
	/** Rules accepted by a comment at the statement → reason. */
	readonly accepted: ReadonlyMap<string, string>;
	/** The parse tree: one key, the kind of statement. */
	readonly tree: Readonly<Record<string, unknown>>;
};

export type Source = {
	readonly name: string;
	readonly sha256: string;
	readonly statements: readonly Statement[];
};
export type Migration = {readonly sources: readonly Source[]; readonly sha256: string};
export type MigrationReading =
	| {readonly ok: true; readonly migration: Migration}
	| {readonly ok: false; readonly why: string};

/** Schema changes are text written by people; more is data. Bytes. */
const fileBytesMax = 4_194_304;

/** Reads files and SQL of a migration with PostgreSQL's own grammar. The bytes that are read here are those that are applied. */
export async function readMigration(work: Pick<MigrationWork, 'files' | 'sql'>): Promise<MigrationReading> {
	const texts: {name: string; text: string}[] = [];
	for (const file of work.files) {
		const text = await readText(homePath(file)).catch((error: unknown) => new Error(wordsOf(error)));
		if (text instanceof Error) {
			return {ok: false, why: `${file} can’t be read: ${text.message}`};
		}
		texts.push({name: file, text});
	}
	if (work.sql !== undefined) {
		texts.push({name: 'the runbook’s SQL', text: work.sql});
	}
	const sources: Source[] = [];
	for (const {name, text} of texts) {
		const statements = await split(text);
		if (typeof statements === 'string') {
			return {ok: false, why: `${name}: ${statements}`};
		}
		sources.push({name, sha256: sha256Hex(text), statements});
	}
	const isEmpty = sources.every(source => source.statements.length === 0);
	return isEmpty
		? {ok: false, why: 'There is no statement in it.'}
		: {
				ok: true,
				migration: {
					sources,
					sha256:
						sources.length === 1
							? (sources[0]?.sha256 ?? '')
							: sha256Hex(sources.map(source => source.sha256).join('\n')),
				},
			};
}

async function readText(path: string): Promise<string> {
	const file = await open(path, 'r');
	try {
		const {size} = await file.stat();
		if (size > fileBytesMax) {
			throw new Error('it is longer than 4 MiB; that is no schema change.');
		}
		return new TextDecoder('utf-8', {fatal: true}).decode(await file.readFile());
	} finally {
		await file.close();
	}
}

/** @returns the statements, or why the text is no SQL. Positions in the parse tree are bytes. */
async function split(text: string): Promise<readonly Statement[] | string> {
	const {parse} = await import('libpg-query');
	const bytes = Buffer.from(text, 'utf8');
	let found: readonly {stmt?: unknown; stmt_location?: number; stmt_len?: number}[];
	try {
		found = (await parse(text)).stmts ?? [];
	} catch (error) {
		return parseWords(error, text);
	}
	const statements: Statement[] = [];
	let previousEnd = 0;
	for (const {stmt, stmt_location: location = 0, stmt_len: length} of found) {
		const end = length === undefined ? bytes.length : location + length;
		const around = bytes.subarray(previousEnd, end).toString('utf8');
		const lead = /^(?:[\s;]|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(around)?.[0] ?? '';
		const before = bytes.subarray(0, previousEnd).toString('utf8') + lead;
		statements.push({
			text: around.slice(lead.length),
			line: before.split('\n').length,
			accepted: acceptedIn(around),
			tree: stmt as Statement['tree'],
		});
		previousEnd = end;
	}
	return statements;
}

/** `-- gonogo: accept RULE because …` at a statement: a finding of the review that was looked at and is meant. */
function acceptedIn(text: string): ReadonlyMap<string, string> {
	return new Map(
		[...text.matchAll(/--\s*gonogo:\s*accept\s+([a-z-]+)\s*(?::|,|because)?\s*([^\n]*\S)/g)].map(
			([, rule = '', reason = '']) => [rule, reason],
		),
	);
}

function parseWords(error: unknown, text: string): string {
	const details =
		error instanceof Error && 'sqlDetails' in error
			? (error.sqlDetails as {cursorPosition?: number} | undefined)
			: undefined;
	const at = details?.cursorPosition;
	const line = at === undefined ? '' : ` in line ${text.slice(0, at).split('\n').length}`;
	const isMeta = /^\s*\\/m.test(text) && /syntax error at or near "\\"/.test(wordsOf(error));
	return `PostgreSQL’s grammar refuses it${line}: ${wordsOf(error)}.${isMeta ? ' Commands of psql (\\i, \\set, \\copy) are no SQL and can’t be applied here.' : ''}`;
}
