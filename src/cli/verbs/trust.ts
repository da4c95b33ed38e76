import {type ExitCode, exitCode} from '../../fault.ts';
import {sanitiseLine} from '../../text/sanitise.ts';
import {readForRunning} from '../opening.ts';
import {say} from '../out.ts';
import {readRunbookFile} from '../read-file.ts';
import {readSettings} from '../settings.ts';
import {openPlace} from '../state-directory.ts';
import {bookDigest, trust} from '../trusted.ts';

/** `gonogo trust FILE`: these very bytes, with those it includes, may run here; a changed file is asked about again. */
export async function trustRunbook(name: string): Promise<ExitCode> {
	const file = await readRunbookFile(name);
	const {runbook, includes} = readForRunning(file);
	const {directory} = await openPlace(await readSettings());
	const book = {...file, includes};
	await trust(directory, {...book, at: new Date().toISOString()});
	const included = includes.map(({path}) => `includes ${sanitiseLine(path)}\n`).join('');
	await say(
		`Trusted: ${sanitiseLine(runbook.title)} (${sanitiseLine(file.name)})\n${included}SHA-256  ${bookDigest(book)}\n`,
	);
	return exitCode.complete;
}
