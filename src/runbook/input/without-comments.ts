/** Longer scripts keep their comments beyond this. */
const textMax = 200_000;

/** A shell script with its comments blanked out, offsets kept: a gap in a comment is nobody's to fill. Here-documents stay. */
export function withoutComments(script: string): string {
	if (!script.includes('#')) return script;
	const source = script.slice(0, textMax);
	const kept: string[] = [];
	let from = 0;
	let quote = '';
	let delimiter: string | undefined;
	for (let at = 0; at < source.length; at++) {
		const character = source[at] ?? '';
		if (character === '\n' && delimiter !== undefined) {
			at = endOfDocument(source, at + 1, delimiter);
			delimiter = undefined;
		} else if (character === '\\' && quote !== "'") at++;
		else if (quote !== '') quote = character === quote ? '' : quote;
		else if (character === '"' || character === "'") quote = character;
		else if (character === '<') delimiter ??= delimiterAt(source, at);
		else if (character === '#' && /^\s?$/.test(source[at - 1] ?? '')) {
			const end = lineEnd(source, at);
			kept.push(source.slice(from, at), ' '.repeat(end - at));
			from = end;
			at = end - 1;
		}
	}
	return kept.join('') + script.slice(from);
}

function lineEnd(source: string, from: number): number {
	const end = source.indexOf('\n', from);
	return end < 0 ? source.length : end;
}

function delimiterAt(source: string, at: number): string | undefined {
	return /^<<-?\s?["'\\]?([A-Za-z_]\w{0,79})/.exec(source.slice(at, at + 100))?.[1];
}

/** @returns the offset of the last character of the document's closing line. */
function endOfDocument(source: string, from: number, delimiter: string): number {
	for (let line = from; line < source.length; ) {
		const end = lineEnd(source, line);
		if (source.slice(line, end).trim() === delimiter) return end - 1;
		line = end + 1;
	}
	return source.length;
}
