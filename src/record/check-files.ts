import type {DeploymentRecord} from '../engine/record.ts';
import {sha256Hex} from '../text/digest.ts';
import type {FoundEntries} from './check-journal.ts';
import type {Subject} from './schema.ts';
import {failed, notChecked, passed, type VerificationCheck} from './verification.ts';

export type RunFiles = {
	readonly journal?: FoundEntries | undefined;
	/** Bytes of the pinned runbook and of `run.md`. */
	readonly runbook?: Uint8Array | undefined;
	readonly runMd?: Uint8Array | undefined;
	/** Bytes of the pinned files that the runbook includes, by their path in the record. */
	readonly includes?: ReadonlyMap<string, Uint8Array> | undefined;
};

export function checkFiles(
	record: DeploymentRecord,
	{runbook, runMd, includes}: RunFiles,
): VerificationCheck[] {
	return [
		digestCheck('runbook', runbook, record.runbook.sha256),
		...record.runbook.includes.map(({path, sha256}) => digestCheck(path, includes?.get(path), sha256)),
		digestCheck('run.md', runMd, record.runbook.filledIn),
	];
}

function digestCheck(name: string, bytes: Uint8Array | undefined, expected: string): VerificationCheck {
	if (bytes === undefined) {
		return notChecked('files', name, 'It was not given.');
	}
	const found = sha256Hex(bytes);
	return found === expected
		? passed('files', name, 'Its digest is the signed one.')
		: failed('files', name, `Its sha256 is ${found}, the record was made with ${expected}.`);
}

/** @param artifacts digests to look for among the subjects, hex: of a file, an image or a commit. */
export function checkArtifacts(
	subjects: readonly Subject[],
	artifacts: readonly string[] | undefined,
): VerificationCheck[] {
	if (artifacts === undefined || artifacts.length === 0) {
		return [notChecked('artifacts', 'artifact', 'None was given to compare with.')];
	}
	const known = new Map(
		subjects.flatMap(({name, digest}) => Object.values(digest).map(hex => [hex, name] as const)),
	);
	return artifacts.map(hex => {
		const name = known.get(hex);
		return name === undefined
			? failed('artifacts', 'artifact', `The record is not about ${hex}.`)
			: passed('artifacts', 'artifact', `The record is about it: ${name}.`);
	});
}
