import {constants} from 'node:fs';
import {open} from 'node:fs/promises';
import {join} from 'node:path';
import type {DeploymentRecord} from '../engine/record.ts';
import type {RunState} from '../engine/state.ts';
import {sha256Hex} from '../text/digest.ts';

type Samples = NonNullable<DeploymentRecord['guards'][number]['samples']>;

/** A sample a second for two weeks; a larger file is left to itself and the record says nothing of it. */
const bytesMax = 64 * 1_048_576;

/** How often each guard measured, how often it could not, and the digest of its file; by guard step. */
export async function readSamples(directory: string, state: RunState): Promise<ReadonlyMap<string, Samples>> {
	const samples = new Map<string, Samples>();
	for (const step of state.stepsById.values()) {
		const bytes = step.kind === 'metric' && step.guard ? await readSampleFile(directory, step.id) : undefined;
		if (bytes !== undefined) {
			samples.set(step.id, summarise(bytes));
		}
	}
	return samples;
}

/** A line holds either a value or the reason why there is none; what else stands there is no sample. */
function summarise(bytes: Buffer): Samples {
	const lines = bytes.toString('utf8').split('\n');
	return {
		count: lines.filter(line => /^\{"at":"[^"]*","value":/.test(line)).length,
		gaps: lines.filter(line => /^\{"at":"[^"]*","gap":/.test(line)).length,
		sha256: sha256Hex(bytes),
	};
}

/** The bytes of a guard's file of samples; undefined when there is none that may be read. */
export async function readSampleFile(directory: string, step: string): Promise<Buffer | undefined> {
	return readWhole(join(directory, 'guards', `${step}.jsonl`));
}

async function readWhole(path: string): Promise<Buffer | undefined> {
	const {O_NOFOLLOW, O_NONBLOCK, O_RDONLY} = constants;
	const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => undefined);
	try {
		const stat = await file?.stat();
		return stat?.isFile() && stat.size <= bytesMax ? await file?.readFile() : undefined;
	} finally {
		await file?.close();
	}
}
