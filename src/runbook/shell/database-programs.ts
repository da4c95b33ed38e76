import type {CommandDanger} from '../work-model.ts';
import {hasOption, optionValues} from './options.ts';
import type {Judged, Rule} from './rule.ts';
import {sqlDangerOf} from './sql.ts';
import {worst} from './worst.ts';

/** Words in a file's name that say it holds a copy of data: reading it in overwrites. */
const copies = /backup|bak\b|dump|snapshot|restore|export|\.dmp\b/i;

/** Programs that speak to databases and their migrations. */
export const databases: Readonly<Record<string, Rule>> = {
	psql: {
		more: call =>
			clientDanger(call, {statement: ['-c', '--command'], file: ['-f', '--file'], list: ['-l', '--list']}),
	},
	mysql: {more: call => clientDanger(call, {statement: ['-e', '--execute'], file: [], list: []})},
	mariadb: {more: call => clientDanger(call, {statement: ['-e', '--execute'], file: [], list: []})},
	'clickhouse-client': {
		more: call => clientDanger(call, {statement: ['-q', '--query'], file: ['--queries-file'], list: []}),
	},
	cqlsh: {
		more: call => clientDanger(call, {statement: ['-e', '--execute'], file: ['-f', '--file'], list: []}),
	},
	cockroach: {
		more: call => clientDanger(call, {statement: ['-e', '--execute'], file: ['-f', '--file'], list: []}),
		read: 'node status, version',
	},
	sqlcmd: {more: call => clientDanger(call, {statement: ['-Q', '-q'], file: ['-i'], list: []})},
	sqlite3: {
		more: call =>
			call.words.length > 2
				? sqlDangerOf(
						call.words
							.slice(2)
							.join(' ')
							.replaceAll(/^\.(?:tables|schema|databases|indexes|headers on|mode \w+)$/g, '\\d'),
					)
				: fromFile(call),
	},
	pg_dump: {},
	pg_restore: {
		more: ({words}) =>
			hasOption(words, '-l', '--list') ||
			optionValues(words, '-f', '--file').some(file => file === '-' || file === '/dev/null')
				? 'read'
				: hasOption(words, '-d', '--dbname')
					? 'irreversible'
					: undefined,
	},
	pg_ctl: {read: 'status', irreversible: 'promote'},
	pg_ctlcluster: {more: ({words}) => (words.at(-1) === 'status' ? 'read' : undefined)},
	pg_resetwal: {otherwise: 'irreversible'},
	pg_rewind: {more: ({words}) => (hasOption(words, '-n', '--dry-run') ? 'read' : 'irreversible')},
	pg_archivecleanup: {more: ({words}) => (hasOption(words, '-n', '--dry-run') ? 'read' : 'irreversible')},
	pgbackrest: {
		more: ({words}) =>
			/\b(?:info|check|verify|version|repo-ls|repo-get)\b/.test(words.join(' '))
				? 'read'
				: /\b(?:restore|expire|stanza-delete)\b/.test(words.join(' '))
					? 'irreversible'
					: undefined,
	},
	barman: {
		read: 'list-backup, list-backups, list-servers, show-backup, show-server, check, status, diagnose',
		irreversible: 'delete, recover',
	},
	'wal-g': {read: 'backup-list, backup-show, wal-show, wal-verify', irreversible: 'backup-fetch, delete'},
	patronictl: {
		values: '-c --config-file',
		read: 'list, topology, history, show-config, version, query',
		irreversible: 'remove, reinit, failover',
	},
	repmgr: {
		values: '-f --config-file',
		read: 'cluster show, cluster matrix, cluster crosscheck, cluster event, node check, node status',
		irreversible: 'standby promote, node rejoin, standby clone',
	},
	dropdb: {otherwise: 'irreversible'},
	dropuser: {otherwise: 'irreversible'},
	initdb: {},
	mysqldump: {more: ({redirects}) => (redirects.length > 0 ? 'changing' : 'read')},
	mysqladmin: {
		values: '-h -u -P -S',
		read: 'status, ping, version, processlist, variables, extended-status',
		irreversible: 'drop, flush-hosts, shutdown',
	},
	'redis-cli': {
		values: '-h -p -a -n -u --user --pass',
		more: call => redisDanger(call.positional),
	},
	'valkey-cli': {values: '-h -p -a -n -u --user --pass', more: call => redisDanger(call.positional)},
	mongosh: {more: call => mongoDanger(call)},
	mongo: {more: call => mongoDanger(call)},
	mongodump: {},
	mongorestore: {otherwise: 'irreversible'},
	nodetool: {
		read: 'status, info, ring, tpstats, tablestats, cfstats, netstats, compactionstats, describecluster, gossipinfo, version, getendpoints, describering',
		irreversible: 'decommission, removenode, assassinate, clearsnapshot',
		values: '-h -p -u -pw',
	},
	alembic: {
		values: '-c --config -n --name -x',
		read: 'current, history, heads, show, check, branches',
		irreversible: 'downgrade',
		more: ({words}) => (hasOption(words, '--sql') ? 'read' : undefined),
	},
	flyway: {read: 'info, validate', irreversible: 'clean, undo', values: '-configFiles'},
	liquibase: {
		read: 'status, validate, history, diff, update-sql, updateSQL',
		irreversible: 'dropAll, drop-all, rollback',
	},
	goose: {
		more: ({words}) =>
			/\b(?:status|version)\b/.test(words.join(' '))
				? 'read'
				: /\b(?:down|down-to|reset|redo)\b/.test(words.join(' '))
					? 'irreversible'
					: undefined,
	},
	dbmate: {read: 'status, dump', irreversible: 'drop, rollback, down'},
	atlas: {
		read: 'migrate status, migrate lint, migrate validate, schema inspect, schema diff, version',
		irreversible: 'schema clean, migrate down',
	},
	migrate: {
		more: ({words}) =>
			/\b(?:version|status)\b/.test(words.join(' '))
				? 'read'
				: /\b(?:down|drop|force)\b/.test(words.join(' '))
					? 'irreversible'
					: undefined,
	},
	prisma: {
		read: 'migrate status, validate, migrate diff, version',
		irreversible: 'migrate reset, db push --force-reset',
	},
	rails: {more: ({words}) => railsDanger(words)},
	rake: {more: ({words}) => (hasOption(words, '-T', '--tasks') ? 'read' : railsDanger(words))},
	influx: {read: 'ping, version, bucket list, query', irreversible: 'delete, bucket delete, restore'},
	promtool: {otherwise: 'read'},
	amtool: {read: 'alert, alert query, silence query, check-config, config show, config routes'},
	kcat: {more: ({words}) => (hasOption(words, '-L', '-C') ? 'read' : undefined)},
	'kafka-topics': {more: ({words}) => kafkaDanger(words)},
	'kafka-topics.sh': {more: ({words}) => kafkaDanger(words)},
	'kafka-consumer-groups': {more: ({words}) => kafkaDanger(words)},
	'kafka-consumer-groups.sh': {more: ({words}) => kafkaDanger(words)},
};

