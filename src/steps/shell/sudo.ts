import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {asksForPassword} from '../../runbook/shell/tty.ts';
import type {CommandWork} from '../../runbook/work-model.ts';
import type {Attempt} from '../finding.ts';

/** `sudo -n` answers at once; one that looks up its rules over the network may take seconds. */
const askMs = 10_000;

/** A step runs in a session without a terminal, where sudo can't ask: it is given ours, unless sudo needs no password here. */
export async function needsTerminal(attempt: Attempt, run: CommandWork): Promise<boolean> {
	if (
		run.interactive ||
		attempt.tools.handOver === undefined ||
		!asksForPassword(attempt.order.script ?? run.script)
	) {
		return false;
	}
	try {
		await promisify(execFile)('sudo', ['-n', 'true'], {timeout: askMs});
		return false;
	} catch {
		return true;
	}
}
