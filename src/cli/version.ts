import {createRequire} from 'node:module';

/** The version in package.json, which lies one level above dist/ and two above src/cli/. */
export const version: string = readVersion();

function readVersion(): string {
	const require = createRequire(import.meta.url);
	for (const place of ['../package.json', '../../package.json']) {
		const found = tryRequire(require, place);
		if (found?.name === 'gonogo' && found.version !== undefined) {
			return found.version;
		}
	}
	return '0.0.0';
}

function tryRequire(require: NodeJS.Require, place: string): {name?: string; version?: string} | undefined {
	try {
		return require(place) as {name?: string; version?: string};
	} catch {
		return undefined;
	}
}
