import type {RecordLink} from './chain.ts';

/** More records over the same previous one are not told by name: someone copied directories about. */
const siblingsMax = 16;

/**
Finds for each record those that its place in the history is judged by: the ones it names, and those made over the same
ones. Asking all records about each would take the square of their number.

@returns a function from a record to its relatives, itself left out.
*/
export function relativesIn(records: readonly RecordLink[]): (link: RecordLink) => readonly RecordLink[] {
	const byId = new Map(records.map(one => [one.id, one]));
	const children = new Map<string, RecordLink[]>();
	for (const one of records) {
		for (const key of placesOf(one)) {
			const known = children.get(key) ?? [];
			if (known.length <= siblingsMax) {
				known.push(one);
			}
			children.set(key, known);
		}
	}
	return link => {
		const named = link.previous.flatMap(id => byId.get(id) ?? []);
		const beside = placesOf(link).flatMap(key => children.get(key) ?? []);
		const relatives = new Map([...named, ...beside].map(one => [one.id, one]));
		relatives.delete(link.id);
		return [...relatives.values()];
	};
}

/** Where a record stands: over each previous one, or at the beginning of its line. */
function placesOf({previous, service, environment, kind}: RecordLink): string[] {
	return previous.length === 0 ? [JSON.stringify([service ?? null, environment, kind])] : [...previous];
}
