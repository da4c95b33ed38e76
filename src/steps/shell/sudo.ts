import {spawn} from 'node:child_process';
import {asksForPassword} from '../../runbook/shell/tty.ts';
import type {CommandWork} from '../../runbook/work-model.ts';
import type {Attempt} from '../finding.ts';

/** `sudo -n` answers at once; one that looks up its rules over the network may take seconds. */
const askMs = 10_000;

/** A step runs in a session without a terminal, where sudo can't ask: it is given ours, unless sudo needs no password there. */
export async function needsTerminal(attempt: Attempt, run: CommandWork): Promise<boolean> {
	if (
		run.interactive ||
		attempt.tools.handOver === undefined ||
		!asksForPassword(attempt.order.script ?? run.script)
	) {
		return false;
	}
	return !(await passesAlone());
}

/** Asked in a session of its own, as the step would be: a password typed at this terminal counts for nothing there. */
function passesAlone(): Promise<boolean> {
	return new Promise(resolve => {
		const child = spawn('sudo', ['-n', 'true'], {detached: true, stdio: 'ignore', timeout: askMs});
		child.on('error', () => resolve(false));
		child.on('close', code => resolve(code === 0));
	});
}
