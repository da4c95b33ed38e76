import {readFile} from 'node:fs/promises';
import type {RunState} from '../engine/state.ts';
import {unifiedDiff} from '../runbook/lint/diff.ts';
import {sanitiseLine, sanitiseText} from '../text/sanitise.ts';
import {say} from './out.ts';

/** Says so when the runbook's file has changed since the run began; the pinned copy is what runs. */
export async function tellOfChange(state: RunState, pinned: string): Promise<void> {
	const {path} = state.opened.runbook;
	let now: string;
	try {
		now = await readFile(path, 'utf8');
	} catch {
		return;
	}
	if (now !== pinned) {
		const diff = unifiedDiff(pinned, now, {from: 'this run', to: 'the file now'});
		await say(
			`${sanitiseLine(path)} has changed since this run began. The run goes on with the copy it began with.\n\n${sanitiseText(diff)}\n`,
		);
	}
}
