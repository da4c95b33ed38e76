/** One line of a change, as a person reads it. */
export type DiffLine = {readonly is: 'same' | 'gone' | 'new'; readonly text: string};

/** Longer texts are shown whole, old then new: comparing them costs the square of their length. Lines. */
const linesMax = 300;

/** What changed from one text to another, line by line. */
export function diffOf(before: string, after: string): readonly DiffLine[] {
	const old = before.split('\n');
	const young = after.split('\n');
	if (old.length > linesMax || young.length > linesMax) {
		return [...marked('gone', old), ...marked('new', young)];
	}
	return walkBack(old, young, commonLengths(old, young));
}

function marked(is: DiffLine['is'], lines: readonly string[]): readonly DiffLine[] {
	return lines.map(text => ({is, text}));
}

type Lengths = readonly (readonly number[])[];

/** Longest common run of lines from each pair of positions to the ends. */
function commonLengths(old: readonly string[], young: readonly string[]): Lengths {
	const lengths = Array.from({length: old.length + 1}, () => new Array<number>(young.length + 1).fill(0));
	for (let a = old.length - 1; a >= 0; a -= 1) {
		for (let b = young.length - 1; b >= 0; b -= 1) {
			const row = lengths[a] ?? [];
			row[b] =
				old[a] === young[b]
					? at(lengths, a + 1, b + 1) + 1
					: Math.max(at(lengths, a + 1, b), at(lengths, a, b + 1));
		}
	}
	return lengths;
}

function at(lengths: Lengths, a: number, b: number): number {
	return lengths[a]?.[b] ?? 0;
}

function walkBack(old: readonly string[], young: readonly string[], lengths: Lengths): readonly DiffLine[] {
	const lines: DiffLine[] = [];
	let a = 0;
	let b = 0;
	while (a < old.length || b < young.length) {
		if (a < old.length && b < young.length && old[a] === young[b]) {
			lines.push({is: 'same', text: old[a] ?? ''});
			a += 1;
			b += 1;
		} else if (b >= young.length || (a < old.length && at(lengths, a + 1, b) >= at(lengths, a, b + 1))) {
			lines.push({is: 'gone', text: old[a] ?? ''});
			a += 1;
		} else {
			lines.push({is: 'new', text: young[b] ?? ''});
			b += 1;
		}
	}
	return lines;
}
