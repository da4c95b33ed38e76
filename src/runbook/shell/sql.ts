import type {CommandDanger} from '../work-model.ts';
import {worst} from './worst.ts';

/** Programs that read SQL from standard input. */
export const sqlClients: ReadonlySet<string> = new Set([
	'psql',
	'mysql',
	'mariadb',
	'sqlite3',
	'clickhouse-client',
	'cockroach',
	'cqlsh',
	'sqlcmd',
	'sqlplus',
]);

/**
What SQL text can do, statement by statement. Client commands count too: `\dt` reads, `\i file` is unknown. A function
called in a `SELECT` is taken as reading unless it is known to act.
*/
export function sqlDangerOf(sql: string): CommandDanger {
	return worst(sqlStatements(sql).map(statementDanger));
}

/** The statements of an SQL text, comments taken away; client commands (`\x`) are statements of their own. */
function sqlStatements(sql: string): readonly string[] {
	const lines = withoutComments(sql).split('\n');
	const meta = lines.filter(line => line.trim().startsWith('\\')).map(line => line.trim());
	const rest = lines.filter(line => !line.trim().startsWith('\\')).join('\n');
	return [...meta, ...splitStatements(rest)];
}

/** Longer text is judged by its first part and counts as changing at least; see {@link sqlDangerOf}. */
const sqlMax = 200_000;

const quoted = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g;

function withoutComments(sql: string): string {
	return sql
		.slice(0, sqlMax)
		.replaceAll(quoted, part => (part.startsWith('--') || part.startsWith('/*') ? ' ' : part));
}

function splitStatements(sql: string): readonly string[] {
	const masked = sql.replaceAll(quoted, part => 'x'.repeat(part.length));
	const statements: string[] = [];
	let from = 0;
	for (const match of masked.matchAll(/;|$/g)) {
		statements.push(sql.slice(from, match.index).trim());
		from = match.index + 1;
	}
	return statements.filter(statement => statement !== '');
}

const reading =
	/^(?:select|show|explain|with|values|table|describe|desc|use|set|begin|start|commit|rollback|end|abort|fetch|declare|close|ping|help|pragma)\b/;
const acting =
	/\b(?:pg_(?:terminate_backend|cancel_backend|reload_conf|rotate_logfile|switch_wal|create_restore_point|promote|drop_replication_slot|replication_origin_drop|stat_reset\w*|advisory_(?:lock|unlock)\w*|logical_slot_get_\w+|wal_replay_\w+)|nextval|setval|lo_\w+|dblink\w*|set_config|txid_current|sleep_and_write)\s*\(/;

function statementDanger(statement: string): CommandDanger {
	if (statement.startsWith('\\')) {
		return /^\\(?:d\w*\+?|l\+?|conninfo|x|timing|z|s[fv]\+?|pset|echo|q|t|a|set|encoding|h|\?)(?:\s|$)/.test(
			statement,
		)
			? 'read'
			: 'changing';
	}
	const text = statement
		.replaceAll(/'(?:[^']|'')*'/g, "''")
		.toLowerCase()
		.replaceAll(/\s+/g, ' ');
	if (isIrreversible(text)) {
		return 'irreversible';
	}
	const writes =
		/\b(?:insert into|update|delete from|merge into|into (?:temp |temporary |unlogged )?(?:table )?\w|for (?:no key )?update|analyze (?:update|insert|delete))\b/.test(
			text,
		) || acting.test(text);
	return reading.test(text) && !writes ? 'read' : 'changing';
}

function isIrreversible(text: string): boolean {
	const isDrop =
		/^(?:drop|truncate|flush|purge|shutdown|reset master)\b/.test(text) ||
		/^alter\b.*\bdrop (?:column|constraint|partition|table|schema|database)\b/.test(text);
	const isUnbounded = /^(?:delete from|update)\b/.test(text) && !/\bwhere\b/.test(text);
	return isDrop || isUnbounded || /^alter\b.*\bdrop (?!not null|default|identity|expression)\w/.test(text);
}
