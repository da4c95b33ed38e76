import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';

/**
Whether a program of the system is on the PATH. A test that needs it says `test.skipIf(!has('ssh-keygen'))`; the name of
what is missing is printed once, so that a run says what it did not try.
*/
export function has(program: string): boolean {
	const found = (process.env.PATH ?? '')
		.split(delimiter)
		.some(directory => isExecutable(join(directory, program)));
	if (!found && !told.has(program)) {
		told.add(program);
		process.stderr.write(`not run: what needs ${program}, which is not on this machine\n`);
	}
	return found;
}

const told = new Set<string>();

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
