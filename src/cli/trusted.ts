import {rename, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {z} from 'zod';
import {Fault} from '../fault.ts';
import type {FileText} from '../runbook/include/include.ts';
import {makeDirectories} from '../store/directory.ts';
import {nodeFiles} from '../store/fs-port.ts';
import {ownerOnly} from '../store/place.ts';
import {readWholeFile} from '../store/whole-file.ts';
import {sha256Hex} from '../text/digest.ts';

/** Digests a person has said may run, by runbook path; the last one is what a changed file is compared with. */
const trustedSchema = z.strictObject({
	version: z.literal(1),
	runbooks: z.record(z.string(), z.strictObject({sha256: z.array(z.string()).max(50), at: z.string()})),
});

type Trusted = z.infer<typeof trustedSchema>;

/** Far beyond what a runbook may hold. */
const keptBytesMax = 64 * 1024 * 1024;

/** Ten thousand runbooks with all the digests that are kept of them. */
const trustedBytesMax = 16 * 1024 * 1024;

/** Newest digests kept for one path; older ones are forgotten and asked about again. */
const digestsKept = 20;

/** A runbook's own bytes with the files it includes. */
type Book = {
	readonly path: string;
	readonly bytes: Uint8Array;
	readonly includes: readonly FileText[];
};

/** The digest a runbook is trusted by: over its own bytes, or over the list of its files where it includes any. */
export function bookDigest(book: Book): string {
	return sha256Hex(book.includes.length === 0 ? book.bytes : bookList(book));
}

/** One line a file, as `sha256sum` writes it; the first is the runbook itself. */
function bookList({path, bytes, includes}: Book): string {
	const lines = includes.map(file => `${sha256Hex(file.text)}  ${file.path}\n`);
	return [`${sha256Hex(bytes)}  ${basename(path)}\n`, ...lines].join('');
}

/** @param digest see bookDigest. */
export async function isTrusted(stateDirectory: string, path: string, digest: string): Promise<boolean> {
	const trusted = await readTrusted(stateDirectory);
	return trusted.runbooks[path]?.sha256.includes(digest) ?? false;
}

/** What was trusted last, kept so that a change can be shown as a diff; undefined when there is nothing. */
export async function lastTrusted(
	stateDirectory: string,
	path: string,
): Promise<{readonly text: string; readonly includes: readonly FileText[]} | undefined> {
	const digest = (await readTrusted(stateDirectory)).runbooks[path]?.sha256.at(-1);
	const kept = async (name: string): Promise<string | undefined> =>
		(await readWholeFile(join(stateDirectory, 'trusted', name), keptBytesMax, nodeFiles))?.toString('utf8');
	const list = digest === undefined ? undefined : await kept(`${digest}.list`);
	const files: FileText[] = [];
	for (const [, own = '', name = ''] of (list ?? `${digest}  ${path}\n`).matchAll(
		/^([0-9a-f]{64}) {2}(.+)$/gm,
	)) {
		const text = await kept(own);
		if (text !== undefined) {
			files.push({path: name, text});
		}
	}
	const [first, ...includes] = files;
	return first === undefined ? undefined : {text: first.text, includes};
}

export async function trust(stateDirectory: string, book: Book & {readonly at: string}): Promise<void> {
	const digest = bookDigest(book);
	const trusted = await readTrusted(stateDirectory);
	const before = trusted.runbooks[book.path]?.sha256.filter(known => known !== digest) ?? [];
	trusted.runbooks[book.path] = {sha256: [...before, digest].slice(-digestsKept), at: book.at};
	try {
		await keepTexts(join(stateDirectory, 'trusted'), book);
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

async function keepTexts(directory: string, book: Book): Promise<void> {
	await makeDirectories(directory, {files: nodeFiles, access: ownerOnly});
	await writeFile(join(directory, sha256Hex(book.bytes)), book.bytes, {mode: 0o600});
	for (const {text} of book.includes) {
		await writeFile(join(directory, sha256Hex(text)), text, {mode: 0o600});
	}
	if (book.includes.length > 0) {
		await writeFile(join(directory, `${bookDigest(book)}.list`), bookList(book), {mode: 0o600});
	}
}

async function readTrusted(stateDirectory: string): Promise<Trusted> {
	const file = fileOf(stateDirectory);
	const bytes = await readWholeFile(file, trustedBytesMax, nodeFiles);
	if (bytes === undefined) {
		return {version: 1, runbooks: {}};
	}
	const parsed = trustedSchema.safeParse(safeJson(bytes.toString('utf8')));
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
