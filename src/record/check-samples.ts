import {createHash} from 'node:crypto';
import {constants} from 'node:fs';
import {open} from 'node:fs/promises';
import {join} from 'node:path';
import type {DeploymentRecord} from '../engine/record.ts';
import {failed, notChecked, passed, type VerificationCheck} from './verification.ts';

/** What a guard's file of samples holds: its sha256 in hex, or nothing that could be read. */
export type SampleDigests = ReadonlyMap<string, string | undefined>;

/** Each guard's samples are covered by a digest in the record; the file beside the journal must still be that one. */
export function checkSamples(
	{guards}: DeploymentRecord,
	digests: SampleDigests | undefined,
): VerificationCheck[] {
	return guards.flatMap(({step, samples}) => {
		const name = `samples of ${step}`;
		const found = digests?.get(step);
		if (samples === undefined) {
			return [];
		}
		if (found === undefined) {
			return [notChecked('files', name, 'The file is not here, or can’t be read.')];
		}
		return [
			found === samples.sha256
				? passed('files', name, `${samples.count} samples and ${samples.gaps} gaps, under the signed digest.`)
				: failed('files', name, `Its sha256 is ${found}, the record was made with ${samples.sha256}.`),
		];
	});
}

/** A sample a second for two weeks, as where they are counted. */
const bytesMax = 64 * 1_048_576;

/** A file is read in parts of this size, so that memory stays flat. */
const partBytes = 65_536;

/**
Digests the samples that lie in a run's directory.

@param directory the run's; links in it are not followed.
*/
export async function readSampleDigests(
	directory: string,
	{guards}: Pick<DeploymentRecord, 'guards'>,
): Promise<SampleDigests> {
	const digests = new Map<string, string | undefined>();
	for (const {step, samples} of guards) {
		if (samples !== undefined) {
			digests.set(step, await digestOf(join(directory, 'guards', `${step}.jsonl`)));
		}
	}
	return digests;
}

async function digestOf(path: string): Promise<string | undefined> {
	const {O_NOFOLLOW, O_NONBLOCK, O_RDONLY} = constants;
	const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => undefined);
	if (file === undefined) {
		return undefined;
	}
	try {
		const stat = await file.stat();
		if (!stat.isFile() || stat.size > bytesMax) {
			return undefined;
		}
		const hash = createHash('sha256');
		const part = Buffer.alloc(partBytes);
		for (let at = 0; at < bytesMax; ) {
			const {bytesRead} = await file.read(part, 0, partBytes, at);
			if (bytesRead === 0) {
				break;
			}
			hash.update(part.subarray(0, bytesRead));
			at += bytesRead;
		}
		return hash.digest('hex');
	} catch {
		return undefined;
	} finally {
		await file.close();
	}
}
