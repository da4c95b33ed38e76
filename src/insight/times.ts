import type {Gist} from './gist.ts';

/** What a step usually takes: half of the runs took p50 or less, nine of ten p90 or less. */
export type UsualTime = {
	readonly id: string;
	readonly title: string;
	readonly runs: number;
	readonly p50Ms: number;
	readonly p90Ms: number;
	/** Runs in which an attempt of it failed. */
	readonly failed: number;
};

/** Fewer runs than this say nothing of what is usual. */
export const runsMin = 3;

/** The usual time of each step over some runs of one runbook, in the order in which the latest run has them. */
export function usualTimes(gists: readonly Gist[]): UsualTime[] {
	const byStep = Map.groupBy(
		gists.toReversed().flatMap(({steps}) => steps),
		({id}) => id,
	);
	return [...byStep.values()].flatMap(times => {
		const [latest] = times;
		const sorted = times.map(({tookMs}) => tookMs).toSorted((a, b) => a - b);
		return latest === undefined
			? []
			: [
					{
						id: latest.id,
						title: latest.title,
						runs: times.length,
						p50Ms: quantile(sorted, 0.5) ?? 0,
						p90Ms: quantile(sorted, 0.9) ?? 0,
						failed: times.filter(({failed}) => failed).length,
					},
				];
	});
}

/** The nearest rank: a value that was really measured. @param sorted ascending. */
export function quantile(sorted: readonly number[], share: number): number | undefined {
	return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

export function median(values: readonly number[]): number | undefined {
	return quantile(
		values.toSorted((a, b) => a - b),
		0.5,
	);
}
