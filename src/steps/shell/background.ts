import {readFileSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import type {CommandWork} from '../../runbook/work-model.ts';
import {type Attempt, type Finding, failed, passed} from '../finding.ts';
import {verdictOn} from '../verdict.ts';
import {backgroundProofMs, runLocally, type Script} from './local.ts';
import {stopAll} from './stop.ts';

/** Between TERM and KILL when it is taken back. */
const graceMs = 5000;

/** Starts a script that is to go on by itself; it passes when it still runs after a second, or has ended well by then. */
export async function startInBackground(
	attempt: Attempt,
	run: CommandWork,
	script: Script,
): Promise<Finding> {
	let pid = 0;
	const end = runLocally(attempt, run, {
		...script,
		onStart: started => {
			pid = started;
		},
	});
	// It ends when nobody is listening any more, and its log is closed by then.
	end.catch(() => {});
	const first = await Promise.race([end, pause(backgroundProofMs)]);
	if (first !== undefined) {
		return verdictOn(attempt, run, first);
	}
	return passed('runs in the background', {facts: {pid, started: startOf(pid)}});
}

/** Ends what the passed attempt of this step started, if that still is the same process. */
export async function stopInBackground(attempt: Attempt): Promise<Finding> {
	const {pid, started} = attempt.order.facts[attempt.order.step.id] ?? {};
	if (typeof pid !== 'number' || pid <= 1) {
		return failed('No process is known that this step has started.');
	}
	return passed((await endProcess({pid, started: String(started)})) ? 'stopped' : 'it had ended already');
}

/** Ends a process and its group. @returns false when it is not that process any more. */
export async function endProcess({
	pid,
	started,
}: {
	readonly pid: number;
	readonly started: string;
}): Promise<boolean> {
	if (started !== startOf(pid)) {
		return false;
	}
	await stopAll({pid, leadsGroup: true}, graceMs);
	return true;
}

/** When a process was started, in clock ticks since boot, so that a reused number is told apart; `` where there is no /proc. */
function startOf(pid: number): string {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
	} catch {
		return '';
	}
}
