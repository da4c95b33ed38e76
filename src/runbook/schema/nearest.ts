/** Longer words are no slips of the finger. */
const wordCharsMax = 40;

/**
Finds the candidate that a word is probably a slip of: one letter missing, too many, wrong, or two swapped
(Damerau-Levenshtein distance). Case, `-` and `_` don't count.

@param editsMax how many such slips to allow; 1 for keys that other programs may own, 2 beside our own.
*/
export function nearest(word: string, candidates: Iterable<string>, editsMax: number): string | undefined {
	const from = plain(word);
	let best: {candidate: string; edits: number} | undefined;
	for (const candidate of candidates) {
		const edits = from.length > wordCharsMax ? editsMax + 1 : editsBetween(from, plain(candidate));
		if (
			edits <= Math.min(editsMax, Math.floor(candidate.length / 2)) &&
			edits < (best?.edits ?? editsMax + 1)
		) {
			best = {candidate, edits};
		}
	}
	return best?.candidate;
}

function plain(word: string): string {
	return word.toLowerCase().replaceAll('_', '-');
}

function editsBetween(a: string, b: string): number {
	let before: number[] = [];
	let last = Array.from({length: b.length + 1}, (_, index) => index);
	for (let row = 1; row <= a.length; row++) {
		const now = [row];
		for (let column = 1; column <= b.length; column++) {
			const same = a[row - 1] === b[column - 1] ? 0 : 1;
			const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
			const edits = Math.min(at(last, column) + 1, at(now, column - 1) + 1, at(last, column - 1) + same);
			now.push(swapped ? Math.min(edits, at(before, column - 2) + 1) : edits);
		}
		before = last;
		last = now;
	}
	return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
	return row[column] ?? Number.POSITIVE_INFINITY;
}
