import type {Entry} from '../../src/engine/entry.ts';
import type {Event} from '../../src/engine/event.ts';

export const run = '20261121-090000-abcdef';
export const otherRun = '20261121-093000-123456';
export const runbook = new Map([['release.md', Buffer.from('# Release\n\n- [ ] look\n')]]);

const at = '2026-11-21T09:00:00.000Z';

export function entry(seq: number, event: Event, by = 'alice'): Entry {
	return {seq, v: 1, at, by, event};
}

export function opened(id = run, nonce = 'ab'.repeat(16)): Event {
	return {
		type: 'run.opened',
		run: id,
		nonce,
		gonogo: '0.1.0',
		runbook: {path: 'release.md', title: 'Release', sha256: '0'.repeat(64)},
		service: 'shop',
		environment: 'staging',
		production: false,
		mode: 'walk',
		runThrough: false,
		practice: false,
		operator: 'alice',
		host: 'ops-1',
		screen: 'full',
		attended: true,
		timeZone: 'UTC',
	};
}

export function note(text: string): Event {
	return {type: 'note.added', text};
}

export const resumed: Event = {type: 'run.resumed', operator: 'bob', host: 'ops-2', pid: 7, screen: 'plain'};
export const closed: Event = {type: 'run.closed', verdict: 'complete'};

/** Entries from `seq` on, one an event. */
export function entriesFrom(seq: number, ...events: readonly Event[]): readonly Entry[] {
	return events.map((event, index) => entry(seq + index, event));
}

export const first: Entry = entry(1, opened());

/** What an entry says, without its place in the chain. */
export function plain({h: _, ...rest}: Entry & {h?: string}): Entry {
	return rest;
}
