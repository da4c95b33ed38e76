/**
The words of a program call that are no options, `--` and what options take left out.

@param values options that take the next word as their value, separated by spaces, e.g. `-n --namespace`.
*/
export function positionalWords(words: readonly string[], values = ''): readonly string[] {
	const taking = new Set(values.split(' '));
	const positional: string[] = [];
	let takes = false;
	let ended = false;
	for (const word of words.slice(1)) {
		if (takes) {
			takes = false;
		} else if (word === '--') {
			ended = true;
		} else if (!ended && word.startsWith('-') && word !== '-') {
			takes = taking.has(word);
		} else {
			positional.push(word);
		}
	}
	return positional;
}

/** Index of the first word that is neither the program, an option, an option's value nor an assignment. */
export function firstPositional(words: readonly string[], values = ''): number {
	const taking = new Set(values.split(' '));
	let at = 1;
	while (at < words.length) {
		const word = words[at] ?? '';
		if (word === '--') {
			return at + 1;
		}
		if (!word.startsWith('-') || word === '-') {
			return at;
		}
		at += taking.has(word) ? 2 : 1;
	}
	return at;
}

/** Says whether a short option stands there, alone or in a cluster: `-rf` has `r`. A long one goes by its whole name. */
export function hasOption(words: readonly string[], ...names: readonly string[]): boolean {
	return words
		.slice(1)
		.some(word =>
			names.some(name =>
				name.startsWith('--')
					? word === name || word.startsWith(`${name}=`)
					: /^-[A-Za-z0-9]+$/.test(word) && word.includes(name.slice(1)),
			),
		);
}

/** The values given to an option, as `-c x`, `-Atc x`, `--command=x` or `-cx`. */
export function optionValues(words: readonly string[], ...names: readonly string[]): readonly string[] {
	return words.flatMap((word, index) => {
		const name = names.find(
			candidate => word === candidate || (candidate.startsWith('--') && word.startsWith(`${candidate}=`)),
		);
		if (name !== undefined) {
			return word === name ? [words[index + 1] ?? ''] : [word.slice(name.length + 1)];
		}
		const clustered = names.some(
			candidate =>
				/^-\w$/.test(candidate) &&
				word.length > 2 &&
				/^-[A-Za-z]+$/.test(word) &&
				word.endsWith(candidate.slice(1)) &&
				!word.startsWith(candidate),
		);
		if (clustered) {
			return [words[index + 1] ?? ''];
		}
		const glued = names.find(
			candidate => /^-\w$/.test(candidate) && word.startsWith(candidate) && !word.startsWith('--'),
		);
		return glued === undefined ? [] : [word.slice(2)];
	});
}
