import type {EventOf} from '../../src/engine/event.ts';
import {replay} from '../../src/engine/evolve.ts';
import type {RunState} from '../../src/engine/state.ts';
import type {Runbook} from '../../src/runbook/model.ts';
import {openSession, type Session} from '../../src/session/session.ts';
import {perform as performForReal} from '../../src/steps/perform.ts';
import type {Perform} from '../../src/steps/performer.ts';
import {openFileStore} from '../../src/store/files.ts';
import type {Journal} from '../../src/store/store.ts';
import {entriesOf, opened} from '../engine/given.ts';

type Life = {
	/** Where the runs are kept. */
	readonly directory: string;
	readonly opened?: EventOf<'run.opened'>;
	/** What touches the world: the real performers unless a test watches them. */
	readonly perform?: Perform;
	/** The run's clock; the machine's unless a test moves it. */
	readonly now?: () => Date;
};

/** A run that was just opened, with its journal on disk; `start()` is the caller's. */
export async function openLive(
	book: Runbook,
	{directory, perform = performForReal, now = () => new Date(), ...life}: Life,
): Promise<{readonly session: Session; readonly journal: Journal}> {
	const [first] = entriesOf([life.opened ?? opened]);
	const state = first && replay(book, [first]);
	if (first === undefined || state === undefined) {
		throw new Error('no first entry');
	}
	const texts = new Map([['release.md', Buffer.from('# Release\n')]]);
	const journal = await (await openFileStore(directory)).create(opened.run, first, texts);
	const nonce = () => '1'.repeat(32);
	return {journal, session: openSession({journal, state, perform, operator: 'alice', now, nonce})};
}

/** A run that is under way. */
export async function startLive(book: Runbook, life: Life): Promise<Session> {
	const {session} = await openLive(book, life);
	session.start();
	return session;
}

/** Resolves as soon as the run stands so. */
export function until(session: Session, holds: (state: RunState) => boolean): Promise<void> {
	return new Promise(resolve => {
		const look = () => {
			if (holds(session.state())) {
				stop();
				resolve();
			}
		};
		const stop = session.subscribe(look);
		look();
	});
}
