import type {ChainedEntry} from '../engine/entry.ts';
import type {Event} from '../engine/event.ts';
import type {DeploymentRecord} from '../engine/record.ts';
import {failed, notChecked, passed, type VerificationCheck} from './verification.ts';

/** A journal as the store found it: its chain is already verified, its entries are parsed. */
export type FoundEntries = {readonly entries: readonly ChainedEntry[]; readonly head: string};

/** The journal is the run's truth: the record must be over exactly this one, to its last entry, and tell the same. */
export function checkJournal(
	record: DeploymentRecord,
	journal: FoundEntries | undefined,
): VerificationCheck[] {
	if (journal === undefined) {
		return [
			notChecked(
				'journal',
				'journal',
				'It was not given; what the record tells of it rests on the signatures.',
			),
		];
	}
	const {entries} = journal;
	const {run, journal: named} = record;
	const first = entries[0]?.event;
	if (first?.type !== 'run.opened' || first.run !== run.id || first.nonce !== run.nonce) {
		return [failed('journal', 'journal', 'It is the journal of another run.')];
	}
	if (entries[named.entries - 1]?.h !== named.head) {
		return [
			failed('journal', 'journal', `Its entry ${named.entries} is not the one the record was made over.`),
		];
	}
	const chained = passed(
		'journal',
		'journal',
		`${named.entries} entries, chained to the head the record names.`,
	);
	return [chained, checkEnd(record, entries), checkTold(record, entries)];
}

function checkEnd(
	{journal: {entries: count}, verdict}: DeploymentRecord,
	entries: readonly ChainedEntry[],
): VerificationCheck {
	const name = 'journal’s end';
	const last = entries.at(-1)?.event;
	if (entries.length > count) {
		return failed(
			'journal',
			name,
			`${entries.length - count} entries follow the one the record was made over.`,
		);
	}
	return last?.type === 'run.closed' && last.verdict === verdict.is
		? passed('journal', name, `It closes with the record's verdict: ${verdict.is}.`)
		: failed('journal', name, `It does not close with the record's verdict: ${verdict.is}.`);
}

/** Line by line, what can be compared without reading the runbook: where it ran, attempts and outcomes, answers. */
function checkTold(record: DeploymentRecord, entries: readonly ChainedEntry[]): VerificationCheck {
	const name = 'told alike';
	const [told, happened] = [
		new Set(toldBy(record)),
		new Set(entries.flatMap(({event, by}) => happenedIn(event, by))),
	];
	const invented = [...told].find(line => !happened.has(line));
	const hidden = record.cut?.stepsLeftOut ? undefined : [...happened].find(line => !told.has(line));
	if (invented !== undefined) {
		return failed('journal', name, `The record tells of something the journal does not: ${invented}.`);
	}
	return hidden === undefined
		? passed('journal', name, 'Every attempt, outcome and answer stands in both.')
		: failed('journal', name, `The journal tells of something the record does not: ${hidden}.`);
}

function happenedIn(event: Event, by: string): string[] {
	switch (event.type) {
		case 'run.opened':
			return [opening({...event, sha256: event.runbook.sha256})];
		case 'step.finished': {
			const {result, exit, output} = event.outcome;
			return [ended({step: event.step, number: event.attempt, result, exit, sha256: output?.sha256})];
		}
		case 'gate.answered':
			return [`${event.step}: ${event.answer} by ${by}`];
		default:
			return [];
	}
}

function toldBy({service, environment, runbook, steps, approvals}: DeploymentRecord): string[] {
	const attempts = steps.flatMap(({id, attempts: tries}) =>
		tries.flatMap(({number, result, exit, output}) =>
			result === undefined ? [] : [ended({step: id, number, result, exit, sha256: output?.sha256})],
		),
	);
	const answers = approvals.flatMap(({step, answers: given}) =>
		given.map(({answer, by}) => `${step}: ${answer} by ${by}`),
	);
	const where = {
		service,
		environment: environment.name,
		production: environment.production,
		sha256: runbook.sha256,
	};
	return [opening(where), ...attempts, ...answers];
}

type Opening = {service?: string | undefined; environment: string; production: boolean; sha256: string};

function opening({service, environment, production, sha256}: Opening): string {
	return `${service ?? 'no service'} in ${environment}, ${production ? 'production' : 'not production'}, runbook ${sha256}`;
}

type Ended = {
	step: string;
	number: number;
	result: string;
	exit?: number | undefined;
	sha256?: string | undefined;
};

function ended({step, number, result, exit, sha256}: Ended): string {
	return `${step}, attempt ${number}: ${result}, exit ${exit ?? 'none'}, output ${sha256 ?? 'none'}`;
}
