import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {DeploymentRecord} from '../engine/record.ts';
import {Fault} from '../fault.ts';
import {inTotoFiles} from '../record/in-toto-layout.ts';
import {loadRecorderKey} from '../record/recorder-key.ts';
import {sanitiseLine} from '../text/sanitise.ts';

/**
Writes the layout and links of a record into a directory that is new or empty.

@returns what was written, in words.
@throws Fault `record.key` for a record of another installation, `cli.usage` for a directory with something in it.
*/
export async function writeInToto(
	record: DeploymentRecord,
	{directory, stateDirectory}: {readonly directory: string; readonly stateDirectory: string},
): Promise<string> {
	const recorder = await loadRecorderKey(join(stateDirectory, 'keys'));
	if (recorder.keyid !== record.signing.recorder.keyid) {
		throw new Fault(
			'record.key',
			'This record was signed by another installation’s recorder, and only that one can sign its links.',
			'Export it where it was made.',
		);
	}
	await mkdir(directory, {recursive: true});
	if ((await readdir(directory)).length > 0) {
		throw new Fault(
			'cli.usage',
			`${directory} has something in it already.`,
			'Name a directory that is new or empty.',
		);
	}
	const files = inTotoFiles(record, recorder);
	for (const [name, bytes] of files) {
		await writeFile(join(directory, name), bytes, {flag: 'wx'});
	}
	return `Wrote root.layout and ${files.size - 1} links into ${sanitiseLine(directory)}\n`;
}
