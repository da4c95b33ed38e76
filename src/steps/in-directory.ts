import {existsSync, mkdirSync} from 'node:fs';
import {dirname} from 'node:path';

/** Makes a file; its directory too, for this user alone, where that is missing, which only the first file of a run finds. */
export function inDirectory<T>(file: string, make: () => T): T {
	try {
		return make();
	} catch (error) {
		if (existsSync(dirname(file))) {
			throw error;
		}
		mkdirSync(dirname(file), {recursive: true, mode: 0o700});
		return make();
	}
}
