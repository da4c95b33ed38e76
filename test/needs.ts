import {accessSync, constants} from 'node:fs';
import {createRequire} from 'node:module';
import {delimiter, join} from 'node:path';

declare module 'vitest' {
	interface TaskMeta {
		/** The test needs what a machine is not asked to have: one without it can't be blamed. */
		readonly rare?: boolean;
	}
}

/**
Whether a program of the system is on the PATH. A test that needs it says `test.skipIf(!has('ssh-keygen'))`; the name of
what is missing is printed once, so that a run says what it did not try.
*/
export function has(program: string): boolean {
	const found = (process.env.PATH ?? '')
		.split(delimiter)
		.some(directory => isExecutable(join(directory, program)));
	if (!found) {
		told(`what needs ${program}, which is not on this machine`);
	}
	return found;
}

/**
Whether an npm package can be loaded that is no dependency of ours, from our own node_modules or from the directory that
GONOGO_TEST_PACKAGES names.

@returns a loader, or undefined when it is not there, said once.
*/
export function packageNamed(name: string): NodeJS.Require | undefined {
	const places = [import.meta.filename, process.env.GONOGO_TEST_PACKAGES].filter(
		place => place !== undefined,
	);
	for (const place of places) {
		const require = createRequire(place.endsWith('.ts') ? place : join(place, 'package.json'));
		try {
			require.resolve(name);
			return require;
		} catch {
			// Looked for in the next place.
		}
	}
	told(`what needs the package ${name}; GONOGO_TEST_PACKAGES names a directory with it`);
	return undefined;
}

/** Says once what a run did not try, and what it would take. */
export function told(what: string): void {
	if (!said.has(what)) {
		said.add(what);
		process.stderr.write(`not run: ${what}\n`);
	}
}

const said = new Set<string>();

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
