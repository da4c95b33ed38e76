import type {Command} from '../engine/command.ts';
import type {Perform} from '../steps/performer.ts';

/** What is needed to do something beside the walk, again and again, while the run lasts. */
export type Beside = {
	/** The run's own, for the logs. */
	readonly directory: string;
	readonly secrets: ReadonlyMap<string, string>;
	readonly perform: Perform;
	readonly now: () => Date;
	/** Says to the run what came of it. */
	readonly send: (command: Command) => Promise<unknown>;
};
