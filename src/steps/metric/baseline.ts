import {closeSync, constants, openSync, readSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import type {Order} from '../../engine/order.ts';
import type {Attempt} from '../finding.ts';
import {openLog} from '../log.ts';
import type {Tools} from '../performer.ts';
import {takeSample} from './sample.ts';

/** Asking more often than this is a load test. */
const everyMsMin = 100;
/** The middle of so many values; what comes later replaces the oldest. */
const keptMax = 240;
/** A baseline stands before the first sample. Bytes. */
const headBytes = 65_536;

/**
Measures what is usual until the signal comes: the change is about to begin.

@returns the middle of what was measured; undefined when nothing was.
*/
export async function takeBaseline(
	order: Order,
	tools: Tools,
	signal: AbortSignal,
): Promise<number | undefined> {
	const {step} = order;
	if (step.kind !== 'metric') {
		return undefined;
	}
	const log = openLog(tools.directory, `${step.id}.baseline`, tools.masked);
	const attempt: Attempt = {order, log, tools};
	const everyMs = Math.max(everyMsMin, step.work.everyMs);
	let values: readonly number[] = [];
	try {
		do {
			const sample = await takeSample(attempt, step.work.from, everyMs);
			if ('value' in sample && Number.isFinite(sample.value)) {
				values = [...values, sample.value].slice(-keptMax);
			}
			await pause(signal.aborted ? 0 : everyMs, undefined, {signal}).catch(() => {});
		} while (!signal.aborted && !tools.signal.aborted);
		return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
	} finally {
		log.close();
	}
}

/** The baseline that stands in a guard's file of samples from before the program was started again; undefined when none does. */
export function baselineOnDisk(directory: string, step: string): number | undefined {
	try {
		const fd = openSync(
			join(directory, 'guards', `${step}.jsonl`),
			constants.O_RDONLY | constants.O_NOFOLLOW,
		);
		try {
			const head = Buffer.alloc(headBytes);
			const text = head.subarray(0, readSync(fd, head)).toString('utf8');
			const found = /"baseline":(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)/i.exec(text)?.[1];
			return found === undefined ? undefined : Number(found);
		} finally {
			closeSync(fd);
		}
	} catch {
		return undefined;
	}
}
