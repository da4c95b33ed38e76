import {type Audited, auditCells, auditColumns, auditRow} from '../insight/audit.ts';
import {csvRow} from '../insight/csv.ts';
import {jsonText} from '../text/json-text.ts';
import {knownKeys} from './known-keys.ts';
import {say} from './out.ts';
import {type PastRun, pastRuns} from './past-runs.ts';
import type {Settings} from './settings.ts';
import type {Place} from './state-directory.ts';

/** Prints the auditor's population as CSV or JSON, a run at a time. */
export async function sayAudit(place: Place, settings: Settings, options: {json?: boolean}): Promise<void> {
	const isJson = options.json === true;
	const known = await knownKeys(place.directory, settings);
	let count = 0;
	for await (const past of pastRuns(place, known)) {
		const row = auditRow(audited(past));
		const before = count === 0 ? (isJson ? audit.open : csvRow(auditColumns(row))) : isJson ? ',' : '';
		const told = isJson ? `\n${jsonText(row)}` : csvRow(auditCells(row).map(([, cell]) => cell));
		await say(`${before}${told}`);
		count++;
	}
	await say(isJson ? `${count === 0 ? audit.open : ''}${audit.close}` : '');
}

const audit = {open: '{"schema": "gonogo.audit/1", "runs": [', close: '\n]}\n'} as const;

function audited({summary, level, id, record, amendments}: PastRun): Audited {
	const {run, openedAt, service, environment, title, operator} = summary;
	const verdict = summary.damaged === undefined ? (summary.verdict ?? 'open') : 'damaged';
	return {
		run,
		openedAt,
		service,
		environment,
		title,
		verdict,
		driver: operator,
		amendments,
		...(level === undefined ? {} : {level}),
		...(id === undefined ? {} : {id}),
		...(record === undefined ? {} : {record}),
	};
}
