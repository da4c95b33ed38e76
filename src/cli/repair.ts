import {writeFile} from 'node:fs/promises';
import {type ExitCode, exitCode} from '../fault.ts';
import {unifiedDiff} from '../runbook/lint/diff.ts';
import {fixText} from '../runbook/lint/fix.ts';
import {sanitiseLine, sanitiseText} from '../text/sanitise.ts';
import {say} from './out.ts';
import {readRunbookFile} from './read-file.ts';

/** Shows the deterministic repairs as a diff; writes them only when asked to. */
export async function repair(names: readonly string[], write: boolean): Promise<ExitCode> {
	let changed = 0;
	for (const name of names) {
		const file = await readRunbookFile(name);
		const fixed = fixText(file.text);
		if (fixed !== file.text) {
			changed++;
			await say(`${sanitiseText(unifiedDiff(file.text, fixed, {from: name, to: name}))}\n`);
			await (write ? writeFile(file.path, fixed) : undefined);
		}
	}
	const written = write ? 'Written.' : 'Nothing was written; add --write to do so.';
	await say(
		changed === 0
			? `Nothing to repair in ${names.map(name => sanitiseLine(name)).join(', ')}.\n`
			: `${written}\n`,
	);
	return exitCode.complete;
}
