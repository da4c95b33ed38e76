import {open, readdir} from 'node:fs/promises';
import {join} from 'node:path';

export type FoundRunbook = {
	/** As a person would type it here. */
	readonly path: string;
	readonly title: string;
};

/** Where runbooks usually lie, seen from the directory one works in. */
const folders = ['.', 'checklists', 'runbooks', 'docs/runbooks'];

/** A folder with more files is no shelf of runbooks; the first screen must not wait for it. Files a folder. */
const filesMax = 200;

/** A title and a first step stand in the beginning. Bytes. */
const headBytes = 65_536;

/** Files every repository has; they carry commands and are no runbooks. */
const notRunbooks = /^(?:readme|changelog|contributing|code_of_conduct|security|license)\b/i;

/** Markdown files at the usual places that have something to walk: a check, a command, a probe or a gate. */
export async function foundRunbooks(directory: string): Promise<readonly FoundRunbook[]> {
	const found: FoundRunbook[] = [];
	for (const folder of folders) {
		for (const name of await markdownIn(join(directory, folder))) {
			const path = folder === '.' ? name : join(folder, name);
			const head = await headOf(join(directory, path));
			const title = head === undefined ? undefined : titleOf(head, name);
			found.push(...(title === undefined ? [] : [{path, title}]));
		}
	}
	return found;
}

async function markdownIn(folder: string): Promise<readonly string[]> {
	try {
		const names = await readdir(folder);
		return names
			.filter(name => /\.(?:md|markdown)$/i.test(name) && !notRunbooks.test(name))
			.sort()
			.slice(0, filesMax);
	} catch {
		return [];
	}
}

/** What can't be read is not offered; `gonogo run` says why. */
async function headOf(path: string): Promise<string | undefined> {
	try {
		const file = await open(path, 'r');
		try {
			const {bytesRead, buffer} = (await file.stat()).isFile()
				? await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
				: {bytesRead: 0, buffer: Buffer.alloc(0)};
			return buffer.toString('utf8', 0, bytesRead);
		} finally {
			await file.close();
		}
	} catch {
		return undefined;
	}
}

const walkable =
	/^\s*(?:[-*+]|\d+\.) \[[ xX]\]|^\s*```+\s*(?:sh|bash|shell|zsh|console|shell-session|http|sql|gate|probe|metric)\b/m;

/** @returns undefined where there is nothing to walk. */
function titleOf(head: string, name: string): string | undefined {
	if (!walkable.test(head)) {
		return undefined;
	}
	const isMarked = /^---\r?\n[\s\S]*?\r?\n---/.exec(head)?.[0] ?? '';
	const own = /^title:\s*["']?(.+?)["']?\s*$/m.exec(isMarked)?.[1];
	const heading = /^#\s+(.+?)\s*#*\s*$/m.exec(head.slice(isMarked.length))?.[1];
	return own ?? heading ?? name;
}
