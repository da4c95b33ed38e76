import {type Line, line, span, wrapLine} from '../line.ts';
import {saidLine} from '../view/said.ts';

export function heading(text: string): Line {
	return line({...span(saidLine(text), 'title'), bold: true});
}

/** Label and text in two columns; the text wraps in its own. */
export function pairs(
	rows: readonly {readonly label: string; readonly text: string}[],
	width: number,
): readonly Line[] {
	const column = Math.min(24, Math.max(4, ...rows.map(row => row.label.length)) + 2);
	return rows.flatMap(row =>
		wrapLine(
			line(span(row.label.padEnd(column), 'quiet'), row.text),
			width,
			line(' '.repeat(Math.min(column, width - 8))),
		),
	);
}
