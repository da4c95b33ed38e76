import {spawn} from 'node:child_process';
import {asksForPassword} from '../../runbook/shell/tty.ts';
import type {CommandWork} from '../../runbook/work-model.ts';
import type {Attempt} from '../finding.ts';

/** `sudo -n` answers at once; one that looks up its rules over the network may take seconds. */
const askMs = 10_000;

/** How sudo is asked on this machine; on a host it is the same question over ssh. */
const here = ['sudo', '-n', 'true'] as const;
/** ssh's own exit code for a connection that failed: the step itself will say so. */
const unreachable = 255;

/**
A step runs in a session without a terminal, where sudo can't ask: it is given ours, unless sudo needs no password there.

@param asking the command that asks sudo where the step runs.
*/
export async function needsTerminal(
	attempt: Attempt,
	run: CommandWork,
	asking: readonly [string, ...string[]] = here,
): Promise<boolean> {
	if (
		run.interactive ||
		attempt.tools.handOver === undefined ||
		!asksForPassword(attempt.order.script ?? run.script)
	) {
		return false;
	}
	return !(await passesAlone(asking));
}

/** Asked in a session of its own, as the step would be: a password typed at this terminal counts for nothing there. */
function passesAlone([program, ...rest]: readonly [string, ...string[]]): Promise<boolean> {
	return new Promise(resolve => {
		const child = spawn(program, rest, {detached: true, stdio: 'ignore', timeout: askMs});
		child.on('error', () => resolve(false));
		child.on('close', code => resolve(code === 0 || code === unreachable));
	});
}
