import type {Gist} from './gist.ts';
import {median, type UsualTime, usualTimes} from './times.ts';

/** The five DORA metrics (dora.dev, 2024): a value is undefined where no run tells it. */
export type Dora = {
	/** Completed deployments in a week, over the weeks from the first to the last, one at least. */
	readonly deploymentsPerWeek: number;
	/** Median from commit to deployment. */
	readonly leadTimeMs?: number;
	/** Share of deployments that failed: rolled back, aborted after a change, or followed by an incident. */
	readonly changeFailRate?: number;
	/** Median from failure to restored. */
	readonly recoveryTimeMs?: number;
	/** Share of deployments that were unplanned work for an incident. */
	readonly reworkRate?: number;
};

export type LineStats = {
	readonly title: string;
	readonly service?: string | undefined;
	readonly environment: string;
	readonly runs: number;
	readonly deployments: number;
	readonly medianMs: number;
	/** Where the time went, summed over the runs. */
	readonly activeMs: number;
	readonly waitingMs: number;
	readonly heldMs: number;
	readonly awayMs: number;
	/** Shares of the deployments, 0 to 1. */
	readonly failureRate?: number;
	readonly rollbackRate?: number;
	readonly rating?: number;
	readonly dora: Dora;
	readonly steps: readonly UsualTime[];
};

/** What many runs say, a runbook, service and environment at a time. Rehearsals and practice are left out. */
export function statsOf(gists: readonly Gist[]): LineStats[] {
	const releases = gists
		.filter(({kind}) => kind === 'release')
		.toSorted((a, b) => a.openedAt.localeCompare(b.openedAt));
	const lines = Map.groupBy(releases, ({title, service, environment}) =>
		JSON.stringify([service ?? null, environment, title]),
	);
	return [...lines.entries()]
		.toSorted(([a], [b]) => a.localeCompare(b))
		.flatMap(([, own]) => (own[0] === undefined ? [] : [lineOf(own, own[0])]));
}

function lineOf(own: readonly Gist[], {title, service, environment}: Gist): LineStats {
	const changed = own.filter(one => one.changed);
	const ratings = own.flatMap(one => one.ratings);
	const failureRate = share(changed, one => one.failed);
	const rollbackRate = share(changed, one => one.rolledBack);
	return {
		title,
		service,
		environment,
		runs: own.length,
		deployments: changed.length,
		medianMs: median(own.map(({durationMs}) => durationMs)) ?? 0,
		activeMs: sum(own.map(one => one.activeMs)),
		waitingMs: sum(own.map(one => one.waitingMs)),
		heldMs: sum(own.map(one => one.heldMs)),
		awayMs: sum(own.map(one => one.awayMs)),
		...(failureRate === undefined ? {} : {failureRate}),
		...(rollbackRate === undefined ? {} : {rollbackRate}),
		...(ratings.length === 0 ? {} : {rating: sum(ratings) / ratings.length}),
		dora: doraOf(own, changed),
		steps: usualTimes(own),
	};
}

const weekMs = 7 * 86_400_000;

function doraOf(own: readonly Gist[], changed: readonly Gist[]): Dora {
	const deployed = own.filter(one => one.deployed);
	const opened = own.map(({openedAt}) => Date.parse(openedAt));
	const weeks = Math.max(1, ((opened.at(-1) ?? 0) - (opened[0] ?? 0)) / weekMs);
	const leadTimeMs = median(own.flatMap(({leadMs}) => leadMs ?? []));
	const recoveryTimeMs = median(own.flatMap(({restoreMs}) => restoreMs ?? []));
	const changeFailRate = share(changed, one => one.failed);
	const reworkRate = share(changed, one => one.rework);
	return {
		deploymentsPerWeek: deployed.length / weeks,
		...(leadTimeMs === undefined ? {} : {leadTimeMs}),
		...(changeFailRate === undefined ? {} : {changeFailRate}),
		...(recoveryTimeMs === undefined ? {} : {recoveryTimeMs}),
		...(reworkRate === undefined ? {} : {reworkRate}),
	};
}

function share(all: readonly Gist[], holds: (one: Gist) => boolean): number | undefined {
	return all.length === 0 ? undefined : all.filter(holds).length / all.length;
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
