/** How well a text answers what was typed, and which of its characters did. */
export type Hit = {
	/** Higher is better; only to be compared with hits of the same words. */
	readonly score: number;
	/** Positions of UTF-16 units, ascending. */
	readonly at: ReadonlySet<number>;
};

/** Longer texts are cut for the search: a title is not that long. UTF-16 units. */
const searchedMax = 400;

const perLetter = 1;
/** A letter right after the last one found. */
const inARow = 5;
/** A letter that begins a word. */
const atWordStart = 8;
/** Each letter skipped between two found ones. */
const perGap = -0.3;

/**
Finds the letters of every word of `wanted` in a text, in order but not side by side; case doesn't count.

@returns undefined when a word is not in it.
*/
export function fuzzyHit(wanted: string, text: string): Hit | undefined {
	const searched = text.slice(0, searchedMax).toLowerCase();
	const words = wanted
		.toLowerCase()
		.split(/\s+/)
		.filter(word => word !== '');
	let score = 0;
	const at = new Set<number>();
	for (const word of words) {
		const hit = wordHit(word, searched);
		if (hit === undefined) {
			return undefined;
		}
		score += hit.score;
		for (const position of hit.at) {
			at.add(position);
		}
	}
	return {score, at};
}

/** Starting a word at each of its first letters is tried; of those the best one counts. */
const startsMax = 20;

function wordHit(
	word: string,
	text: string,
): {readonly score: number; readonly at: readonly number[]} | undefined {
	const [first = ''] = word;
	let best: ReturnType<typeof wordHit>;
	let from = text.indexOf(first);
	for (let tried = 0; from !== -1 && tried < startsMax; tried += 1) {
		const hit = hitFrom(word, text, from);
		if (hit !== undefined && (best === undefined || hit.score > best.score)) {
			best = hit;
		}
		from = text.indexOf(first, from + 1);
	}
	return best;
}

function hitFrom(word: string, text: string, start: number): ReturnType<typeof wordHit> {
	const at: number[] = [];
	let score = 0;
	let from = start;
	for (const letter of word) {
		const found = text.indexOf(letter, from);
		const before = at.at(-1);
		if (found === -1) {
			return undefined;
		}
		score += perLetter + (isWordStart(text, found) ? atWordStart : 0);
		score += before === undefined ? 0 : found === before + 1 ? inARow : (found - before) * perGap;
		at.push(found);
		from = found + 1;
	}
	return {score, at};
}

function isWordStart(text: string, at: number): boolean {
	return at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] ?? '');
}
