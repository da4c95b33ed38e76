import {join} from 'node:path';

/** A long run has some thousand entries of less than a kilobyte; this much is read into memory at once. */
export const journalBytesMax = 268_435_456;

export function journalPath(directory: string): string {
	return join(directory, 'journal.jsonl');
}

/** Where the pinned runbook lies. */
export function runbookPath(directory: string): string {
	return join(directory, 'runbook');
}

/** The directories in a run's directory; what the steps write goes into the last three. */
export function partPaths(directory: string): readonly string[] {
	return [
		runbookPath(directory),
		join(directory, 'output'),
		join(directory, 'guards'),
		join(directory, 'shell'),
	];
}

export function runsPath(stateDirectory: string): string {
	return join(stateDirectory, 'runs');
}
