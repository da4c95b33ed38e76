import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {BackupWork} from '../../runbook/work-model.ts';
import {formatBytes} from '../../text/bytes.ts';
import {fillPlain} from '../fill.ts';
import {type Attempt, type Finding, failed, passed, wordsOf} from '../finding.ts';
import {homePath} from '../probes/path.ts';
import {urlOf} from '../sql/connection.ts';
import {removeOlderDumps} from './keep.ts';
import {verifyDump} from './ladder.ts';
import {runTool} from './libpq.ts';
import {databaseOf} from './url.ts';

const formats = {
	custom: {flag: '-Fc', ending: 'dump'},
	plain: {flag: '-Fp', ending: 'sql'},
	directory: {flag: '-Fd', ending: 'dir'},
} as const;

/** Writes a database into a file (or directory) with pg_dump, then climbs the ladder of verification as far as asked. */
export async function dumpDatabase(attempt: Attempt, work: BackupWork): Promise<Finding> {
	const {order, tools} = attempt;
	const url = urlOf(attempt, work.connection);
	if (!url.ok || work.format === 'copy') {
		return failed(url.ok ? 'This is a bug: a copy is no dump.' : url.why);
	}
	const {flag, ending} = formats[work.format];
	const source = databaseOf(url.url);
	const directory =
		work.into === undefined ? join(tools.directory, 'backups') : homePath(fillPlain(work.into, order.values));
	const file = join(
		directory,
		`${source.replaceAll(/[^A-Za-z0-9_.-]/g, '_')}-${order.run}.${order.attempt}.${ending}`,
	);
	const unmade = await mkdir(directory, {recursive: true, mode: 0o700}).then(() => undefined, wordsOf);
	if (unmade !== undefined) {
		return failed(`The directory ${directory} can't be made, so nothing was dumped: ${unmade}`);
	}
	const at = new Date().toISOString();
	tools.report(`dumping ${source}`);
	const dumped = await runTool(attempt, ['pg_dump', flag, '--no-password', '--file', file], url.url);
	if (!dumped.ok) {
		return failed(dumped.why, dumped.stopped === undefined ? {} : {stopped: dumped.stopped});
	}
	const facts = {file, of: source, format: work.format, at};
	const verified = await verifyDump(attempt, {file, format: work.format, url: url.url}, work.verify);
	if (!verified.ok) {
		return failed(`The dump ${file} is no good: ${verified.why}`, {facts: {...facts, ...verified.facts}});
	}
	await removeOlderDumps(attempt, file, work.keep);
	return passed(`${file}, ${formatBytes(verified.facts.bytes)}, verified: ${verified.facts.verified}`, {
		facts: {...facts, ...verified.facts},
	});
}
