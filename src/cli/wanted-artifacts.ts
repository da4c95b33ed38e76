import {Fault} from '../fault.ts';
import {digestOfFile} from './found-record.ts';

export type ArtifactOptions = {
	readonly artifact?: string;
	readonly image?: string;
	readonly commit?: string;
};

/**
What the record is asked to be about, as digests in hex.

@throws Fault `cli.usage` for what is no file, no sha256 or no full commit id.
*/
export async function wantedArtifacts({
	artifact,
	image,
	commit,
}: ArtifactOptions): Promise<readonly string[]> {
	const ofFile = artifact === undefined ? undefined : await digestOfFile(artifact);
	if (artifact !== undefined && ofFile === undefined) {
		throw new Fault(
			'cli.usage',
			`${artifact} can't be read.`,
			'--artifact takes the file that was deployed.',
		);
	}
	return [
		ofFile,
		named(image, {
			pattern: /^(?:.*@)?(?:sha256:)?([0-9a-f]{64})$/,
			says: '--image takes a digest in full: sha256:… with 64 hex digits.',
		}),
		named(commit, {
			pattern: /^([0-9a-f]{40}|[0-9a-f]{64})$/,
			says: '--commit takes a commit id in full, 40 hex digits.',
		}),
	].filter(hex => hex !== undefined);
}

function named(
	value: string | undefined,
	{pattern, says}: {pattern: RegExp; says: string},
): string | undefined {
	const hex = value === undefined ? undefined : pattern.exec(value.toLowerCase())?.[1];
	if (value !== undefined && hex === undefined) {
		throw new Fault('cli.usage', `“${value.slice(0, 100)}” names nothing for certain.`, says);
	}
	return hex;
}
