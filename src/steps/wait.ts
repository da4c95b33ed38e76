import {setTimeout as pause} from 'node:timers/promises';
import type {WaitStep} from '../runbook/step-model.ts';
import {formatDuration} from '../text/duration.ts';
import {type Attempt, type Finding, failed, passed, stoppedBy} from './finding.ts';

/** How often the time left is said. */
const reportMs = 1000;

/** Lets time pass; guards go on evaluating elsewhere. Measured by the wall clock, so that a laptop's sleep counts. */
export async function performWait({tools, log}: Attempt, step: WaitStep): Promise<Finding> {
	const {signal, report} = tools;
	const startedAt = Date.now();
	const until = startedAt + step.forMs;
	log.note(`waiting for ${formatDuration(step.forMs)}, until ${new Date(until).toISOString()}`);
	for (let leftMs = step.forMs; leftMs > 0; leftMs = until - Date.now()) {
		report(`${formatDuration(leftMs)} left`);
		await pause(Math.min(reportMs, leftMs), undefined, {signal}).catch(() => {});
		if (signal.aborted) {
			const waited = formatDuration(Date.now() - startedAt);
			log.note(`stopped after ${waited}`);
			const stopped = stoppedBy(signal);
			const by = stopped === 'guard' ? ' by a guard that tripped' : '';
			return failed(`The wait was ended after ${waited} of ${formatDuration(step.forMs)}${by}.`, {stopped});
		}
	}
	return passed(`waited for ${formatDuration(step.forMs)}`);
}
