/** Lines around a change that are shown. */
const contextLines = 3;
/** Above so many changed lines the rest is shown as replaced whole: finding the shortest diff takes the square of it. */
const editsMax = 1000;

/**
The difference of two texts in unified format (as `diff -u` and `git apply` write and read it).

@returns an empty string when they are the same.
*/
export function unifiedDiff(
	from: string,
	to: string,
	names: {readonly from: string; readonly to: string},
): string {
	if (from === to) {
		return '';
	}
	const edits = lineEdits(linesOf(from), linesOf(to));
	return [`--- ${names.from}`, `+++ ${names.to}`, ...hunksOf(edits).flatMap(hunkLines)].join('\n');
}

export type Edit = {readonly is: 'same' | 'removed' | 'added'; readonly text: string};

/** Splits after each newline, so that a missing last one is seen. */
function linesOf(text: string): readonly string[] {
	return text === '' ? [] : text.split(/(?<=\n)/);
}

/** The lines of both texts in order, each once (Myers, “An O(ND) difference algorithm”, 1986). */
export function lineEdits(from: readonly string[], to: readonly string[]): readonly Edit[] {
	let head = 0;
	while (head < from.length && head < to.length && from[head] === to[head]) {
		head++;
	}
	let tail = 0;
	while (
		tail < Math.min(from.length, to.length) - head &&
		from[from.length - 1 - tail] === to[to.length - 1 - tail]
	) {
		tail++;
	}
	const middle = shortest(from.slice(head, from.length - tail), to.slice(head, to.length - tail));
	return [
		...marked(from.slice(0, head), 'same'),
		...middle,
		...marked(from.slice(from.length - tail), 'same'),
	];
}

function marked(lines: readonly string[], is: Edit['is']): readonly Edit[] {
	return lines.map(text => ({is, text}));
}

function shortest(from: readonly string[], to: readonly string[]): readonly Edit[] {
	const trace: Map<number, number>[] = [];
	let reach = new Map<number, number>([[1, 0]]);
	for (let edits = 0; edits <= Math.min(from.length + to.length, editsMax); edits++) {
		trace.push(new Map(reach));
		for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
			const at = follow({from, to}, diagonal, stepOnto(reach, diagonal, edits));
			reach.set(diagonal, at);
			if (at >= from.length && at - diagonal >= to.length) {
				return walkBack({from, to}, trace);
			}
		}
		reach = new Map(reach);
	}
	return [...marked(from, 'removed'), ...marked(to, 'added')];
}

type Texts = {readonly from: readonly string[]; readonly to: readonly string[]};

/** How far into the old text one more edit gets on this diagonal. */
function stepOnto(reach: ReadonlyMap<number, number>, diagonal: number, edits: number): number {
	const below = reach.get(diagonal + 1) ?? -1;
	const left = reach.get(diagonal - 1) ?? -1;
	return diagonal === -edits || (diagonal !== edits && left < below) ? below : left + 1;
}

function follow(texts: Texts, diagonal: number, start: number): number {
	let at = start;
	while (
		at < texts.from.length &&
		at - diagonal < texts.to.length &&
		texts.from[at] === texts.to[at - diagonal]
	) {
		at++;
	}
	return at;
}

function walkBack(texts: Texts, trace: readonly ReadonlyMap<number, number>[]): readonly Edit[] {
	const back: Edit[] = [];
	let x = texts.from.length;
	let y = texts.to.length;
	for (let edits = trace.length - 1; edits >= 0; edits--) {
		const reach = trace[edits] ?? new Map<number, number>();
		const diagonal = x - y;
		const below = reach.get(diagonal + 1) ?? -1;
		const left = reach.get(diagonal - 1) ?? -1;
		const wasBelow = diagonal === -edits || (diagonal !== edits && left < below);
		const beforeX = wasBelow ? below : left;
		const beforeY = beforeX - (wasBelow ? diagonal + 1 : diagonal - 1);
		while (x > Math.max(beforeX, 0) && y > Math.max(beforeY, 0)) {
			back.push({is: 'same', text: texts.from[--x] ?? ''});
			y--;
		}
		if (edits > 0) {
			back.push(
				wasBelow ? {is: 'added', text: texts.to[--y] ?? ''} : {is: 'removed', text: texts.from[--x] ?? ''},
			);
		}
	}
	return back.toReversed();
}

type Hunk = {readonly from: number; readonly to: number; readonly edits: readonly Edit[]};

function hunksOf(edits: readonly Edit[]): readonly Hunk[] {
	const near = edits.map(() => false);
	for (const [index, edit] of edits.entries()) {
		if (edit.is !== 'same') {
			near.fill(true, Math.max(0, index - contextLines), index + contextLines + 1);
		}
	}
	const hunks: {from: number; to: number; edits: Edit[]}[] = [];
	let from = 1;
	let to = 1;
	for (const [index, edit] of edits.entries()) {
		if (near[index] === true) {
			if (near[index - 1] !== true) {
				hunks.push({from, to, edits: []});
			}
			hunks.at(-1)?.edits.push(edit);
		}
		from += edit.is === 'added' ? 0 : 1;
		to += edit.is === 'removed' ? 0 : 1;
	}
	return hunks;
}

const signs = {same: ' ', removed: '-', added: '+'} as const;

function hunkLines(hunk: Hunk): readonly string[] {
	const olds = hunk.edits.filter(edit => edit.is !== 'added').length;
	const news = hunk.edits.filter(edit => edit.is !== 'removed').length;
	const lines = hunk.edits.flatMap(({is, text}) =>
		text.endsWith('\n')
			? [`${signs[is]}${text.slice(0, -1)}`]
			: [`${signs[is]}${text}`, '\\ No newline at end of file'],
	);
	return [`@@ -${range(hunk.from, olds)} +${range(hunk.to, news)} @@`, ...lines];
}

/** An empty range stands before its line, so it counts from one less. */
function range(start: number, count: number): string {
	return count === 1 ? String(start) : `${count === 0 ? start - 1 : start},${count}`;
}
