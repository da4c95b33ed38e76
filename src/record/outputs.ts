import {constants} from 'node:fs';
import {open} from 'node:fs/promises';
import {join} from 'node:path';
import type {RunState} from '../engine/state.ts';

/** Of each log, its end; twenty lines of it are shown. */
const tailBytesMax = 4096;

/** All excerpts together: `run.md` is to be read in a browser. */
const allBytesMax = 1_048_576;

/**
The end of each attempt's log, by `<step>.<attempt>`. A log that is missing, was never written or is no plain file is
left out: an excerpt is for reading, the outcome's digest is what counts.
*/
export async function readOutputs(directory: string, state: RunState): Promise<ReadonlyMap<string, string>> {
	const outputs = new Map<string, string>();
	let bytes = 0;
	for (const [step, {attempts}] of state.progress) {
		for (const {number} of attempts) {
			const name = `${step}.${number}`;
			const tail = bytes < allBytesMax ? await readTail(join(directory, 'output', `${name}.log`)) : undefined;
			bytes += tail?.length ?? 0;
			outputs.set(name, tail?.toString('utf8') ?? '');
		}
	}
	return outputs;
}

async function readTail(path: string): Promise<Buffer | undefined> {
	const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
		() => undefined,
	);
	if (file === undefined) {
		return undefined;
	}
	try {
		const stat = await file.stat();
		const length = stat.isFile() ? Math.min(tailBytesMax, stat.size) : 0;
		const {buffer, bytesRead} = await file.read(Buffer.alloc(length), 0, length, stat.size - length);
		const tail = buffer.subarray(0, bytesRead);
		return length < stat.size ? tail.subarray(tail.indexOf(0x0a) + 1) : tail;
	} finally {
		await file.close();
	}
}
