import type {Condition} from '../runbook/front-matter/condition.ts';

/** One measurement: a value, or a gap (no answer, no number, NaN) with its reason. Times are milliseconds of any steady clock. */
export type Sample =
	| {readonly atMs: number; readonly value: number}
	| {
			readonly atMs: number;
			readonly gap: string;
			/** Something answered, and its answer is no number to judge by: no series, no rows, NaN. Else nothing answered. */
			readonly inconclusive?: true;
	  };

/** A condition with its limit as an absolute number: `value > 2 * baseline` is `> 412` once the baseline is 206. */
export type Limit = {readonly compare: Condition['compare']; readonly limit: number; readonly forMs: number};

/** What a row of samples says so far. */
export type Watched = {
	/** `tripped`: every sample for the whole time was beyond the limit. `no-data`: too many gaps in a row to know anything. */
	readonly is: 'watching' | 'good' | 'tripped' | 'no-data';
	/** When the unbroken row of samples beyond the limit began. */
	readonly beyondSinceMs?: number;
	readonly gapsInRow: number;
	/** Of those in the row: answers that were no number. */
	readonly inconclusiveInRow: number;
	readonly samples: number;
	readonly gaps: number;
	readonly last?: number;
};

export const watching: Watched = {is: 'watching', gapsInRow: 0, inconclusiveInRow: 0, samples: 0, gaps: 0};

/**
Resolves a condition's limit.

@returns undefined when it counts from a baseline and there is none.
*/
export function resolveLimit(
	condition: Condition,
	known: {readonly baseline?: number; readonly unit?: string},
): Limit | undefined {
	const {compare, limit, forMs} = condition;
	if (limit.is === 'baseline') {
		return known.baseline === undefined ? undefined : {compare, limit: limit.factor * known.baseline, forMs};
	}
	const isRatio = limit.percent && known.unit !== '%';
	return {compare, limit: isRatio ? limit.value / 100 : limit.value, forMs};
}

/**
Takes one more sample into account. A gap breaks the row: what was not measured was not beyond the limit, so that
missing data never trips, and it never counts as good either.
*/
export function watch(before: Watched, sample: Sample, rule: {readonly limit: Limit} & GapLimits): Watched {
	const samples = before.samples + 1;
	if ('gap' in sample || !Number.isFinite(sample.value)) {
		const gapsInRow = before.gapsInRow + 1;
		const isAnswered = !('gap' in sample) || sample.inconclusive === true;
		const inconclusiveInRow = before.inconclusiveInRow + (isAnswered ? 1 : 0);
		const {beyondSinceMs: _, ...rest} = before;
		return {
			...rest,
			samples,
			gaps: before.gaps + 1,
			gapsInRow,
			inconclusiveInRow,
			is: isTooMuch({gapsInRow, inconclusiveInRow}, rule) ? 'no-data' : before.is,
		};
	}
	const seen = {samples, gaps: before.gaps, gapsInRow: 0, inconclusiveInRow: 0, last: sample.value};
	if (!isBeyond(sample.value, rule.limit)) {
		return {...seen, is: 'good'};
	}
	const beyondSinceMs = before.beyondSinceMs ?? sample.atMs;
	const isTripped = sample.atMs - beyondSinceMs >= rule.limit.forMs;
	return {
		...seen,
		beyondSinceMs,
		is: isTripped ? 'tripped' : before.is === 'no-data' || before.is === 'tripped' ? 'watching' : before.is,
	};
}

/** How many measurements in a row may go wrong, and how many may give an answer that says nothing. */
export type GapLimits = {readonly errorsMax: number; readonly inconclusiveMax: number};

/** Either kind by its own limit; both together by the larger one, so that taking turns is no way around it. */
function isTooMuch(
	{gapsInRow, inconclusiveInRow}: Pick<Watched, 'gapsInRow' | 'inconclusiveInRow'>,
	{errorsMax, inconclusiveMax}: GapLimits,
): boolean {
	return (
		gapsInRow - inconclusiveInRow > errorsMax ||
		inconclusiveInRow > inconclusiveMax ||
		gapsInRow > Math.max(errorsMax, inconclusiveMax)
	);
}

export function isBeyond(value: number, {compare, limit}: Limit): boolean {
	switch (compare) {
		case '>':
			return value > limit;
		case '>=':
			return value >= limit;
		case '<':
			return value < limit;
		case '<=':
			return value <= limit;
		case '==':
			return value === limit;
		case '!=':
			return value !== limit;
	}
}
