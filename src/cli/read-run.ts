import type {EventOf} from '../engine/event.ts';
import {replay} from '../engine/evolve.ts';
import type {RunState} from '../engine/state.ts';
import {Fault} from '../fault.ts';
import type {FoundJournal} from '../store/store.ts';
import {readPinned} from './pinned.ts';
import type {Place} from './state-directory.ts';

/** A run as its journal tells it at this moment, read without keeping anyone from driving it. */
export type ReadRun = FoundJournal & {readonly state: RunState; readonly opened: EventOf<'run.opened'>};

/** @param name what a person calls it: an id, its beginning, `last`, or a path. */
export async function readRunNamed({store}: Place, name: string): Promise<ReadRun> {
	const found = await store.read(await store.find(name));
	const opened = found.entries[0]?.event;
	if (opened?.type !== 'run.opened') {
		throw new Fault(
			'store.broken-chain',
			'That journal does not begin with the opening of a run.',
			'Keep the directory as evidence.',
		);
	}
	const {runbook} = await readPinned(found.directory, opened.runbook);
	const state = replay(runbook, found.entries);
	if (state === undefined) {
		throw new Error('This is a bug: a verified journal does not fold.');
	}
	return {...found, state, opened};
}
