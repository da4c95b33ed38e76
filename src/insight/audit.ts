import type {Amendment} from '../engine/amendment.ts';
import type {DeploymentRecord} from '../engine/record.ts';
import type {Cell} from './csv.ts';

/** A run as the auditor's population has it. A run without a readable record has its name and what is known of it. */
export type Audited = {
	readonly run: string;
	readonly openedAt: string;
	readonly service?: string | undefined;
	readonly environment: string;
	readonly title: string;
	readonly verdict: string;
	readonly driver: string;
	/** Of the record, 0 to 4; undefined where there is none. */
	readonly level?: number;
	readonly id?: string;
	readonly record?: DeploymentRecord;
	/** Those that verify. */
	readonly amendments: readonly Amendment[];
};

type YesNo = 'yes' | 'no' | '';

export type AuditRow = {
	readonly run: string;
	readonly openedAt: string;
	readonly endedAt: string;
	readonly service: string;
	readonly environment: string;
	readonly production: YesNo;
	/** `release`, `rehearsal` or `practice`; emergency stands beside it. */
	readonly kind: string;
	readonly emergency: YesNo;
	readonly title: string;
	readonly runbookSha256: string;
	readonly runbookCommit: string;
	readonly ticket: string;
	readonly drivers: string;
	readonly approvers: string;
	/** Everyone who said GO was someone else than all who ever drove; empty where nobody was asked. */
	readonly approverIsNotDriver: YesNo;
	/** Someone said GO before anything was changed; empty where nothing was changed. */
	readonly approvedBeforeChange: YesNo;
	readonly deviations: number;
	readonly deviationsTold: string;
	readonly deferredOpen: number;
	readonly reviewsDue: number;
	readonly reviewsClosed: number;
	readonly incidents: string;
	readonly verdict: string;
	readonly recordLevel: number | string;
	readonly recordId: string;
};

/** The questions an auditor asks of every change, answered from its record. */
export function auditRow(audited: Audited): AuditRow {
	const {record, amendments} = audited;
	const known = {
		run: audited.run,
		openedAt: audited.openedAt,
		service: audited.service ?? '',
		environment: audited.environment,
		title: audited.title,
		verdict: audited.verdict,
		recordLevel: audited.level ?? 'no record',
		recordId: audited.id ?? '',
		incidents: amendments.flatMap(({says}) => (says.is === 'incident' ? [says.incident] : [])).join('; '),
	};
	return record === undefined
		? {...unknownParts, ...known, drivers: audited.driver}
		: {...known, ...partsOf(record, amendments)};
}

const unknownParts = {
	endedAt: '',
	production: '',
	kind: '',
	emergency: '',
	runbookSha256: '',
	runbookCommit: '',
	ticket: '',
	approvers: '',
	approverIsNotDriver: '',
	approvedBeforeChange: '',
	deviations: 0,
	deviationsTold: '',
	deferredOpen: 0,
	reviewsDue: 0,
	reviewsClosed: 0,
} as const;

/** The columns in their order, for the first line of a table. */
export function auditColumns(row: AuditRow): readonly string[] {
	return auditCells(row).map(([name]) => name);
}

export function auditCells(row: AuditRow): readonly (readonly [string, Cell])[] {
	return columns.map(name => [name, row[name]]);
}

const columns = [
	'run',
	'openedAt',
	'endedAt',
	'service',
	'environment',
	'production',
	'kind',
	'emergency',
	'title',
	'runbookSha256',
	'runbookCommit',
	'ticket',
	'drivers',
	'approvers',
	'approverIsNotDriver',
	'approvedBeforeChange',
	'deviations',
	'deviationsTold',
	'deferredOpen',
	'reviewsDue',
	'reviewsClosed',
	'incidents',
	'verdict',
	'recordLevel',
	'recordId',
] as const satisfies readonly (keyof AuditRow)[];

function partsOf(record: DeploymentRecord, amendments: readonly Amendment[]) {
	const {run, runbook, change, environment, deviations, emergency} = record;
	const goes = record.approvals.flatMap(({answers}) =>
		answers.filter(({answer, simulated, voided}) => answer === 'go' && !simulated && voided === undefined),
	);
	const {changedAt} = record.dora;
	const drivers = record.people.filter(({drove}) => drove.length > 0).map(({name}) => name);
	return {
		endedAt: run.endedAt,
		production: yesNo(environment.production),
		kind: kindOf(record),
		emergency: yesNo(emergency !== undefined),
		runbookSha256: runbook.sha256,
		runbookCommit: runbook.commit ?? '',
		ticket: change.ticket ?? '',
		drivers: names(drivers),
		approvers: names(goes.map(({by}) => by)),
		approverIsNotDriver:
			goes.length === 0 ? '' : yesNo(goes.every(({separate, by}) => separate && !drivers.includes(by))),
		approvedBeforeChange: changedAt === undefined ? '' : yesNo(goes.some(({at}) => at <= changedAt)),
		deviations: deviations.length,
		deviationsTold: deviations
			.map(({what, step, why}) => `${what}${step === undefined ? '' : ` at ${step}`}: ${why}`)
			.join('; '),
		deferredOpen: deferredOpen(record, amendments).length,
		...reviewsOf(record, amendments),
	} as const;
}

/** Reviews that fell due, and how many of them were done: an amendment closes one, the earliest first. */
export function reviewsOf(
	{reviews}: Pick<DeploymentRecord, 'reviews'>,
	amendments: readonly Amendment[],
): {readonly reviewsDue: number; readonly reviewsClosed: number} {
	const done = amendments.filter(({says}) => says.is === 'review-done').length;
	return {reviewsDue: reviews.length, reviewsClosed: Math.min(done, reviews.length)};
}

/** Steps that were put off and of which nobody has said since that they are done. */
export function deferredOpen(
	{deferred}: Pick<DeploymentRecord, 'deferred'>,
	amendments: readonly Amendment[],
): DeploymentRecord['deferred'] {
	const done = new Set(amendments.flatMap(({says}) => (says.is === 'deferred-done' ? [says.step] : [])));
	return deferred.filter(({step}) => !done.has(step));
}

export function kindOf({run}: Pick<DeploymentRecord, 'run'>): 'release' | 'rehearsal' | 'practice' {
	if (run.flags.includes('practice')) {
		return 'practice';
	}
	return run.flags.includes('rehearsal') ? 'rehearsal' : 'release';
}

function yesNo(is: boolean): YesNo {
	return is ? 'yes' : 'no';
}

function names(all: readonly string[]): string {
	return [...new Set(all)].join('; ');
}
