import type {Outcome} from '../engine/event.ts';
import type {Order} from '../engine/order.ts';
import type {StepLog} from './log.ts';
import type {Tools} from './performer.ts';

/** What came of it, before its time and its log are added (see perform.ts). */
export type Finding = Omit<Outcome, 'durationMs' | 'output'>;

/** One attempt at work: what every performer is handed. */
export type Attempt = {readonly order: Order; readonly tools: Tools; readonly log: StepLog};

/** One question of a probe, with the limits it has to keep. */
export type Asking = {
	readonly attempt: Attempt;
	/** Comes when the time is up or the operator says so. */
	readonly signal: AbortSignal;
	readonly timeoutMs: number;
};

export function failed(why: string, more: Partial<Finding> = {}): Finding {
	return {...more, result: 'failed', why};
}

export function passed(summary: string, more: Partial<Finding> = {}): Finding {
	return {...more, result: 'passed', summary};
}

export function warned(why: string, more: Partial<Finding> = {}): Finding {
	return {...more, result: 'warned', why};
}

/** Nothing is known: never counts as passed. */
export function unknown(why: string, more: Partial<Finding> = {}): Finding {
	return {...more, result: 'unknown', why};
}

/** What ended it early: its time, a person, or a guard that tripped meanwhile. */
export type StoppedBy = 'timeout' | 'operator' | 'guard';

export function stoppedBy(signal: AbortSignal): StoppedBy {
	return signal.reason === 'timeout' || signal.reason === 'guard' ? signal.reason : 'operator';
}

/** An error in words: its own message, or for a group of them (several addresses tried) the first one that says something. */
export function wordsOf(error: unknown): string {
	if (error instanceof AggregateError && error.message === '') {
		return error.errors.map(wordsOf)[0] ?? 'several errors without words';
	}
	return error instanceof Error ? error.message || error.name : String(error);
}
