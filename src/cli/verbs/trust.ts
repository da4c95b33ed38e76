import {type ExitCode, exitCode} from '../../fault.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {readForRunning} from '../opening.ts';
import {say} from '../out.ts';
import {readRunbookFile} from '../read-file.ts';
import {readSettings} from '../settings.ts';
import {openPlace} from '../state-directory.ts';
import {sha256, trust} from '../trusted.ts';

/** `gonogo trust FILE`: these very bytes may run here; a changed file is asked about again. */
export async function trustRunbook(name: string): Promise<ExitCode> {
	const file = await readRunbookFile(name);
	const {title} = readForRunning(file);
	const {directory} = await openPlace(await readSettings());
	await trust(directory, {path: file.path, bytes: file.bytes, at: new Date().toISOString()});
	await say(`Trusted: ${sanitiseLine(title)} (${sanitiseLine(file.name)})\nSHA-256  ${sha256(file.bytes)}\n`);
	return exitCode.complete;
}
