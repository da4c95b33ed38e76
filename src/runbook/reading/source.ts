import {repairMojibake} from '../mojibake.ts';

/** A file as lines; line ends and a byte order mark are not part of them. */
export type Source = {readonly path: string; readonly lines: readonly string[]};

export function sourceOf({text, path}: {readonly text: string; readonly path: string}): Source {
	return {
		path,
		lines: text
			.replace(/^\ufeff/, '')
			.replace(/\r\n?/g, '\n')
			.split('\n'),
	};
}

/** Lines `line` to `endLine` (1-based, inclusive) as Markdown for display: common indentation gone, mojibake put right. */
export function displaySlice(source: Source, line: number, endLine: number): string {
	const lines = source.lines.slice(line - 1, endLine);
	const indents = lines.filter(text => text.trim() !== '').map(text => /^[ \t]*/.exec(text)?.[0].length ?? 0);
	const indent = indents.reduce((least, one) => Math.min(least, one), Number.MAX_SAFE_INTEGER);
	return repairMojibake(
		lines
			.map(text => text.slice(indent === Number.MAX_SAFE_INTEGER ? 0 : indent).trimEnd())
			.join('\n')
			.trim(),
	);
}
