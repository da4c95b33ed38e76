import {join} from 'node:path';
import {z} from 'zod';
import {Fault} from '../fault.ts';
import {makeDirectories} from '../store/directory.ts';
import {nodeFiles} from '../store/fs-port.ts';
import {ownerOnly} from '../store/place.ts';
import {readWholeFile, replaceFile} from '../store/whole-file.ts';

const seenSchema = z.strictObject({
	version: z.literal(1),
	/** Environment → the trust file that governed it last. */
	environments: z.record(z.string(), z.strictObject({path: z.string(), at: z.iso.datetime()})),
});

type Seen = z.infer<typeof seenSchema>;

/** A few environments; a file that grew beyond this is not ours. */
const bytesMax = 262_144;

/** The trust file under which an environment was run last from here, or undefined when it never was under one. */
export async function lastTrustFor(
	stateDirectory: string,
	environment: string,
): Promise<{readonly path: string; readonly at: string} | undefined> {
	return (await readSeen(stateDirectory)).environments[environment];
}

/** From now on this environment is run under a trust file, or not at all. */
export async function rememberTrust(
	stateDirectory: string,
	environment: string,
	seen: {readonly path: string; readonly at: string},
): Promise<void> {
	const before = await readSeen(stateDirectory);
	if (before.environments[environment]?.path === seen.path) {
		return;
	}
	const after: Seen = {version: 1, environments: {...before.environments, [environment]: seen}};
	const place = {files: nodeFiles, access: ownerOnly};
	await makeDirectories(stateDirectory, place);
	await replaceFile(
		fileOf(stateDirectory),
		Buffer.from(`${JSON.stringify(after, undefined, '\t')}\n`),
		place,
	);
}

/** A list that can't be read is not the same as none: it may have said that a trust file is needed. */
async function readSeen(stateDirectory: string): Promise<Seen> {
	const file = fileOf(stateDirectory);
	const bytes = await readWholeFile(file, bytesMax, nodeFiles);
	if (bytes === undefined) {
		return {version: 1, environments: {}};
	}
	try {
		return seenSchema.parse(JSON.parse(bytes.toString('utf8')));
	} catch (error) {
		throw new Fault(
			'record.trust',
			`${file} is not the list of environments under a trust file that it should be.`,
			'Look at it, then move it away; give the trust file with --trust-file from then on.',
			{cause: error},
		);
	}
}

function fileOf(stateDirectory: string): string {
	return join(stateDirectory, 'trust-seen.json');
}
