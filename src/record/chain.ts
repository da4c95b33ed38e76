/** A record's place in the history of its service and environment. */
export type RecordLink = {
	readonly id: string;
	readonly run: string;
	readonly service?: string | undefined;
	readonly environment: string;
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

/** Joins the records of one service and environment into their history; records of others are left out. */
export function joinRecords(
	records: readonly RecordLink[],
	{service, environment}: Pick<RecordLink, 'service' | 'environment'>,
): ChainReport {
	const own = new Map(
		records
			.filter(one => one.service === service && one.environment === environment)
			.map(one => [one.id, one]),
	);
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

/** More heads than this are not joined by one record: someone copied directories about. */
export const previousMax = 16;

function latestFirst(records: readonly RecordLink[]): string[] {
	return records
		.toSorted((a, b) => b.endedAt.localeCompare(a.endedAt) || a.id.localeCompare(b.id))
		.map(({id}) => id);
}

function concurrentOf(own: ReadonlyMap<string, RecordLink>): string[][] {
	const children = new Map<string, string[]>();
	for (const {id, previous} of own.values()) {
		for (const parent of previous.length === 0 ? [''] : previous) {
			children.set(parent, [...(children.get(parent) ?? []), id]);
		}
	}
	return [...children.values()].filter(ids => ids.length > 1);
}

/** Takes away, again and again, what has no previous left; what stays lies on a cycle or behind one. */
function cyclesIn(own: ReadonlyMap<string, RecordLink>): string[] {
	const left = new Map(
		[...own].map(([id, {previous}]) => [id, new Set(previous.filter(one => own.has(one)))]),
	);
	const children = new Map<string, string[]>();
	for (const [id, parents] of left) {
		for (const parent of parents) {
			children.set(parent, [...(children.get(parent) ?? []), id]);
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
