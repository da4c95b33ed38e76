import {replay} from '../engine/evolve.ts';
import {Fault} from '../fault.ts';
import type {OpenedRun} from '../store/store.ts';
import {sanitiseText} from '../text/sanitise.ts';
import {askLine} from './ask.ts';
import {type OpenRun, sessionOf} from './opening.ts';
import {operatorName} from './operator.ts';
import {say} from './out.ts';
import {readPinned} from './pinned.ts';
import {isTerminal} from './screens.ts';
import type {Settings} from './settings.ts';
import type {Place} from './state-directory.ts';

/** Opens an existing run's journal to drive it. */
export async function reopen(place: Place, id: string, settings: Settings): Promise<OpenRun> {
	const {journal, found, recovered} = await openAsking(place, id);
	const first = found.entries[0]?.event;
	if (first?.type !== 'run.opened') {
		throw new Fault(
			'store.broken-chain',
			`The journal of ${id} does not begin with the opening of a run.`,
			'Keep the directory as evidence and start a new run.',
		);
	}
	const {text, runbook} = await readPinned(journal.directory, first.runbook);
	const state = replay(runbook, found.entries);
	if (state === undefined) {
		throw new Error('This is a bug: a verified journal does not fold.');
	}
	const session = sessionOf(journal, state, await operatorName(settings));
	if (recovered !== undefined) {
		await session.sendAs('gonogo', {type: 'record-recovery', ...recovered});
		await say(
			`The journal's last entry was cut short; ${recovered.droppedBytes} bytes were set aside in ${recovered.keptAs}.\n`,
		);
	}
	return {store: place.store, journal, session, text, stateDirectory: place.directory};
}

/** A last line that is whole in length and bad is cut only when a person says so. */
async function openAsking(place: Place, id: string): Promise<OpenedRun> {
	try {
		return await place.store.open(id);
	} catch (error) {
		if (!(error instanceof Fault) || error.code !== 'store.bad-tail' || !isTerminal()) {
			throw error;
		}
		await say(`${sanitiseText(error.message)}\n`);
		const answer = await askLine('Set that line aside and go on without it? [y/N] ');
		if (answer?.trim().toLowerCase() !== 'y') {
			throw error;
		}
		return place.store.open(id, {cutBadTail: true});
	}
}