function clientDanger(
	call: Judged,
	options: {statement: readonly string[]; file: readonly string[]; list: readonly string[]},
): CommandDanger {
	const statements = optionValues(call.words, ...options.statement);
	const given = optionValues(call.words, ...options.file);
	const isList = options.list.length > 0 && hasOption(call.words, ...options.list);
	if (statements.length === 0 && given.length === 0) {
		return isList ? 'read' : fromFile(call);
	}
	return worst([
		...statements.map(sqlDangerOf),
		...given.map(file => (copies.test(file) ? 'irreversible' : 'changing') as CommandDanger),
	]);
}

/** Statements out of a file or another program: what they do isn't known; a copy of data overwrites. */
function fromFile(call: Judged): CommandDanger {
	const files = call.redirects.filter(redirect => redirect.operator === '<').map(redirect => redirect.target);
	return files.some(file => copies.test(file)) ? 'irreversible' : 'changing';
}

function redisDanger(positional: string): CommandDanger {
	const verb = positional.toLowerCase();
	if (/^(?:flushall|flushdb|shutdown|debug|script flush|cluster reset|function flush)\b/.test(verb)) {
		return 'irreversible';
	}
	const reads =
		/^(?:get|mget|keys|info|ping|ttl|pttl|type|exists|scan|sscan|hscan|zscan|strlen|llen|lrange|lindex|hget|hgetall|hkeys|hlen|hmget|smembers|scard|sismember|zrange|zcard|zscore|zrank|xlen|xinfo|xrange|xpending|dbsize|client (?:list|info)|config get|memory|slowlog (?:get|len)|monitor|cluster (?:info|nodes|slots|shards)|role|time|lastsave|latency|object|command|sentinel (?:masters|master|replicas|slaves|get-master-addr-by-name|ckquorum))\b/;
	return reads.test(verb) ? 'read' : 'changing';
}

function mongoDanger(call: Judged): CommandDanger {
	const script = optionValues(call.words, '--eval').join(';');
	if (/\.(?:drop\w*|remove|deleteMany|deleteOne)\s*\(/.test(script)) {
		return 'irreversible';
	}
	const calls = [...script.matchAll(/\.(\w+)\s*\(/g)].map(match => match[1] ?? '');
	return calls.length > 0 &&
		calls.every(name =>
			/^(?:find|findOne|count|countDocuments|estimatedDocumentCount|stats|status|serverStatus|hello|isMaster|version|getIndexes|getCollection|getSiblingDB|getCollectionNames|limit|sort|pretty|toArray|conf|printReplicationInfo|printSecondaryReplicationInfo|currentOp|explain|forEach|aggregate)$/.test(
				name,
			),
		)
		? 'read'
		: 'changing';
}

function railsDanger(words: readonly string[]): CommandDanger | undefined {
	const text = words.join(' ');
	if (
		/\bdb:(?:drop|reset|rollback|setup|schema:load|purge|truncate_all|migrate:(?:down|reset|redo))/.test(text)
	) {
		return 'irreversible';
	}
	return /\b(?:db:migrate:status|db:version|routes|about|stats|notes|middleware|db:abort_if_pending_migrations)\b/.test(
		text,
	)
		? 'read'
		: undefined;
}

function kafkaDanger(words: readonly string[]): CommandDanger | undefined {
	if (words.some(word => /^--(?:delete|reset-offsets|delete-offsets)$/.test(word))) {
		return 'irreversible';
	}
	return words.some(word => /^--(?:list|describe)$/.test(word)) ? 'read' : undefined;
}
