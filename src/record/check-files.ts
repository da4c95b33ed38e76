import {createHash} from 'node:crypto';
import type {ChainedEntry} from '../engine/entry.ts';
import type {DeploymentRecord} from '../engine/record.ts';
import type {Subject} from './schema.ts';
import {failed, notChecked, passed, type VerificationCheck} from './verification.ts';

/** A journal as the store found it: its chain is already verified, its entries are parsed. */
export type FoundEntries = {readonly entries: readonly ChainedEntry[]; readonly head: string};

export type RunFiles = {
	readonly journal?: FoundEntries | undefined;
	/** Bytes of the pinned runbook and of `run.md`. */
	readonly runbook?: Uint8Array | undefined;
	readonly runMd?: Uint8Array | undefined;
};

/** The journal is the run's truth: the record must be about exactly this one, to its last entry. */
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
	const {run, journal: named, verdict} = record;
	const first = journal.entries[0]?.event;
	const last = journal.entries.at(-1)?.event;
	if (first?.type !== 'run.opened' || first.run !== run.id || first.nonce !== run.nonce) {
		return [failed('journal', 'journal', 'It is the journal of another run.')];
	}
	const atHead = journal.entries[named.entries - 1]?.h;
	if (atHead !== named.head) {
		return [
			failed('journal', 'journal', `Its entry ${named.entries} is not the one the record was made over.`),
		];
	}
	const isClosed = last?.type === 'run.closed' && last.verdict === verdict.is;
	return [
		passed('journal', 'journal', `${named.entries} entries, chained to the head the record names.`),
		journal.entries.length > named.entries
			? failed(
					'journal',
					'journal’s end',
					`${journal.entries.length - named.entries} entries follow the one the record was made over.`,
				)
			: isClosed
				? passed('journal', 'journal’s end', `It closes with the record's verdict: ${verdict.is}.`)
				: failed('journal', 'journal’s end', `It does not close with the record's verdict: ${verdict.is}.`),
	];
}

export function checkFiles(record: DeploymentRecord, {runbook, runMd}: RunFiles): VerificationCheck[] {
	return [
		digestCheck('runbook', runbook, record.runbook.sha256),
		digestCheck('run.md', runMd, record.runbook.filledIn),
	];
}

function digestCheck(name: string, bytes: Uint8Array | undefined, expected: string): VerificationCheck {
	if (bytes === undefined) {
		return notChecked('files', name, 'It was not given.');
	}
	const found = createHash('sha256').update(bytes).digest('hex');
	return found === expected
		? passed('files', name, 'Its digest is the signed one.')
		: failed('files', name, `Its sha256 is ${found}, the record was made with ${expected}.`);
}

/** @param artifacts digests to look for among the subjects, hex: of a file, an image or a commit. */
export function checkArtifacts(
	subjects: readonly Subject[],
	artifacts: readonly string[] | undefined,
): VerificationCheck[] {
	if (artifacts === undefined || artifacts.length === 0) {
		return [notChecked('artifacts', 'artifact', 'None was given to compare with.')];
	}
	const known = new Map(
		subjects.flatMap(({name, digest}) => Object.values(digest).map(hex => [hex, name] as const)),
	);
	return artifacts.map(hex => {
		const name = known.get(hex);
		return name === undefined
			? failed('artifacts', 'artifact', `The record is not about ${hex}.`)
			: passed('artifacts', 'artifact', `The record is about it: ${name}.`);
	});
}
