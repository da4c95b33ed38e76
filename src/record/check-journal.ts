import type {ChainedEntry} from '../engine/entry.ts';
import type {DeploymentRecord} from '../engine/record.ts';
import {checkTold} from './check-told.ts';
import {failed, notChecked, passed, type VerificationCheck} from './verification.ts';

/** A journal as the store found it: its chain is already verified, its entries are parsed. */
export type FoundEntries = {
	readonly entries: readonly ChainedEntry[];
	readonly head: string;
	/** The chain was recomputed from the file's bytes, so that the head a gate was asked over must be one of it. */
	readonly isChained?: true;
};

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
	return [
		chained,
		checkEnd(record, entries),
		checkTold(record, entries),
		...(journal.isChained === true ? checkHeads(entries) : []),
	];
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

/** An approval is bound to the journal as it stood when the gate opened: over a made-up head it would fit any journal. */
function checkHeads(entries: readonly ChainedEntry[]): VerificationCheck[] {
	const heads = new Set<string>();
	for (const {event, h} of entries) {
		if (event.type === 'gate.opened' && !heads.has(event.head)) {
			return [
				failed(
					'journal',
					'gates’ heads',
					`The gate ${event.step} was asked over a head this journal never had.`,
				),
			];
		}
		heads.add(h);
	}
	return [];
}
