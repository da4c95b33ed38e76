import type {ChainedEntry} from '../engine/entry.ts';
import type {RunState} from '../engine/state.ts';

export type RunMdParts = {
	/** The runbook as it was pinned. */
	readonly runbookText: string;
	readonly state: RunState;
	readonly entries: readonly ChainedEntry[];
	/** The end of each attempt's log, by `<step>.<attempt>`; secrets are masked since they were written. */
	readonly outputs: ReadonlyMap<string, string>;
	/** What guards on the service itself saw it not answer, from `measureDowntime`. */
	readonly downtimeMs?: number | undefined;
};
