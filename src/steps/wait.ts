import {setTimeout as pause} from 'node:timers/promises';
import {waitUntilMs} from '../engine/wait-until.ts';
import type {WaitStep} from '../runbook/step-model.ts';
import {formatDuration} from '../text/duration.ts';
import {type Attempt, type Finding, failed, passed, stoppedBy} from './finding.ts';

/** How often the time left is said. */
const reportMs = 1000;

/** Lets time pass; guards go on evaluating elsewhere. Measured by the wall clock, so that a laptop's sleep counts. */
export async function performWait({tools, log}: Attempt, step: WaitStep): Promise<Finding> {
	const {signal, report} = tools;
	const startedAt = Date.now();
	const until = waitUntilMs(step, startedAt);
	const inAllMs = Math.max(0, until - startedAt);
	const time = step.until === undefined ? '' : ` (${step.until.time} ${step.until.timeZone})`;
	log.note(`waiting for ${formatDuration(inAllMs)}, until ${new Date(until).toISOString()}${time}`);
	for (let leftMs = inAllMs; leftMs > 0; leftMs = until - Date.now()) {
		report(`${formatDuration(leftMs)} left${time === '' ? '' : `, until ${step.until?.time}`}`);
		await pause(Math.min(reportMs, leftMs), undefined, {signal}).catch(() => {});
		if (signal.aborted) {
			const waited = formatDuration(Date.now() - startedAt);
			log.note(`stopped after ${waited}`);
			const stopped = stoppedBy(signal);
			const by = stopped === 'guard' ? ' by a guard that tripped' : '';
			return failed(`The wait was ended after ${waited} of ${formatDuration(inAllMs)}${by}.`, {stopped});
		}
	}
	return passed(
		inAllMs === 0 && step.until !== undefined
			? `${step.until.time} (${step.until.timeZone}) had come already`
			: `waited for ${formatDuration(inAllMs)}${time}`,
	);
}
