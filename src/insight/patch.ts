/** Lines that are taken out of a text and what is put in their place. */
export type Edit = {
	/** 0-based. */
	readonly from: number;
	readonly remove: number;
	readonly insert: readonly string[];
};

/** Lines around a change that say where it belongs, as in every unified diff. */
const contextLines = 3;

/**
A unified diff (POSIX `diff -u`), as `git apply` and `patch -p1` read it.

@param path relative, with `/`.
@param edits in any order; one that overlaps an earlier one is left out.
@returns nothing where there is nothing to change.
*/
export function unifiedPatch(path: string, text: string, edits: readonly Edit[]): string {
	const file: File = {lines: text.split('\n'), endsOpen: !text.endsWith('\n')};
	if (!file.endsOpen) {
		file.lines.pop();
	}
	const apart = withoutOverlaps(file.endsOpen ? edits.map(edit => closed(file, edit)) : edits);
	if (apart.length === 0) {
		return '';
	}
	let grown = 0;
	const hunks = hunksOf(apart).map(hunk => {
		const said = hunkLines(file, hunk, grown);
		grown += hunk.reduce((sum, {insert, remove}) => sum + insert.length - remove, 0);
		return said;
	});
	return [`--- a/${path}`, `+++ b/${path}`, ...hunks.flat(), ''].join('\n');
}

type File = {readonly lines: string[]; readonly endsOpen: boolean};

/** Behind a last line without a newline nothing can stand: the line is written anew, with one. */
function closed({lines}: File, edit: Edit): Edit {
	const last = lines.length - 1;
	return edit.from <= last ? edit : {from: last, remove: 1, insert: [lines[last] ?? '', ...edit.insert]};
}

function withoutOverlaps(edits: readonly Edit[]): readonly Edit[] {
	const apart: Edit[] = [];
	for (const edit of edits.toSorted((a, b) => a.from - b.from)) {
		const last = apart.at(-1);
		if (last === undefined || last.from + last.remove <= edit.from) {
			apart.push(edit);
		}
	}
	return apart;
}

/** Changes whose surroundings touch stand in one hunk. */
function hunksOf(edits: readonly Edit[]): readonly (readonly Edit[])[] {
	const hunks: Edit[][] = [];
	for (const edit of edits) {
		const last = hunks.at(-1)?.at(-1);
		if (last !== undefined && edit.from - (last.from + last.remove) <= 2 * contextLines) {
			hunks.at(-1)?.push(edit);
		} else {
			hunks.push([edit]);
		}
	}
	return hunks;
}

/** @param grown how many lines the hunks before it added. */
function hunkLines({lines, endsOpen}: File, edits: readonly Edit[], grown: number): string[] {
	const [first, last] = [edits[0], edits.at(-1)];
	const start = Math.max(0, (first?.from ?? 0) - contextLines);
	const end = Math.min(lines.length, (last === undefined ? 0 : last.from + last.remove) + contextLines);
	const said: string[] = [];
	const kept = (from: number, to: number) => said.push(...lines.slice(from, to).map(line => ` ${line}`));
	let at = start;
	for (const {from, remove, insert} of edits) {
		kept(at, from);
		said.push(...lines.slice(from, from + remove).map(line => `-${line}`));
		said.push(...insert.map(line => `+${line}`));
		at = from + remove;
	}
	kept(at, end);
	const added = edits.reduce((sum, {insert, remove}) => sum + insert.length - remove, 0);
	const head = `@@ -${start + 1},${end - start} +${start + 1 + grown},${end - start + added} @@`;
	return [head, ...(endsOpen && end === lines.length ? withoutNewline(said) : said)];
}

/** The last line of a file that ends without a newline is marked, on both sides where it stays. */
function withoutNewline(said: readonly string[]): readonly string[] {
	const mark = '\\ No newline at end of file';
	const [last = ''] = said.slice(-1);
	if (last.startsWith(' ')) {
		return [...said, mark];
	}
	const gone = said.findLastIndex(line => line.startsWith('-'));
	return gone === -1 ? said : [...said.slice(0, gone + 1), mark, ...said.slice(gone + 1)];
}
