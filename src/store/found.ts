import type {RunId} from '../engine/entry.ts';
import {Fault} from '../fault.ts';
import type {ChainReading} from './read-chain.ts';
import type {FoundJournal} from './store.ts';

/** A reading as the store hands it on. @throws Fault as `refuseUnreadable`. */
export function foundJournal(directory: string, reading: ChainReading, run?: RunId): FoundJournal {
	const [first] = reading.entries;
	const named = first?.event.type === 'run.opened' ? first.event.run : undefined;
	refuseUnreadable(run ?? named ?? directory, reading, directory);
	const head = reading.entries.at(-1)?.h;
	if (named === undefined || head === undefined) {
		throw new Fault(
			'store.broken-chain',
			`The journal in ${directory} does not begin with the opening of a run.`,
			keepIt,
		);
	}
	const {end} = reading;
	return {
		run: named,
		directory,
		entries: reading.entries,
		head,
		...(end.is === 'torn' ? {torn: {bytes: end.bytes, endsWithNewline: end.endsWithNewline}} : {}),
	};
}

const keepIt =
	'Keep the directory as evidence, find out who changed it, and start a new run with `gonogo run`.';

/**
Refuses what can be neither read on nor recovered.

@throws Fault `store.broken-chain` for what no crash leaves, `store.newer` for what a later gonogo wrote,
`store.not-found` for a run that was never begun.
*/
export function refuseUnreadable(run: RunId, {entries, end}: ChainReading, directory: string): void {
	if (end.is === 'broken') {
		throw new Fault(
			'store.broken-chain',
			`The journal of run ${run} was changed: line ${end.seq} does not belong there (${end.why}), and good lines follow it.`,
			keepIt,
		);
	}
	if (end.is === 'newer') {
		throw newerFault(run, end);
	}
	if (entries.length === 0) {
		throw end.is === 'torn' && end.endsWithNewline
			? new Fault(
					'store.broken-chain',
					`The first line of the journal of run ${run} is not what was written: ${end.why}.`,
					keepIt,
				)
			: neverBegun(run, directory);
	}
}

/** @param found.why what makes it newer, as a predicate: `is of journal format 2, …`. */
export function newerFault(
	run: RunId,
	{seq, why, gonogo}: {seq: number; why: string; gonogo?: string},
): Fault {
	return new Fault(
		'store.newer',
		`Entry ${seq} of run ${run} ${why}. It was written by ${gonogo === undefined ? 'a newer gonogo' : `gonogo ${gonogo}`}.`,
		gonogo === undefined ? 'Use the gonogo that wrote it.' : `Use gonogo ${gonogo} or newer.`,
	);
}

/** @param found.seq the last good entry. `copy`: where the line was kept aside, once it was. */
export function badTailFault(run: RunId, {why, seq, copy}: {why: string; seq: number; copy?: string}): Fault {
	return new Fault(
		'store.bad-tail',
		`The last line of the journal of run ${run}, after entry ${seq}, is not what was written: ${why}.${copy === undefined ? '' : ` A copy lies in ${copy}.`}`,
		`A power cut can leave that, and so can an editor: look at the line. \`gonogo resume ${run}\` in a terminal asks whether to go on without it.`,
	);
}

/** Nothing was started in such a run: what starts is written down before. */
export function neverBegun(run: RunId, directory: string): Fault {
	return new Fault(
		'store.not-found',
		`Run ${run} was never begun: it has no whole entry, so nothing was started in it.`,
		`Start a new run; ${directory} can be deleted.`,
	);
}
