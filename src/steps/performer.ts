import type {Outcome} from '../engine/event.ts';
import type {Order} from '../engine/order.ts';

/** What a performer is given beside the order. */
export type Tools = {
	/** Aborted when the step is to be stopped; its reason is `timeout` or `operator`. */
	readonly signal: AbortSignal;
	/** Run directory: logs go to `output/<step>.<attempt>.log`, kept shell state to `shell/`. */
	readonly directory: string;
	/** Values of the secrets the order names; never written anywhere. */
	readonly secrets: Readonly<Record<string, string>>;
	/** Every secret of the run, to be masked in whatever is written. */
	readonly masked: readonly string[];
	/** Progress in words for the screen: "waiting for 200, got 503 (4 of 12)". Not journalled. */
	report(line: string): void;
	/** How one of several hosts stands now. Not journalled. */
	reportHost?(host: string, is: 'running' | Outcome['result']): void;
	/** Hands the terminal to an interactive child and takes it back whole; absent where there is none. */
	readonly handOver?: (work: () => Promise<void>) => Promise<void>;
};

/** Touches the world once. Resolves with an outcome whatever happens; rejects only for a bug. */
export type Perform = (order: Order, tools: Tools) => Promise<Outcome>;
