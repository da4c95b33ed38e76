import type {Draft} from './draft.ts';
import type {Entry} from './entry.ts';
import type {EventOf} from './event.ts';

/** A hold stops everything until someone releases it; what was held is remembered. */
export function evolveHold(draft: Draft, {at, by}: Entry, event: EventOf<'run.held' | 'run.released'>): void {
	if (event.type === 'run.held') {
		draft.held = {at, by, reason: event.reason};
		draft.holds.push(draft.held);
		return;
	}
	const held = draft.holds.at(-1);
	if (draft.held !== undefined && held !== undefined) {
		draft.holds.splice(-1, 1, {...held, released: {at, by}});
	}
	delete draft.held;
	draft.takenInHandAt = at;
}
