import {closeSync, constants, existsSync, fstatSync, openSync, readFileSync, realpathSync} from 'node:fs';
import {basename, dirname, isAbsolute, join, relative, resolve} from 'node:path';
import {type FileText, type ReadIncluded, readWithIncludes} from '../runbook/include/include.ts';
import type {Reading} from '../runbook/model.ts';
import {slugOf} from '../runbook/slug.ts';
import type {RunbookFile} from './read-file.ts';

/** All included files together; people read them. */
const bytesMax = 16 * 1024 * 1024;

type ReadBook = {readonly reading: Reading; readonly includes: readonly FileText[]};

/**
Reads a runbook with what it includes from the disk, each file once: the texts that come back are the ones to hash,
trust, pin and run. An include may lead anywhere in the git work tree of the runbook, without one below its directory.
*/
export function readBook(file: RunbookFile): ReadBook {
	const root = treeOf(dirname(file.path));
	let bytes = 0;
	const {reading, files} = readWithIncludes({text: file.text, path: file.name}, path => {
		const given = readIncluded(resolve(dirname(file.path), path), root, bytesMax - bytes);
		bytes += 'text' in given ? given.text.length : 0;
		return given;
	});
	return {reading, includes: files};
}

/** A file beside a runbook, to be looked at: from anywhere in its work tree, and from nowhere else. */
export function readBeside(runbook: string, path: string): ReturnType<ReadIncluded> {
	const from = dirname(runbook);
	return readIncluded(resolve(from, path), treeOf(from), linkedBytesMax);
}

/** Nobody reads more on a screen. */
const linkedBytesMax = 1024 * 1024;

/** The name an included file is pinned under: whatever its path holds, this one stays in the run's directory. */
export function pinnedInclude({path, sha256: digest}: {path: string; sha256: string}): string {
	return `includes/${slugOf(basename(path).replace(/\.[a-z]+$/i, ''), 'included')}-${digest.slice(0, 32)}.md`;
}

/** The nearest directory upwards that git works in; without one the runbook's own. */
function treeOf(directory: string): string {
	for (let at = directory; ; at = dirname(at)) {
		if (existsSync(join(at, '.git'))) return realpathSync(at);
		if (dirname(at) === at) return realpathSync(directory);
	}
}

function readIncluded(path: string, root: string, roomBytes: number): ReturnType<ReadIncluded> {
	let handle: number | undefined;
	try {
		const real = realpathSync(path);
		const inside = relative(root, real);
		if (inside.startsWith('..') || isAbsolute(inside)) {
			return {problem: `leads out of ${root}`};
		}
		handle = openSync(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
		const stat = fstatSync(handle);
		if (!stat.isFile()) return {problem: 'is not a regular file'};
		if (stat.size > roomBytes) return {problem: `makes the included files larger than ${bytesMax} bytes`};
		return decoded(readFileSync(handle));
	} catch (error) {
		return {problem: reasonOf(error)};
	} finally {
		if (handle !== undefined) closeSync(handle);
	}
}

function decoded(bytes: Uint8Array): ReturnType<ReadIncluded> {
	if (bytes.length === 0) return {problem: 'is empty'};
	if (bytes.includes(0)) return {problem: 'holds binary data'};
	try {
		return {text: new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)};
	} catch {
		return {problem: 'is not UTF-8 text'};
	}
}

function reasonOf(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
	const reasons: Record<string, string> = {
		ENOENT: 'does not exist',
		EACCES: 'can’t be read: permission denied',
		ELOOP: 'is a link that leads to itself',
	};
	return reasons[code] ?? `can’t be read: ${code}`;
}
