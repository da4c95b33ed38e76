import {readSampleDigests} from '../record/check-samples.ts';
import {recordIn} from '../record/read-statement.ts';
import {levelWords, type Verification} from '../record/verification.ts';
import {type VerifyOptions, verifyRecord} from '../record/verify.ts';
import {sanitiseLine} from '../text/sanitise.ts';
import {type RecordPlace, readFound} from './found-record.ts';

/** What is asked of every record alike. */
export type Asked = Pick<
	VerifyOptions,
	'recorderKeys' | 'allowedSigners' | 'trust' | 'artifacts' | 'expectHead' | 'records'
>;

/** Verifies a record with all that lies beside it. */
export async function verifyOne(place: RecordPlace, asked: Asked): Promise<Verification> {
	const {record, amendments, runMd, runbook, includes, journal, directory} = await readFound(place);
	const told = directory === undefined ? undefined : recordIn(record);
	return verifyRecord(record, {
		nowMs: Date.now(),
		runMd,
		runbook,
		includes,
		journal,
		samples:
			told === undefined || directory === undefined ? undefined : await readSampleDigests(directory, told),
		amendments,
		...asked,
	});
}

/** A line for each check, then the level and what no check can know. */
export function verificationLines(name: string, {checks, level, unknowable, id}: Verification): string {
	const width = Math.max(...checks.map(check => check.name.length));
	return [
		`${sanitiseLine(name)}${id === undefined ? '' : `\nid ${id}`}`,
		...checks.map(
			({result, name: check, why}) => `${result.padEnd(11)}  ${check.padEnd(width)}  ${sanitiseLine(why)}`,
		),
		'',
		`Level ${level}: ${levelWords[level] ?? ''}.`,
		...unknowable.map(sentence => `Not known: ${sanitiseLine(sentence)}`),
		'',
	].join('\n');
}
