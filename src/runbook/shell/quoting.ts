/** Substitutions inside substitutions; deeper text is taken as plain. */
const nestingMax = 20;

/**
Finds the end of a quotation or substitution: `'…'`, `"…"`, `` `…` ``, `$'…'`, `$(…)`, `${…}`, `(…)`, to any nesting.

@returns the offset just after it, or undefined when it never ends. A lone `$` is its own end.
*/
export function closingOf(script: string, at: number, depth = 0): number | undefined {
	if (depth > nestingMax) {
		return undefined;
	}
	const char = script.charAt(at);
	const next = script.charAt(at + 1);
	if (char === "'") {
		return plainUntil(script, at + 1);
	}
	if (char === '"' || char === '`') {
		return nestedUntil(script, at + 1, {end: char, depth});
	}
	if (char === '(') {
		return nestedUntil(script, at + 1, {end: ')', depth});
	}
	return char === '$' ? dollarEnd(script, at, {next, depth}) : at + 1;
}

/**
What a word is once the shell took its quotes away. Substitutions and variables stay as written.
*/
export function unquote(word: string): string {
	let plain = '';
	for (let at = 0; at < word.length; ) {
		const char = word.charAt(at);
		const end = char === "'" || char === '"' ? closingOf(word, at) : undefined;
		if (end !== undefined) {
			const inner = word.slice(at + 1, end - 1);
			plain += char === '"' ? inner.replaceAll(/\\(["\\$`])/g, '$1').replaceAll(/\\\r?\n/g, '') : inner;
			at = end;
		} else if (char === '\\') {
			plain += word.charAt(at + 1) === '\n' ? '' : word.charAt(at + 1);
			at += 2;
		} else {
			plain += char;
			at++;
		}
	}
	return plain;
}

function dollarEnd(script: string, at: number, from: {next: string; depth: number}): number | undefined {
	switch (from.next) {
		case "'":
			return nestedUntil(script, at + 2, {end: "'", depth: from.depth});
		case '(':
			return nestedUntil(script, at + 2, {end: ')', depth: from.depth});
		case '{':
			return nestedUntil(script, at + 2, {end: '}', depth: from.depth});
		default:
			return at + 1;
	}
}

function plainUntil(script: string, from: number): number | undefined {
	const at = script.indexOf("'", from);
	return at === -1 ? undefined : at + 1;
}

/** What opens something inside, by what ends the whole. */
const opening: Readonly<Record<string, RegExp | undefined>> = {'"': /[$`]/, ')': /[$`'"(]/, '}': /[$`'"]/};

/** An inner part without end leaves the whole without end, which keeps the search linear. */
function nestedUntil(
	script: string,
	from: number,
	closing: {end: string; depth: number},
): number | undefined {
	const opens = opening[closing.end];
	for (let at = from; at < script.length; ) {
		const char = script.charAt(at);
		if (char === closing.end) {
			return at + 1;
		}
		const inner = opens?.test(char) ? closingOf(script, at, closing.depth + 1) : at + (char === '\\' ? 2 : 1);
		if (inner === undefined) {
			return undefined;
		}
		at = inner;
	}
	return undefined;
}
