import {mkdtempSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll} from 'vitest';

const directories: string[] = [];

afterAll(() => {
	for (const directory of directories) {
		rmSync(directory, {recursive: true, force: true});
	}
});

/** A directory of its own, gone when the test file is over. */
export function freshDirectory(): string {
	const directory = realpathSync(mkdtempSync(join(tmpdir(), 'gonogo-store-')));
	directories.push(directory);
	return directory;
}
