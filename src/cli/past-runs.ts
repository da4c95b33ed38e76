import type {Amendment} from '../engine/amendment.ts';
import type {DeploymentRecord} from '../engine/record.ts';
import {Fault} from '../fault.ts';
import type {TrustLevel} from '../record/verification.ts';
import type {RunSummary} from '../store/store.ts';
import {kindOf} from './found-record.ts';
import type {Place} from './state-directory.ts';
import {type Asked, verifyOne} from './verify-one.ts';

/** A run of this computer with its record, as far as there is one. */
export type PastRun = {
	readonly summary: RunSummary;
	readonly level?: TrustLevel;
	/** A check of it failed; absent where there is no record. */
	readonly ok?: boolean;
	readonly id?: string;
	readonly record?: DeploymentRecord;
	readonly amendments: readonly Amendment[];
};

/** Every run of this computer, the oldest first, verified one after the other; one record is in memory at a time. */
export async function* pastRuns(
	place: Place,
	asked: Asked,
	isWanted: (run: RunSummary) => boolean | Promise<boolean> = () => true,
): AsyncGenerator<PastRun, void, undefined> {
	for (const summary of await place.store.list()) {
		if (await isWanted(summary)) {
			yield await pastRun(summary, asked);
		}
	}
}

async function pastRun(summary: RunSummary, asked: Asked): Promise<PastRun> {
	const path = `${summary.directory}/record.json`;
	if ((await kindOf(path)) === 'neither') {
		return {summary, amendments: []};
	}
	try {
		const verification = await verifyOne({name: summary.run, path, directory: summary.directory}, asked);
		const {level, ok, id, record, amendments = []} = verification;
		return {
			summary,
			level,
			ok,
			amendments,
			...(id === undefined || record === undefined ? {} : {id, record}),
		};
	} catch (error) {
		if (!(error instanceof Fault)) {
			throw error;
		}
		return {summary, level: 0, ok: false, amendments: []};
	}
}
