import type {Refusal} from './command.ts';
import type {Event} from './event.ts';

export type Decision = {readonly ok: true; readonly events: readonly Event[]} | Refusal;

/** Who asks, and when; the core has no clock of its own. */
export type Asked = {readonly by: string; readonly at: string};

export function refuse(why: string): Refusal {
	return {ok: false, why};
}

export function accept(...events: readonly Event[]): Decision {
	return {ok: true, events};
}

/** The fields that have a value: an absent field is left out of an event, never written as nothing. */
export function optional<T extends Record<string, unknown>>(
	fields: T,
): {[K in keyof T]?: Exclude<T[K], undefined>} {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
		[K in keyof T]?: Exclude<T[K], undefined>;
	};
}
