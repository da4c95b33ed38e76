import {existsSync} from 'node:fs';
import type {Order} from '../../engine/order.ts';
import {type DumpFormat, sha256Of} from './dump-file.ts';

/** A backup that an earlier step of this run has made. */
export type TakenBackup =
	| {readonly is: 'copy'; readonly database: string; readonly at: string; readonly sha256?: string}
	| {readonly is: 'dump'; readonly file: string; readonly format: DumpFormat; readonly at: string};

/** Finds the backup by the step that made it, and makes sure that it still is what it was. */
export async function findBackup(facts: Order['facts'], step: string): Promise<TakenBackup | string> {
	const known = facts[step];
	if (known === undefined || typeof known.at !== 'string') {
		return `The step “${step}” has made no backup in this run.`;
	}
	const {format, file, sha256, at, database, verified} = known;
	if (verified === 'no') {
		return `The backup ${file ?? database ?? ''} was found to be no good when it was made.`;
	}
	if (format === 'copy' && typeof database === 'string') {
		return {is: 'copy', database, at, ...(typeof sha256 === 'string' ? {sha256} : {})};
	}
	if (typeof file !== 'string' || (format !== 'custom' && format !== 'plain' && format !== 'directory')) {
		return `What the step “${step}” left is no backup.`;
	}
	if (!existsSync(file)) {
		return `The backup ${file} does not exist any more.`;
	}
	return sha256 === undefined || (await sha256Of(file)) === sha256
		? {is: 'dump', file, format, at}
		: `The backup ${file} is not the one that was made: its SHA-256 differs.`;
}
