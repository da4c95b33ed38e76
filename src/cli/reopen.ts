import {optional} from '../engine/decision.ts';
import {replay} from '../engine/evolve.ts';
import {Fault} from '../fault.ts';
import type {OpenedRun} from '../store/store.ts';
import {sanitiseText} from '../text/sanitise.ts';
import {approversFor, rolesFor, type TrustOptions} from './approvers.ts';
import {askLine} from './ask.ts';
import {groupOfRun} from './group.ts';
import {type OpenRun, sessionOf} from './opening.ts';
import {operatorName} from './operator.ts';
import {say} from './out.ts';
import {readPinned} from './pinned.ts';
import {isTerminal} from './screens.ts';
import type {Settings} from './settings.ts';
import type {Place} from './state-directory.ts';

export type Reopening = {
	readonly settings: Settings;
	/** Left out, nobody's signature is known: for what needs no approval. */
	readonly options?: TrustOptions;
};

/** Opens an existing run's journal to drive it, or to write one entry while nobody does. */
export async function reopen(place: Place, id: string, reopening: Reopening): Promise<OpenRun> {
	const opened = await openAsking(place, id);
	try {
		return await openRun(place, opened, reopening);
	} catch (error) {
		await opened.journal.close();
		throw error;
	}
}

async function openRun(
	place: Place,
	{journal, found, recovered}: OpenedRun,
	{settings, options}: Reopening,
): Promise<OpenRun> {
	const first = found.entries[0]?.event;
	if (first?.type !== 'run.opened') {
		throw new Fault(
			'store.broken-chain',
			`The journal of ${found.run} does not begin with the opening of a run.`,
			'Keep the directory as evidence and start a new run.',
		);
	}
	const {text, runbook, includes} = await readPinned(journal.directory, first.runbook);
	const state = replay(runbook, found.entries);
	if (state === undefined) {
		throw new Error('This is a bug: a verified journal does not fold.');
	}
	const operator = await operatorName(settings);
	const approvers =
		options === undefined
			? undefined
			: await approversFor({stateDirectory: place.directory, settings, options, opened: first});
	const session = sessionOf({store: place.store, journal, state, operator, approvers});
	const roles = await rolesFor(approvers, operator);
	if (recovered !== undefined) {
		await session.sendAs('gonogo', {type: 'record-recovery', ...recovered});
		await say(
			`The journal's last entry was cut short; ${recovered.droppedBytes} bytes were set aside in ${recovered.keptAs}.\n`,
		);
	}
	return {
		store: place.store,
		journal,
		session,
		text,
		includes,
		stateDirectory: place.directory,
		...optional({roles}),
		group: await groupOfRun(journal.directory),
	};
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
