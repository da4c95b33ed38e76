import {leftInBackground} from '../engine/background.ts';
import type {RunState} from '../engine/state.ts';
import {endProcess} from '../steps/shell/background.ts';

/** Ends what steps have left running, once a person says so or the walk is over: after the entry that says it. */
export class Backgrounds {
	readonly #ended = new Map<string, Promise<unknown>>();

	/** Called after every event with where the run stands. */
	follow(state: RunState): void {
		for (const {step, attempt, pid, started, isOver} of leftInBackground(state)) {
			const key = `${step}.${attempt}`;
			if (isOver && !this.#ended.has(key)) {
				this.#ended.set(
					key,
					endProcess({pid, started}).catch(() => false),
				);
			}
		}
	}

	/** Resolves when none of them is left. */
	async end(): Promise<void> {
		await Promise.all(this.#ended.values());
	}
}
