import type {Command} from '../engine/command.ts';
import type {RunState} from '../engine/state.ts';

/** Longest a timer of Node.js can be set to; a longer one would fire at once. Milliseconds. */
const timerMsMax = 2_147_483_647;

export type CallClockOptions = {
	readonly now: () => Date;
	readonly send: (command: Command) => Promise<unknown>;
};

/** Says when the time is over in which someone who was called had to answer. */
export class CallClock {
	readonly #options: CallClockOptions;
	readonly #timers = new Map<number, NodeJS.Timeout>();

	constructor(options: CallClockOptions) {
		this.#options = options;
	}

	/** Called after every event with where the run stands. */
	follow({calls, closed}: RunState): void {
		const isWaiting = (call: RunState['calls'][number]): boolean =>
			closed === undefined && call.answer === undefined && call.overdue !== true;
		const waiting = calls.filter(call => call.withinMs !== undefined && isWaiting(call));
		for (const [call, timer] of this.#timers) {
			if (!waiting.some(one => one.call === call)) {
				clearTimeout(timer);
				this.#timers.delete(call);
			}
		}
		for (const {call, at, withinMs = 0} of waiting.filter(one => !this.#timers.has(one.call))) {
			const leftMs = Date.parse(at) + withinMs - this.#options.now().getTime();
			const timer = setTimeout(
				() => void this.#options.send({type: 'note-overdue', call}),
				Math.min(timerMsMax, Math.max(0, leftMs)),
			);
			timer.unref();
			this.#timers.set(call, timer);
		}
	}

	end(): void {
		for (const timer of this.#timers.values()) {
			clearTimeout(timer);
		}
		this.#timers.clear();
	}
}
