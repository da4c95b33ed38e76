import type {BackupWork} from '../../runbook/work-model.ts';
import {type Attempt, wordsOf} from '../finding.ts';
import {type Dump, sha256Of, sizeOf, tailOf} from './dump-file.ts';
import {backupLevels} from './level.ts';
import {runTool} from './libpq.ts';
import {tryRestore} from './try-restore.ts';

export type LadderFacts = {
	readonly bytes: number;
	readonly verified: string;
	readonly sha256?: string;
	readonly tables?: number;
	readonly rows?: number;
};
export type Ladder =
	| {readonly ok: true; readonly facts: LadderFacts}
	| {readonly ok: false; readonly why: string; readonly facts: Partial<LadderFacts>};

/**
Climbs: exit code (already good), size, table of contents, a full read, SHA-256, a restore into a database of its own.
A file can be there, long, and list its contents, and still be cut off; only reading all of it shows that.
*/
export async function verifyDump(attempt: Attempt, dump: Dump, upTo: BackupWork['verify']): Promise<Ladder> {
	const reaches = (level: BackupWork['verify']) => backupLevels.indexOf(upTo) >= backupLevels.indexOf(level);
	try {
		const bytes = await sizeOf(dump.file);
		if (bytes === 0) {
			return {ok: false, why: 'it is empty, or a file of it is.', facts: {bytes, verified: 'no'}};
		}
		const sha256 = await sha256Of(dump.file);
		attempt.log.note(`${bytes} bytes, sha256 ${sha256}`);
		const why =
			(reaches('list') ? await whyNotListed(attempt, dump) : undefined) ??
			(reaches('read') ? await whyNotRead(attempt, dump) : undefined);
		if (why !== undefined) {
			return {ok: false, why, facts: {bytes, sha256, verified: 'no'}};
		}
		const level = reaches('read') ? 'read' : reaches('list') ? 'list' : 'size';
		return reaches('restore')
			? await restored(attempt, dump, {bytes, sha256})
			: {ok: true, facts: {bytes, sha256, verified: level}};
	} catch (error) {
		return {ok: false, why: wordsOf(error), facts: {verified: 'no'}};
	}
}

async function restored(
	attempt: Attempt,
	dump: Dump,
	known: {readonly bytes: number; readonly sha256: string},
): Promise<Ladder> {
	const tried = await tryRestore(attempt, dump);
	return tried.ok
		? {ok: true, facts: {...known, verified: 'restore', tables: tried.tables, rows: tried.rows}}
		: {ok: false, why: tried.why, facts: {...known, verified: 'read'}};
}

async function whyNotListed(attempt: Attempt, dump: Dump): Promise<string | undefined> {
	if (dump.format === 'plain') {
		return (await tailOf(dump.file)).includes('PostgreSQL database dump complete')
			? undefined
			: 'its last line is missing: it was cut off.';
	}
	const listed = await runTool(attempt, ['pg_restore', '--list', dump.file]);
	return listed.ok ? undefined : `its table of contents can’t be read (${listed.why})`;
}

async function whyNotRead(attempt: Attempt, dump: Dump): Promise<string | undefined> {
	if (dump.format === 'plain') {
		return undefined;
	}
	const read = await runTool(attempt, ['pg_restore', '-f', '/dev/null', dump.file]);
	return read.ok ? undefined : `it can’t be read to its end (${read.why})`;
}
