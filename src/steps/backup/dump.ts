import {mkdir, rename, rm} from 'node:fs/promises';
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

/**
Writes a database into a file (or directory) with pg_dump, then climbs the ladder of verification as far as asked. It has
the name of a backup only once it is one: until then `.unverified` stands behind it, so that nobody takes it for one and
no good one is removed for it.
*/
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
	const unverified = `${file}.unverified`;
	const dumped = await runTool(attempt, ['pg_dump', flag, '--no-password', '--file', unverified], url.url);
	if (!dumped.ok) {
		const left = await rm(unverified, {recursive: true, force: true}).then(() => '', wordsOf);
		return failed(
			left === '' ? dumped.why : `${dumped.why} What there is of it could not be removed: ${left}`,
			dumped.stopped === undefined ? {} : {stopped: dumped.stopped},
		);
	}
	const facts = {of: source, format: work.format, at};
	const verified = await verifyDump(
		attempt,
		{file: unverified, format: work.format, url: url.url},
		work.verify,
	);
	const why = verified.ok ? await rename(unverified, file).then(() => undefined, wordsOf) : verified.why;
	if (!verified.ok || why !== undefined) {
		return failed(`The dump ${unverified} is no good: ${why}`, {
			facts: {...facts, file: unverified, ...verified.facts},
		});
	}
	await removeOlderDumps(attempt, file, work.keep);
	return passed(`${file}, ${formatBytes(verified.facts.bytes)}, verified: ${verified.facts.verified}`, {
		facts: {...facts, file, ...verified.facts},
	});
}
