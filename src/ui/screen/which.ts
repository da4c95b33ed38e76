import type {HostNow} from '../../engine/live.ts';
import type {StepId} from '../../runbook/work-model.ts';

/** Names one attempt. */
export type Which = {
	readonly step: StepId;
	readonly attempt: number;
	/** Of several hosts, the one whose output is looked at. */
	readonly host?: string;
};

/** What is known of the hosts of the attempt on screen. */
export type HostsShown = {
	readonly attempt: number;
	/** Absent where the step is performed elsewhere. */
	readonly heard: readonly HostNow[] | undefined;
	/** The last line of each host that wrote one. */
	readonly tails: ReadonlyMap<string, string>;
};
