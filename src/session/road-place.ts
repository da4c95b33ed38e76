import {closeSync, constants, openSync} from 'node:fs';
import {lstat, unlink} from 'node:fs/promises';
import {join} from 'node:path';

/** A socket's path is cut off by the system beyond this: 104 bytes on macOS, 108 on Linux, with the end. */
const pathBytesMax = 103;

const name = 'road.sock';

/** A path by which the socket of a run can be reached at this moment, and what has to be let go afterwards. */
export type RoadPlace = {readonly path: string; release(): void};

/**
Where the socket of a run lies. A path that is too long for a socket is reached through an open descriptor of its
directory, where the system knows such a way (Linux).

@returns undefined where the path is too long.
*/
export function roadPlace(directory: string): RoadPlace | undefined {
	const path = join(directory, name);
	if (Buffer.byteLength(path) <= pathBytesMax) {
		return {path, release: () => {}};
	}
	if (process.platform !== 'linux') {
		return undefined;
	}
	const fd = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
	return {path: `/proc/self/fd/${fd}/${name}`, release: () => closeSync(fd)};
}

/**
Takes away what a driver left who was killed. Whoever calls this holds the run's lock, so that nobody listens there.

@returns false when something other than a socket lies in its place.
*/
export async function clearRoad({path}: RoadPlace): Promise<boolean> {
	const found = await lstat(path).catch(() => undefined);
	if (found === undefined) {
		return true;
	}
	if (!found.isSocket()) {
		return false;
	}
	await unlink(path).catch(() => {});
	return true;
}
