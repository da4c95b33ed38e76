import {randomBytes} from 'node:crypto';
import {join} from 'node:path';
import {diskFault} from './disk-fault.ts';
import {errnoOf} from './fs-port.ts';
import type {Place} from './place.ts';
import {writeNewFile} from './whole-file.ts';

/** One entry of the largest size and what the file system needs for it. */
const reserveBytes = 131_072;

/** Room that is given back when the disk is full, so that the run can write down that it stopped. */
export function reservePath(directory: string): string {
	return join(directory, 'reserve');
}

/**
Takes the room. Random bytes, because zeros take none on a file system that compresses.

@throws Fault `store.unwritable`: whoever can't have it now would fail at the first entry.
*/
export async function makeReserve(directory: string, place: Place): Promise<void> {
	const path = reservePath(directory);
	try {
		await place.files.unlink(path).catch(error => {
			if (errnoOf(error) !== 'ENOENT') {
				throw error;
			}
		});
		await writeNewFile(path, randomBytes(reserveBytes), place);
	} catch (error) {
		throw diskFault('keep room for a full disk', path, error);
	}
}
