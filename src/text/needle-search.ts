/**
Finds any of many byte strings in one pass (Aho and Corasick 1975), as a whole table: one look-up a byte.

States are multiples of `classes`, so that `next[state + classOf[byte]]` needs no multiplication. Where a needle ends,
`next` holds the state's complement, a negative number.
*/
export type NeedleSearch = {
	readonly classOf: Uint8Array;
	readonly classes: number;
	readonly next: Int32Array;
	/** By state / classes: length in bytes of the longest needle's beginning that ends here. */
	readonly depth: Int32Array;
	/** By state / classes: length in bytes of the longest needle that ends here; 0 for none. */
	readonly found: Int32Array;
	readonly longest: number;
};

/** @param needles none empty. */
export function buildNeedleSearch(needles: readonly Uint8Array[]): NeedleSearch {
	const {classOf, classes} = classify(needles);
	const statesMax = needles.reduce((sum, needle) => sum + needle.length, 1);
	const search = {
		classOf,
		classes,
		next: new Int32Array(statesMax * classes),
		depth: new Int32Array(statesMax),
		found: new Int32Array(statesMax),
		longest: needles.reduce((longest, needle) => Math.max(longest, needle.length), 0),
	};
	plant(search, needles);
	link(search);
	flagEnds(search);
	return search;
}

/** Bytes that stand in no needle share class 0. */
function classify(needles: readonly Uint8Array[]): {classOf: Uint8Array; classes: number} {
	const classOf = new Uint8Array(256);
	let classes = 1;
	for (const needle of needles) {
		for (const byte of needle) {
			if (classOf[byte] === 0) {
				classOf[byte] = classes;
				classes += 1;
			}
		}
	}
	return {classOf, classes};
}

/** Grows the tree of all beginnings. */
function plant(search: NeedleSearch, needles: readonly Uint8Array[]): void {
	const {classOf, classes, next, depth, found} = search;
	let states = 1;
	for (const needle of needles) {
		let state = 0;
		for (const byte of needle) {
			const edge = state + (classOf[byte] ?? 0);
			if (next[edge] === 0) {
				next[edge] = states * classes;
				depth[states] = (depth[state / classes] ?? 0) + 1;
				states += 1;
			}
			state = next[edge] ?? 0;
		}
		found[state / classes] = needle.length;
	}
}

/** Breadth first: where no edge leads on, go where the longest proper suffix would. */
function link(search: NeedleSearch): void {
	const {classes, next, found} = search;
	const fallback = new Int32Array(found.length);
	const queue: number[] = [];
	for (let edge = 0; edge < classes; edge += 1) {
		const child = next[edge] ?? 0;
		if (child !== 0) {
			queue.push(child);
		}
	}
	for (let head = 0; head < queue.length; head += 1) {
		const state = queue[head] ?? 0;
		const suffix = fallback[state / classes] ?? 0;
		found[state / classes] = Math.max(found[state / classes] ?? 0, found[suffix / classes] ?? 0);
		for (let edge = 0; edge < classes; edge += 1) {
			const child = next[state + edge] ?? 0;
			const otherwise = next[suffix + edge] ?? 0;
			if (child === 0) {
				next[state + edge] = otherwise;
			} else {
				fallback[child / classes] = otherwise;
				queue.push(child);
			}
		}
	}
}

function flagEnds({classes, next, found}: NeedleSearch): void {
	for (let edge = 0; edge < next.length; edge += 1) {
		const state = next[edge] ?? 0;
		if ((found[state / classes] ?? 0) > 0) {
			next[edge] = ~state;
		}
	}
}
