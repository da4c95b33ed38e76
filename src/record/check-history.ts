import type {DeploymentRecord, RecordFlag} from '../engine/record.ts';
import {joinRecords, type RecordLink} from './chain.ts';
import {envelopeId, readEnvelope} from './envelope.ts';
import {readStatement} from './read-statement.ts';
import {attempt} from './refused.ts';
import {failed, notChecked, passed, type VerificationCheck} from './verification.ts';

export type HistoryLook = {
	/** The other records known here; their signatures are verified one by one, not by this check. */
	readonly records?: readonly RecordLink[] | undefined;
	/** Remembered outside: a record's id, that must be this one or one it builds on, or a journal's head, that must be this run's. */
	readonly expectHead?: string | undefined;
	/** The id this record is asked for by. */
	readonly expectId?: string | undefined;
};

export type HistoryChecks = {readonly checks: readonly VerificationCheck[]; readonly headFits: boolean};

/** Where a record stands among its service's and environment's records. */
export function checkHistory(
	{id, record}: {id: string; record: DeploymentRecord},
	look: HistoryLook,
): HistoryChecks {
	const head = checkHead({id, record}, look);
	const checks = [...checkId(id, look.expectId), ...checkChain(linkOf(id, record), look.records), head];
	return {checks, headFits: head.result === 'PASS'};
}

/** A record's place in the history. */
export function linkOf(id: string, {run, service, environment, previous}: DeploymentRecord): RecordLink {
	return {
		id,
		run: run.id,
		service,
		environment: environment.name,
		kind: kindOf(run.flags),
		endedAt: run.endedAt,
		previous,
	};
}

/** A run's line in the history, by its marks. */
function kindOf(flags: readonly RecordFlag[]): RecordLink['kind'] {
	if (flags.includes('practice')) {
		return 'practice';
	}
	return flags.includes('rehearsal') ? 'rehearsal' : 'release';
}

/** A stored record's place in the history; undefined when it can't be read. Its signatures are not looked at. */
export function linkIn(bytes: Uint8Array): RecordLink | undefined {
	const read = attempt(() => {
		const envelope = readEnvelope(bytes);
		return linkOf(envelopeId(envelope), readStatement(envelope).predicate);
	});
	return read.ok ? read.value : undefined;
}

function checkId(id: string, expected: string | undefined): VerificationCheck[] {
	if (expected === undefined) {
		return [];
	}
	return [
		id === expected
			? passed('history', 'id', `It is ${id}.`)
			: failed('history', 'id', `Its id is ${id}, not ${expected}.`),
	];
}

function checkChain(link: RecordLink, records: readonly RecordLink[] | undefined): VerificationCheck[] {
	const name = 'previous records';
	if (records === undefined) {
		return [
			notChecked('history', name, `It names ${link.previous.length}; no others were given to compare with.`),
		];
	}
	const others = records.filter(({id}) => id !== link.id);
	const report = joinRecords([...others, link], link);
	if (report.cycles.includes(link.id)) {
		return [failed('history', name, 'The records lead back to themselves.')];
	}
	const missing = report.gaps.filter(({by}) => by === link.id).map(({id}) => id);
	if (missing.length > 0) {
		return [
			notChecked(
				'history',
				name,
				`It builds on records that are not here: ${missing.map(id => id.slice(0, 16)).join(', ')}.`,
			),
		];
	}
	const later = others.find(
		({id, endedAt}) => link.previous.includes(id) && Date.parse(endedAt) > Date.parse(link.endedAt),
	);
	if (later !== undefined) {
		const why = `It builds on ${later.id.slice(0, 16)}, which says that it ended later: one of the two clocks was wrong.`;
		return [notChecked('history', name, why)];
	}
	const beside = report.concurrent
		.filter(ids => ids.includes(link.id))
		.flat()
		.filter(id => id !== link.id);
	const concurrent =
		beside.length === 0 ? '' : ` Concurrent with ${beside.map(id => id.slice(0, 16)).join(', ')}.`;
	return [
		passed(
			'history',
			name,
			`${link.previous.length === 0 ? 'It is the first of its line.' : 'Each one it names is here.'}${concurrent}`,
		),
	];
}

function checkHead(
	{id, record}: {id: string; record: DeploymentRecord},
	{expectHead, records}: HistoryLook,
): VerificationCheck {
	const name = 'remembered head';
	if (expectHead === undefined) {
		return notChecked(
			'history',
			name,
			'None was given: whether something was dropped after it can’t be known.',
		);
	}
	if (expectHead === record.journal.head) {
		return passed('history', name, 'It is the head of this run’s journal.');
	}
	return leadsTo(expectHead, {id, previous: record.previous, records: records ?? []})
		? passed('history', name, 'It is this record, or one this record builds on.')
		: failed('history', name, `This record does not build on ${expectHead.slice(0, 16)}…`);
}

function leadsTo(
	head: string,
	{id, previous, records}: {id: string; previous: readonly string[]; records: readonly RecordLink[]},
): boolean {
	const byId = new Map(records.map(one => [one.id, one]));
	const seen = new Set<string>();
	const ahead = [id, ...previous];
	for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
		if (next === head) {
			return true;
		}
		if (!seen.has(next)) {
			seen.add(next);
			ahead.push(...(byId.get(next)?.previous ?? []));
		}
	}
	return false;
}
