import {setTimeout as pause} from 'node:timers/promises';

export type PollOptions = {
	readonly everyMs: number;
	readonly withinMs: number;
	/** Good answers in a row that are needed; default 1. */
	readonly successes?: number;
	readonly signal: AbortSignal;
	/** Told after every answer that is not the last. */
	readonly report?: (line: string) => void;
};

export type Polled<T> =
	| {readonly is: 'good'; readonly answer: T; readonly asked: number}
	| {readonly is: 'late'; readonly answer: T; readonly asked: number}
	| {readonly is: 'stopped'; readonly asked: number};

/**
Asks until the answer is good often enough in a row, the time is up, or the signal comes. One question at a time; the
interval counts from the start of a question, so that a slow answer doesn't stretch it.

@param ask must end by itself within its own time limit.
*/
export async function pollUntil<T>(
	ask: (
		remainingMs: number,
	) => Promise<{readonly isGood: boolean; readonly answer: T; readonly words: string}>,
	options: PollOptions,
): Promise<Polled<T>> {
	const {everyMs, withinMs, signal, successes = 1} = options;
	const deadline = performance.now() + withinMs;
	for (let asked = 1, inRow = 0; ; asked += 1) {
		const startedAt = performance.now();
		const {isGood, answer, words} = await ask(Math.max(1, deadline - startedAt));
		inRow = isGood ? inRow + 1 : 0;
		if (signal.aborted) {
			return {is: 'stopped', asked};
		}
		if (inRow >= successes) {
			return {is: 'good', answer, asked};
		}
		const nextAt = Math.max(startedAt + everyMs, performance.now());
		if (nextAt >= deadline) {
			return {is: 'late', answer, asked};
		}
		options.report?.(
			isGood ? `${words}: ${inRow} of ${successes} in a row` : `${words}; asking again (${asked})`,
		);
		await pause(Math.max(0, nextAt - performance.now()), undefined, {signal}).catch(() => {});
		if (signal.aborted) {
			return {is: 'stopped', asked};
		}
	}
}
