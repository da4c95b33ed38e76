import {createHash} from 'node:crypto';
import {readFile, rename, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {z} from 'zod';
import {Fault} from '../fault.ts';
import {makeDirectories} from '../store/directory.ts';
import {nodeFiles} from '../store/fs-port.ts';
import {ownerOnly} from '../store/place.ts';

/** Digests a person has said may run, by runbook path; the last one is what a changed file is compared with. */
const trustedSchema = z.strictObject({
	version: z.literal(1),
	runbooks: z.record(z.string(), z.strictObject({sha256: z.array(z.string()).max(50), at: z.string()})),
});

type Trusted = z.infer<typeof trustedSchema>;

/** Newest digests kept for one path; older ones are forgotten and asked about again. */
const digestsKept = 20;

export function sha256(bytes: Uint8Array | string): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** The digest a runbook is trusted by: its own bytes. */
export async function isTrusted(stateDirectory: string, path: string, digest: string): Promise<boolean> {
	const trusted = await readTrusted(stateDirectory);
	return trusted.runbooks[path]?.sha256.includes(digest) ?? false;
}

/** True when an earlier version of this path was trusted. */
export async function wasTrustedBefore(stateDirectory: string, path: string): Promise<boolean> {
	return (await readTrusted(stateDirectory)).runbooks[path] !== undefined;
}

/** The text that was trusted last, kept so that a change can be shown as a diff; undefined when there is none. */
export async function lastTrustedText(stateDirectory: string, path: string): Promise<string | undefined> {
	const digest = (await readTrusted(stateDirectory)).runbooks[path]?.sha256.at(-1);
	if (digest === undefined) {
		return undefined;
	}
	try {
		return await readFile(join(stateDirectory, 'trusted', digest), 'utf8');
	} catch {
		return undefined;
	}
}

export async function trust(
	stateDirectory: string,
	runbook: {readonly path: string; readonly bytes: Uint8Array; readonly at: string},
): Promise<void> {
	const digest = sha256(runbook.bytes);
	const trusted = await readTrusted(stateDirectory);
	const before = trusted.runbooks[runbook.path]?.sha256.filter(known => known !== digest) ?? [];
	trusted.runbooks[runbook.path] = {sha256: [...before, digest].slice(-digestsKept), at: runbook.at};
	const texts = join(stateDirectory, 'trusted');
	try {
		await makeDirectories(texts, {files: nodeFiles, access: ownerOnly});
		await writeFile(join(texts, digest), runbook.bytes, {mode: 0o600});
		const file = fileOf(stateDirectory);
		await writeFile(`${file}.new`, `${JSON.stringify(trusted, undefined, '\t')}\n`, {mode: 0o600});
		await rename(`${file}.new`, file);
	} catch (error) {
		if (error instanceof Fault) {
			throw error;
		}
		throw new Fault(
			'store.unwritable',
			`The list of trusted runbooks in ${stateDirectory} can't be written: ${String(error)}`,
			'Make the directory writable for you, or choose another with `gonogo settings state DIRECTORY`.',
			{cause: error},
		);
	}
}

async function readTrusted(stateDirectory: string): Promise<Trusted> {
	const file = fileOf(stateDirectory);
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch {
		return {version: 1, runbooks: {}};
	}
	const parsed = trustedSchema.safeParse(safeJson(text));
	if (!parsed.success) {
		throw new Fault(
			'store.unsafe',
			`${file} is not the list of trusted runbooks it should be.`,
			'Look at it, then move it away: every runbook will be asked about again.',
		);
	}
	return parsed.data;
}

function safeJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function fileOf(stateDirectory: string): string {
	return join(stateDirectory, 'trusted.json');
}
