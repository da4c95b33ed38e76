import type {OutputView} from '../../engine/live.ts';

/** Lines read at once, and looked at in all: about ten seconds of reading. */
const seekLines = 2_000;
const seekLinesMax = 2_000_000;

export type Seek = {
	readonly isWanted: (line: string) => boolean;
	readonly go: 'next' | 'last';
	/** The line it begins behind, or before. */
	readonly here: number;
};

/** @returns the number of the nearest wanted line, within the lines that are looked at. */
export async function seekLine(view: OutputView, {isWanted, go, here}: Seek): Promise<number | undefined> {
	let looked = 0;
	for (let at = go === 'next' ? here + 1 : here; looked < seekLinesMax; looked += seekLines) {
		const first = go === 'next' ? at : Math.max(0, at - seekLines);
		const count = go === 'next' ? seekLines : at - first;
		const {lines} = count === 0 ? {lines: []} : await view.lines(first, count);
		const hit = go === 'next' ? lines.findIndex(isWanted) : lines.findLastIndex(isWanted);
		if (hit !== -1) {
			return first + hit;
		}
		if (lines.length < count || (go === 'last' && first === 0)) {
			return undefined;
		}
		at = go === 'next' ? at + seekLines : first;
	}
	return undefined;
}

/** @param before a line; undefined begins at the end. */
export async function findBefore(
	view: OutputView,
	text: string,
	before: number | undefined,
): Promise<number | undefined> {
	const wanted = text.toLowerCase();
	const here = before ?? (await countLines(view));
	return seekLine(view, {isWanted: line => withoutColours(line).includes(wanted), go: 'last', here});
}

/** A line as it reads, in lower case. */
export function withoutColours(line: string): string {
	return line.replaceAll(/\u001B\[[0-9;]*m/g, '').toLowerCase();
}

async function countLines(view: OutputView): Promise<number> {
	// Reading behind the end makes the log count its lines.
	await view.lines(Number.MAX_SAFE_INTEGER, 1);
	const {lines, linesBefore = 0} = view.tail(1);
	return linesBefore + lines.length;
}
