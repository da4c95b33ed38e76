import {open} from 'node:fs/promises';
import {resolve} from 'node:path';
import {Fault} from '../fault.ts';

/** A runbook that people read is a few hundred kilobytes at most; what is larger was not meant to be one. */
const bytesMax = 16 * 1024 * 1024;

export type RunbookFile = {
	/** Absolute. */
	readonly path: string;
	/** As given by the person. */
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly text: string;
};

/**
Reads a runbook once; the bytes that were hashed are the bytes that are read and pinned.

@throws Fault `runbook.unreadable` for what is missing, a directory, empty, binary or too large.
*/
export async function readRunbookFile(name: string): Promise<RunbookFile> {
	const path = resolve(name);
	const bytes = await readBytes(name, path);
	if (bytes.length === 0) {
		throw unreadable(
			`${name} is empty`,
			'Write a runbook into it: `gonogo help format` shows one of ten lines.',
		);
	}
	if (bytes.includes(0)) {
		throw unreadable(`${name} holds binary data (a zero byte)`, 'Give a Markdown file in UTF-8.');
	}
	return {path, name, bytes, text: decode(name, bytes)};
}

async function readBytes(name: string, path: string): Promise<Uint8Array> {
	let file: Awaited<ReturnType<typeof open>>;
	try {
		file = await open(path, 'r');
	} catch (error) {
		throw unreadable(
			`${name} ${reasonOf(error)}`,
			'Check the path; `gonogo run FILE` takes any Markdown file.',
			error,
		);
	}
	try {
		const {size} = await regularFile(file, name);
		if (size > bytesMax) {
			throw unreadable(
				`${name} is ${Math.round(size / 1024 / 1024)} MB large; the limit is ${bytesMax / 1024 / 1024} MB`,
				'Split it, or check that it is the file you meant.',
			);
		}
		return await file.readFile();
	} finally {
		await file.close();
	}
}

async function regularFile(file: Awaited<ReturnType<typeof open>>, name: string): Promise<{size: number}> {
	const stat = await file.stat();
	if (!stat.isFile()) {
		throw unreadable(
			`${name} ${stat.isDirectory() ? 'is a directory' : 'is not a regular file'}`,
			'Give the runbook itself.',
		);
	}
	return stat;
}

function decode(name: string, bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch (error) {
		throw unreadable(
			`${name} is not UTF-8 text`,
			'Convert it first, for example with `iconv -f WINDOWS-1252 -t UTF-8`.',
			error,
		);
	}
}

function unreadable(sentence: string, hint: string, cause?: unknown): Fault {
	return new Fault('runbook.unreadable', `${sentence}.`, hint, {cause});
}

function reasonOf(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	const reasons: Record<string, string> = {
		ENOENT: 'does not exist',
		EACCES: 'can’t be read: permission denied',
		EISDIR: 'is a directory',
		ELOOP: 'is a link that leads to itself',
		ENAMETOOLONG: 'has a name that is too long',
	};
	return reasons[code] ?? `can’t be read: ${code || String(error)}`;
}
