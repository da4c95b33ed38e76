import type {RunState} from '../engine/state.ts';

/** A record's place in the history of its service and environment. */
export type RecordLink = {
	readonly id: string;
	readonly run: string;
	readonly service?: string | undefined;
	readonly environment: string;
	/** Each has a history of its own: a rehearsal never comes before a release. */
	readonly kind: 'release' | 'rehearsal' | 'practice';
	/** ISO 8601 UTC, as claimed. */
	readonly endedAt: string;
	readonly previous: readonly string[];
};

export type ChainReport = {
	/** Records that no other names as previous: the next record joins them all. */
	readonly heads: readonly string[];
	/** Pairs and more that name the same previous record, or all have none: made without knowing of each other. */
	readonly concurrent: readonly (readonly string[])[];
	/** Named as previous by `by`, and not among these records. */
	readonly gaps: readonly {readonly id: string; readonly by: string}[];
	/** Ids that lead back to themselves; impossible for honest records, since an id covers its previous ones. */
	readonly cycles: readonly string[];
};

export type Line = Pick<RecordLink, 'service' | 'environment' | 'kind'>;

/** Joins the records of one service, environment and kind into their history; others are left out. */
export function joinRecords(records: readonly RecordLink[], line: Line): ChainReport {
	const own = new Map(records.filter(one => isOn(one, line)).map(one => [one.id, one]));
	const named = new Set([...own.values()].flatMap(({previous}) => previous));
	return {
		heads: latestFirst([...own.values()].filter(({id}) => !named.has(id))),
		concurrent: concurrentOf(own),
		gaps: [...own.values()].flatMap(({id, previous}) =>
			previous.filter(one => !own.has(one)).map(one => ({id: one, by: id})),
		),
		cycles: cyclesIn(own),
	};
}

/** The line a run's record will stand on. */
export function lineOf({opened: {service, environment, practice, mode}}: Pick<RunState, 'opened'>): Line {
	const kind = practice ? 'practice' : mode === 'rehearse' ? 'rehearsal' : 'release';
	return {service, environment, kind};
}

function isOn(one: RecordLink, {service, environment, kind}: Line): boolean {
	return one.service === service && one.environment === environment && one.kind === kind;
}

/**
What the next record names as its previous ones: the latest of its line, two or more when they were concurrent.

@param records every record known here, of any line.
*/
export function previousRecords(records: readonly RecordLink[], line: Line): string[] {
	return joinRecords(records, line).heads.slice(0, previousMax);
}

/** More heads than this are not joined by one record: someone copied directories about. */
const previousMax = 16;

function latestFirst(records: readonly RecordLink[]): string[] {
	return records
		.toSorted((a, b) => b.endedAt.localeCompare(a.endedAt) || a.id.localeCompare(b.id))
		.map(({id}) => id);
}

function concurrentOf(own: ReadonlyMap<string, RecordLink>): string[][] {
	const children = new Map<string, string[]>();
	for (const {id, previous} of own.values()) {
		for (const parent of previous.length === 0 ? [''] : previous) {
			addTo(children, parent, id);
		}
	}
	return [...children.values()].filter(ids => ids.length > 1);
}

function addTo(children: Map<string, string[]>, parent: string, id: string): void {
	const known = children.get(parent);
	if (known === undefined) {
		children.set(parent, [id]);
	} else {
		known.push(id);
	}
}

/** Takes away, again and again, what has no previous left; what stays lies on a cycle or behind one. */
function cyclesIn(own: ReadonlyMap<string, RecordLink>): string[] {
	const left = new Map(
		[...own].map(([id, {previous}]) => [id, new Set(previous.filter(one => own.has(one)))]),
	);
	const children = new Map<string, string[]>();
	for (const [id, parents] of left) {
		for (const parent of parents) {
			addTo(children, parent, id);
		}
	}
	const free = [...left].flatMap(([id, parents]) => (parents.size === 0 ? [id] : []));
	for (let id = free.pop(); id !== undefined; id = free.pop()) {
		left.delete(id);
		for (const child of children.get(id) ?? []) {
			const parents = left.get(child);
			parents?.delete(id);
			free.push(...(parents?.size === 0 ? [child] : []));
		}
	}
	return [...left.keys()];
}

/** One history among many records, and what is to be said of it. */
export type JoinedLine = Line & ChainReport & {readonly records: number};

/** Every history that these records make, by service, environment and kind. */
export function joinLines(records: readonly RecordLink[]): JoinedLine[] {
	const lines = Map.groupBy(records, ({service, environment, kind}) =>
		JSON.stringify([service ?? null, environment, kind]),
	);
	return [...lines.entries()]
		.toSorted(([a], [b]) => a.localeCompare(b))
		.flatMap(([, own]) => {
			const [first] = own;
			if (first === undefined) {
				return [];
			}
			const {service, environment, kind} = first;
			const line = {service, environment, kind};
			return [{...line, records: own.length, ...joinRecords(own, line)}];
		});
}
