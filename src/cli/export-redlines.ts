import {readFile} from 'node:fs/promises';
import {basename, dirname, isAbsolute, join, relative, resolve} from 'node:path';
import type {DeploymentRecord} from '../engine/record.ts';
import {Fault} from '../fault.ts';
import {type RedlinedFile, redlinePatch} from '../insight/redline-patch.ts';
import {sanitiseText} from '../text/sanitise.ts';
import type {RecordPlace} from './found-record.ts';
import {pinnedInclude} from './includes.ts';
import {pinnedName} from './opening.ts';
import {readPinned} from './pinned.ts';

/**
The redlines of a run as a patch to the runbook as it was run, its files named from here where they lie below.

@throws Fault `store.not-found` for a record that lies alone: the runbook's text is beside the run.
*/
export async function redlinesOf(record: DeploymentRecord, {directory, name}: RecordPlace): Promise<string> {
	if (directory === undefined) {
		throw new Fault(
			'store.not-found',
			`${name} lies alone, and the runbook that was run lies beside its run.`,
			'Give the run, or its directory.',
		);
	}
	const {path, sha256, includes} = record.runbook;
	const {text, runbook} = await readPinned(directory, {...record.runbook, path, sha256});
	const files: RedlinedFile[] = [{path: patchPath(path), text}];
	for (const one of includes) {
		const copy = await readFile(join(directory, 'runbook', pinnedInclude(one)), 'utf8');
		files.push({path: patchPath(resolve(dirname(path), one.path)), text: copy, file: one.path});
	}
	const patch = redlinePatch(record, runbook, files);
	if (patch === '') {
		return `Run ${record.run.id} has no redlines in ${pinnedName({path})}.\n`;
	}
	// A patch has to be exact, so only what a person looks at is made safe.
	return process.stdout.isTTY ? sanitiseText(patch) : patch;
}

function patchPath(path: string): string {
	const here = relative(process.cwd(), path);
	return here.startsWith('..') || isAbsolute(here) ? basename(path) : here.replaceAll('\\', '/');
}
