import {join} from 'node:path';
import type {EventOf} from '../engine/event.ts';
import {Fault} from '../fault.ts';
import {type FileText, readWithIncludes} from '../runbook/include/include.ts';
import type {Runbook} from '../runbook/model.ts';
import {nodeFiles} from '../store/fs-port.ts';
import {readWholeFile} from '../store/whole-file.ts';
import {sha256Hex} from '../text/digest.ts';
import {pinnedInclude} from './includes.ts';
import {pinnedName} from './opening.ts';

type Pinned = Pick<EventOf<'run.opened'>['runbook'], 'path' | 'sha256' | 'includes'>;

/**
Reads the copies of a runbook that lie with its run; the files they came from are not looked at.

@param directory of the run.
@throws Fault `store.broken-chain` when a copy is gone or is not what the journal says.
*/
export async function readPinned(
	directory: string,
	pinned: Pinned,
): Promise<{readonly text: string; readonly runbook: Runbook; readonly includes: readonly FileText[]}> {
	const {text, includes} = await readCopies(directory, pinned);
	const {reading} = readWithIncludes({text, path: pinned.path}, name => {
		const copy = includes.find(one => one.path === name);
		return copy === undefined ? {problem: 'was not pinned with this run'} : {text: copy.text};
	});
	return {text, runbook: reading.runbook, includes};
}

/**
The texts of these copies alone.

@throws Fault as `readPinned`.
*/
export async function readCopies(
	directory: string,
	{path, sha256, includes}: Pinned,
): Promise<{readonly text: string; readonly includes: readonly FileText[]}> {
	const text = await readCopy(join(directory, 'runbook', pinnedName({path})), {path, sha256});
	const texts = new Map<string, string>();
	for (const one of includes ?? []) {
		texts.set(one.path, await readCopy(join(directory, 'runbook', pinnedInclude(one)), one));
	}
	return {text, includes: [...texts].map(([name, copy]) => ({path: name, text: copy}))};
}

/** Far beyond what a runbook may hold. */
const copyBytesMax = 64 * 1024 * 1024;

/** What runs is what was looked at and trusted when the run began: these very bytes. */
async function readCopy(
	file: string,
	one: {readonly path: string; readonly sha256: string},
): Promise<string> {
	const copy = await readWholeFile(file, copyBytesMax, nodeFiles);
	if (copy === undefined || sha256Hex(copy) !== one.sha256) {
		throw new Fault(
			'store.broken-chain',
			`The run’s copy of ${one.path} is ${copy === undefined ? 'gone' : 'not the one it began with'} (${file}).`,
			'Keep the directory as evidence and start a new run.',
		);
	}
	return copy.toString('utf8');
}
